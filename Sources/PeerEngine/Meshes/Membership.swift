internal import Mesh
internal import MeshTransport
internal import PeerBase

/// A mesh that this process is in.
struct Membership: Sendable {
    /// The mesh id in lower case.
    let meshID: String
    /// As it was given; a second joining must say the same.
    let order: MeshOrder
    let member: MemberID
    let driver: MeshDriver
    let log: MeshLog
    /// Hands on what the driver tells, until the mesh is left.
    var serving: [Task<Void, Never>]
}

/// A mesh that this process is in, or is about to be.
struct Joining {
    let order: MeshOrder
    let task: Task<Result<Membership, EngineError>, Never>
    /// Set when the joining is done.
    var membership: Membership?
}

extension Membership {
    /// A message of one's own has room again after this: others pass on twenty a second (peer channel 20.7).
    private static var pause: Duration { .milliseconds(50) }

    /// Says something as soon as others would pass it on (peer channel 20.7).
    func speak(
        to member: String = "", _ say: @Sendable (MeshDriver) async throws(SayError) -> Void
    ) async throws(EngineError) {
        while true {
            do throws(SayError) {
                return try await say(driver)
            } catch {
                switch error {
                case .tooFast: break
                case .tooLong(let limit): throw .mesh(.messageTooLong(limit: limit))
                case .unknownMember: throw .mesh(.noSuchMember(member, mesh: meshID))
                case .notSigning: throw .mesh(.noPrivateMessages(mesh: meshID))
                case .closed: throw .mesh(.notJoined(mesh: meshID))
                }
            }
            do { try await Task.sleep(for: Self.pause) } catch { throw .cancelled }
        }
    }
}
