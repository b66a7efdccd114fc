import Collaboration
import NIOCore
import PeerBase
import PeerIdentity
import Sockets
import StreamTesting
import Synchronization
import Testing

@testable import Signalling

extension SignallingFigures {
    /// For tests in which nothing is to happen because of time, however busy the machine is.
    static let unhurried: SignallingFigures = {
        var figures = SignallingFigures()
        figures.connectTime = .seconds(100)
        figures.securingTime = .seconds(100)
        figures.answerTime = .seconds(100)
        figures.bodyTime = .seconds(100)
        figures.idleTime = .seconds(100)
        return figures
    }()
}

/// A person with a key.
struct Somebody: Sendable {
    let key: PersonKey
    let pin: Pin

    init(_ key: PersonKey) {
        guard let pin = Pin(key.pin) else { preconditionFailure("SHA-256 gives 32 bytes") }
        self.key = key
        self.pin = pin
    }

    init(_ nickname: String = "somebody", at unixTime: Int64 = MonotonicClock.unixMilliseconds) throws {
        let digits = Array(nickname.utf8).hexText.prefix(40)
        let authority = digits + String(repeating: "0", count: 40 - digits.count)
        self.init(try PersonKey(peerName: "\(authority).collab", at: unixTime))
    }

    /// The client of one who matters to nobody.
    static var visitor: SignallingClient {
        get throws(SignallingFault) {
            guard let client = try? Somebody("visitor").client() else { throw .malformed }
            return client
        }
    }

    func client(_ figures: SignallingFigures = .unhurried) throws -> SignallingClient {
        try SignallingClient(key: key, figures: figures)
    }

    var card: ContactCard {
        ContactCard(peerName: key.peerName, nickname: "Amit2", certificate: key.certificate)
    }

    func invitation(message: String = "Want to work on this together?") throws -> Invitation {
        var random = RandomSource(seed: 7)
        return Invitation(
            id: GUID(random: &random), application: try #require(GUID("81facd1e-c761-4330-b56c-a7286a3424aa")),
            message: message, data: [1, 2, 3], createdAt: 1_800_000_000_000,
            from: .init(peerName: key.peerName, nickname: "Amit2", endpointName: "AMIT-VPC"))
    }
}

/// A host that does what a test tells it, and tells what it is asked.
final class Owner: SignallingHost {
    /// What somebody asked for.
    enum Asked: Hashable, Sendable {
        case admission(Pin), card(ConnectionID), data, watch, hearing
        case invited(Result<Invitation, DocumentFault>)
        case verify(VerificationMessage)
        /// An invitation, or a step of a verification, was answered or given up.
        case left
    }

    struct Manners: Sendable {
        var admission: @Sendable (Pin) -> Admission = { _ in .contact }
        var card: Result<ContactCard, Fault> = .failure(.busy)
        var data: Result<Snapshot, Fault> = .failure(.busy)
        var watch: @Sendable () -> Result<AsyncStream<WatchItem>, Fault> = { .failure(.policy) }
        var hearing = Hearing.heard
        var invited: @Sendable (Result<Invitation, DocumentFault>) async -> InvitationReply = { _ in .close }
        var verify: @Sendable (VerificationMessage) async -> VerificationMessage? = { _ in nil }
    }

    let ears: Ears<Asked>
    private let mouth: AsyncStream<Asked>.Continuation
    private let manners: Mutex<Manners>

    init(_ change: (inout Manners) -> Void = { _ in }) {
        var manners = Manners()
        change(&manners)
        self.manners = Mutex(manners)
        let (stream, continuation) = AsyncStream.makeStream(of: Asked.self)
        mouth = continuation
        ears = Ears(stream)
    }

    private func asked<Value>(_ asked: Asked, _ value: (Manners) -> Value) -> Value {
        mouth.yield(asked)
        return manners.withLock { value($0) }
    }

    func admission(of pin: Pin, peerName: String, from source: ScopedEndpoint) -> Admission {
        asked(.admission(pin)) { $0.admission }(pin)
    }

    func card(for visitor: Visitor) async -> Result<ContactCard, Fault> {
        asked(.card(visitor.connection)) { $0.card }
    }

    func data(for visitor: Visitor) async -> Result<Snapshot, Fault> { asked(.data) { $0.data } }

    func watch(by visitor: Visitor) async -> Result<AsyncStream<WatchItem>, Fault> { asked(.watch) { $0.watch }() }

    func hearing(of visitor: Visitor) async -> Hearing { asked(.hearing) { $0.hearing } }

    func invited(by visitor: Visitor, _ body: Result<Invitation, DocumentFault>) async -> InvitationReply {
        let reply = await asked(.invited(body)) { $0.invited }(body)
        mouth.yield(.left)
        return reply
    }

    func verify(_ message: VerificationMessage, by visitor: Visitor) async -> VerificationMessage? {
        let answer = await asked(.verify(message)) { $0.verify }(message)
        mouth.yield(.left)
        return answer
    }
}

/// Waits until the task is cancelled.
func untilCancelled() async {
    let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
    for await _ in stream {}
    continuation.finish()
}

/// Somebody's server on the loopback interface.
struct House: Sendable {
    static let nearID = GUID(high: 0x1234_5678_9abc_4def, low: 0x8123_4567_89ab_cdef)

    let server: SignallingServer
    let host: Somebody
    let owner: Owner

    init(
        of host: Somebody? = nil, _ owner: Owner, figures: SignallingFigures = .unhurried, port: UInt16? = 0,
        unixTime: (@Sendable () -> Int64)? = nil
    ) async throws {
        self.host = try host ?? Somebody("host")
        self.owner = owner
        var setup = SignallingServer.Setup(key: self.host.key, nearID: Self.nearID, host: owner)
        setup.listening = .only([ScopedEndpoint(Endpoint(address: .loopback, port: 0))])
        setup.port = port
        setup.figures = figures
        if let unixTime { setup.unixTime = unixTime }
        server = try await SignallingServer.opened(setup)
    }

    var endpoint: ScopedEndpoint { ScopedEndpoint(Endpoint(address: .loopback, port: server.port)) }

    /// A link of a visitor who expects this house's key, unless told otherwise.
    func link(
        _ visitor: Somebody? = nil, expecting: SignallingClient.Expectation? = nil, nearID: GUID = nearID,
        figures: SignallingFigures = .unhurried
    ) async throws -> SignallingLink {
        let visitor = try visitor ?? Somebody("visitor")
        return try await visitor.client(figures).connect(
            to: endpoint, nearID: nearID, expecting: expecting ?? .exactly(host.pin))
    }
}

/// What an asynchronous call throws.
func fault<Value>(_ call: () async throws(SignallingFault) -> Value) async -> SignallingFault? {
    do throws(SignallingFault) {
        _ = try await call()
        return nil
    } catch {
        return error
    }
}
