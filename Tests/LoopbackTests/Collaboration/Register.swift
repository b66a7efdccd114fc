import Collaboration
import PeerBase
import Synchronization

@testable import PeerEngine

/// Names and where they lead, in place of the global cloud: everybody is on this host.
final class Register: Sendable {
    private struct State {
        var places: [String: [[ScopedEndpoint]]] = [:]
        var tries = 0
        var isClosed = false
    }

    private let state = Mutex(State())

    /// Each with its addresses.
    func places(of name: String) -> [[ScopedEndpoint]] { state.withLock { $0.places[name] ?? [] } }

    func publish(_ name: String, at addresses: [ScopedEndpoint]) {
        state.withLock { $0.places[name, default: []].append(addresses) }
    }

    func forget(_ name: String) {
        state.withLock { $0.places[name] = nil }
    }

    /// How often somebody wanted to publish his name.
    var tries: Int { state.withLock { $0.tries } }

    /// There is no cloud now.
    var isClosed: Bool {
        get { state.withLock { $0.isClosed } }
        set { state.withLock { $0.isClosed = newValue } }
    }

    var rendezvous: Rendezvous {
        Rendezvous(
            publish: { [self] name, port throws(EngineError) in
                let isOpen = state.withLock { state in
                    state.tries += 1
                    return !state.isClosed
                }
                guard isOpen else { throw .noAddress }
                publish(name, at: [.ofThisHost(port)])
            },
            withdraw: { [self] name in forget(name) },
            endpoints: { [self] name, _ in
                AsyncStream { found in
                    for place in places(of: name) { found.yield(place) }
                    found.finish()
                }
            })
    }
}

extension ScopedEndpoint {
    static func ofThisHost(_ port: UInt16) -> ScopedEndpoint {
        ScopedEndpoint(Endpoint(address: IPv6Address(high: 0, low: 1), port: port))
    }
}

extension Engine {
    /// Its names are kept there from now on; asked for before it collaborates.
    func uses(_ register: Register) {
        precondition(collaboration == nil, "it collaborates already")
        collaboration = CollaborationHost(
            CollaborationHost.Surroundings(
                environment: options.environment, directories: options.directories, figures: CollaborationFigures(),
                moment: { CollaborationClock.moment },
                authority: { () async throws(EngineError) in try await self.defaultAuthority() },
                rendezvous: register.rendezvous, tellWords: { _, _, _ in }),
            log: collaborationLog, logger: log)
    }

    func signInFar() async throws {
        _ = try await signIn(SignInOrder(scope: .internet, port: 0))
    }

    /// The next presence of a contact.
    static func presence(in events: AsyncStream<CollaborationEvent>) async -> Presence? {
        await next(in: events) { if case .presenceChanged(_?, _, let presence) = $0 { presence } else { nil } }
    }

    /// The next object of a contact that came or changed.
    static func object(in events: AsyncStream<CollaborationEvent>) async -> GUID? {
        await next(in: events) { if case .objectChanged(_?, _, let id) = $0 { id } else { nil } }
    }
}
