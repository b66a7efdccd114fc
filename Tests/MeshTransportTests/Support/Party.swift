import Mesh
import PeerBase
import PeerIdentity
import Sockets
import StreamTesting
import Synchronization
import Testing

@testable import MeshTransport

/// Members of one mesh on the loopback interface, in this process, who find each other by a list.
final class Party: Sendable {
    static let meshID = "quickreturntraderchat"
    static let password = stretched("QuickReturn")
    static let otherPassword = stretched("SlowReturn")

    let mode: SecurityMode
    let profile: Profile
    let figures: TransportFigures
    private let directory = Mutex<[NodeAddress]>([])

    init(_ mode: SecurityMode, profile: Profile = .modern, figures: TransportFigures = .ofThisHost) {
        self.mode = mode
        self.profile = profile
        self.figures = figures
    }

    private static func stretched(_ password: String) -> StretchedPassword {
        guard let stretched = try? StretchedPassword(password: password, meshID: meshID) else {
            preconditionFailure("that is a password")
        }
        return stretched
    }

    /// Opens a member; the password and a certificate for one opening are what it has where the mode asks for them.
    func member(
        _ nickname: String, credential: LinkSecurity.Credential = .password(Party.password),
        certificate: NodeCertificate? = nil, changing: (inout MeshDriver.Setup) -> Void = { _ in }
    ) async throws -> Guest {
        let key = MemberKey()
        let hash = MeshName(Self.meshID).hash
        var configuration = Configuration(
            profile: profile, meshHash: hash, path: "/chat", address: Self.here,
            member: try #require(MemberID(key.publicKey)),
            nickname: nickname, agreementKey: mode.signsMessages ? key.agreementKey : [], isSigning: mode.signsMessages)
        configuration.filter = { _, _ in .localAndRemote }
        let certificate = try certificate ?? NodeCertificate(selfSignedAt: MonotonicClock.unixMilliseconds)
        let security = LinkSecurity(mode: mode, credential: credential, certificate: certificate, meshID: Self.meshID)
        var setup = MeshDriver.Setup(
            configuration: configuration,
            seal: mode.signsMessages ? .signed(by: key, meshHash: hash) : .unsigned, security: security)
        setup.listening = .only([ScopedEndpoint(Endpoint(address: .loopback, port: 0))])
        setup.figures = figures
        changing(&setup)
        let guest = Guest(try await MeshDriver.opened(setup))
        answerResolutions(of: guest.driver)
        directory.withLock { $0.append(Self.address(at: guest.driver.port)) }
        return guest
    }

    /// Where somebody listens whom the resolver tells of.
    func announce(port: UInt16) { directory.withLock { $0.append(Self.address(at: port)) } }

    private func answerResolutions(of driver: MeshDriver) {
        Task { [self] in
            for await count in driver.resolutions {
                let known = directory.withLock { $0.filter { $0 != Self.address(at: driver.port) } }
                await driver.resolved(Array(known.shuffled().prefix(count)))
            }
        }
    }

    private static let here = address(at: 0)

    static func address(at port: UInt16) -> NodeAddress {
        NodeAddress([ScopedEndpoint(Endpoint(address: .loopback, port: port))])
    }
}

/// A member, with ears for what its driver tells.
struct Guest: Sendable {
    let driver: MeshDriver
    let events: Ears<Event>
    let deliveries: Ears<Delivery>

    init(_ driver: MeshDriver) {
        self.driver = driver
        events = Ears(driver.events)
        deliveries = Ears(driver.deliveries)
    }

    func online() async { await events.first { $0 == .wentOnline } }

    /// Waits until somebody said this.
    func hears(_ text: String) async {
        await deliveries.first { $0.content.body == .text(text) }
    }

    /// Waits until a dialler was not let in, for this.
    @discardableResult
    func refuses(_ isExpected: @escaping @Sendable (Closure) -> Bool) async -> Closure {
        let event = await events.first {
            if case .admissionRefused(_, let closure) = $0 { isExpected(closure) } else { false }
        }
        guard case .admissionRefused(_, let closure) = event else { preconditionFailure("just asked for") }
        return closure
    }

    func leave() async { await driver.close(within: .seconds(5)) }
}

/// The system's clock.
enum Wall {
    /// Since 1970-01-01 UTC.
    static var milliseconds: Int64 { MonotonicClock.unixMilliseconds }
}

extension Party {
    static func isRefusal(_ closure: Closure) -> @Sendable (Event) -> Bool {
        { if case .admissionRefused(_, closure) = $0 { true } else { false } }
    }
}
