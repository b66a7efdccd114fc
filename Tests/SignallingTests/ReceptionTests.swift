import Collaboration
import NIOCore
import NIOEmbedded
import PeerBase
import PeerIdentity
import StreamTesting
import Synchronization
import Testing

@testable import Signalling

/// The desk of invitations, with requests that wait and a clock that is moved.
@Suite("The reception", .timeLimit(.minutes(1)))
struct ReceptionTests {
    private enum Told: Hashable, Sendable {
        case log(InvitationRecord.State, String?)
        case invited(Int?)
        case ended
        case launch(GUID)
    }

    private let loop = NIOAsyncTestingEventLoop()
    private let reception: Reception
    private let told: Ears<Told>
    private let visitor: Somebody
    private let invitation: Invitation
    private let surroundings: InvitationDesk.Surroundings

    init() throws {
        visitor = try Somebody("visitor")
        invitation = try visitor.invitation()
        let (stream, mouth) = AsyncStream.makeStream(of: Told.self)
        told = Ears(stream)
        let staff = Reception.Staff(
            launch: { application, _ in
                mouth.yield(.launch(application.id))
                return application.path != "/missing"
            },
            log: { mouth.yield(.log($0.state, $0.reason)) },
            tell: { occurrence in
                if case .invited(let record) = occurrence { mouth.yield(.invited(record.number)) }
                if case .invitationEnded = occurrence { mouth.yield(.ended) }
            })
        reception = Reception(staff: staff, loop: loop) { 1_800_000_000_000 }
        surroundings = try Self.surroundings(path: "/usr/bin/true", invitation.application)
    }

    private static func surroundings(path: String, _ id: GUID) throws -> InvitationDesk.Surroundings {
        InvitationDesk.Surroundings(
            isSignedIn: true, policy: AcceptPolicy(who: .anyone), presence: Presence(status: .online),
            applications: ApplicationCatalog(currentUser: [Application(id: id, path: path)], allUsers: []))
    }

    /// A request that waits, once the desk has it.
    private func request(
        _ connection: UInt64 = 1, in surroundings: InvitationDesk.Surroundings? = nil
    ) async -> Task<InvitationReply, Never> {
        let caller = Caller(
            pin: visitor.pin, peerName: visitor.key.peerName, contact: nil,
            source: ScopedEndpoint(Endpoint(address: .loopback, port: 1)), isOnLink: true)
        let (invitation, surroundings) = (invitation, surroundings ?? self.surroundings)
        let request = Task { [reception] in
            await reception.invited(
                by: caller, on: ConnectionID(connection), .success(invitation), in: surroundings)
        }
        await told.first { if case .invited = $0 { true } else { false } }
        return request
    }

    @Test("Who accepts starts the program, and then the inviter hears of it")
    func accepted() async throws {
        let request = await request()
        #expect(await reception.openRecords.map(\.number) == [1])
        let record = try await reception.answer(1, accepting: true, in: surroundings)
        #expect(record.state == .accepted)
        #expect(await request.value == .answer(.accepted, id: invitation.id))
        await told.first { $0 == .ended }
        #expect(
            told.heard == [
                .log(.pending, nil), .invited(1), .launch(invitation.application), .log(.accepted, nil), .ended,
            ])
        await #expect(throws: AnswerRefusal.self) { try await reception.answer(1, accepting: true, in: surroundings) }
    }

    @Test("A program that does not start is an error to the inviter")
    func launchFailed() async throws {
        let surroundings = try Self.surroundings(path: "/missing", invitation.application)
        let request = await request(in: surroundings)
        #expect(try await reception.answer(1, accepting: true, in: surroundings).reason == "launchfailed")
        #expect(await request.value == .answer(.error(.launchFailed), id: invitation.id))
    }

    @Test("Who declines is done")
    func declined() async throws {
        let request = await request()
        #expect(try await reception.answer(1, accepting: false, in: surroundings).state == .declined)
        #expect(await request.value == .answer(.declined(.user), id: invitation.id))
    }

    @Test("After 300 s nobody's answer is one")
    func expired() async throws {
        let request = await request()
        await loop.advanceTime(by: .milliseconds(299_999))
        #expect(await reception.openRecords.count == 1)
        await loop.advanceTime(by: .milliseconds(1))
        #expect(await request.value == .answer(.expired, id: invitation.id))
        await #expect(throws: AnswerRefusal.self) { try await reception.answer(1, accepting: true, in: surroundings) }
    }

    @Test("An inviter who goes cancels it")
    func cancelled() async throws {
        let request = await request()
        request.cancel()
        #expect(await request.value == .close)
        await told.first { $0 == .log(.canceled, "canceled") }
        await #expect(throws: AnswerRefusal.self) { try await reception.answer(1, accepting: true, in: surroundings) }
    }

    @Test("An inviter who has gone before anybody looked cancels it too")
    func cancelledAtOnce() async throws {
        let caller = Caller(
            pin: visitor.pin, peerName: visitor.key.peerName, contact: nil,
            source: ScopedEndpoint(Endpoint(address: .loopback, port: 1)), isOnLink: true)
        let request = Task { [reception, invitation, surroundings] in
            await untilCancelled()
            return await reception.invited(
                by: caller, on: ConnectionID(1), .success(invitation), in: surroundings)
        }
        request.cancel()
        #expect(await request.value == .close)
        #expect(await reception.openRecords.isEmpty)
    }

    @Test("Signing out answers those who wait")
    func signedOut() async throws {
        let request = await request()
        await reception.signedOut()
        #expect(await request.value == .answer(.error(.signedOut), id: invitation.id))
    }
}
