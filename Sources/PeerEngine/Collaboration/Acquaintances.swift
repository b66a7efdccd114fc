internal import Collaboration
internal import PeerBase
internal import Synchronization

/// What the threads of connections ask while TLS waits: who is a contact, where we are signed in, and which sources lie on
/// our links. The host keeps it up to date.
final class Acquaintances: Sendable {
    private struct State {
        var contacts: [Contact] = []
        var scope = Scope.none
        var policy = AcceptPolicy()
        var links = LinkPrefixes()
    }

    private let state = Mutex(State())

    var contacts: [Contact] {
        get { state.withLock { $0.contacts } }
        set { state.withLock { $0.contacts = newValue } }
    }

    var policy: AcceptPolicy {
        get { state.withLock { $0.policy } }
        set { state.withLock { $0.policy = newValue } }
    }

    /// Where we are signed in.
    var scope: Scope {
        get { state.withLock { $0.scope } }
        set { state.withLock { $0.scope = newValue } }
    }

    /// What the host's addresses say about who is near.
    var links: LinkPrefixes {
        get { state.withLock { $0.links } }
        set { state.withLock { $0.links = newValue } }
    }

    func contact(of pin: Pin) -> Contact? { contacts.first { $0.pin == pin } }

    /// Whoever is at the other end of a connection, in the words of the core: a contact by the pin, and by nothing else
    /// (collab 10.5).
    func caller(_ pin: Pin, _ peerName: String, from source: ScopedEndpoint) -> Caller {
        let (contacts, links) = state.withLock { ($0.contacts, $0.links) }
        return Caller(
            pin: pin, peerName: peerName, among: contacts, source: source, isOnLink: links.contains(source))
    }

    func admission(of caller: Caller) -> Admission {
        let (contacts, scope) = state.withLock { ($0.contacts, $0.scope) }
        return .decide(caller, signedIn: scope, contacts: contacts)
    }
}
