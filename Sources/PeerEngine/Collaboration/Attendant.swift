internal import Collaboration
internal import PeerBase
internal import Signalling

/// Answers the signalling service for ``CollaborationHost``.
struct Attendant: SignallingHost {
    let host: CollaborationHost
    private let acquaintances: Acquaintances

    init(_ host: CollaborationHost) {
        self.host = host
        acquaintances = host.acquaintances
    }

    /// Answers without waiting; whoever has the name of a contact and another key is told to the person later.
    func admission(of pin: Pin, peerName: String, from source: ScopedEndpoint) -> Admission {
        let admission = acquaintances.admission(of: acquaintances.caller(pin, peerName, from: source))
        if case .refused(.certificateChanged(let contact)) = admission {
            Task { await host.sawOtherCertificate(of: contact) }
        }
        return admission
    }

    func card(for visitor: Visitor) async -> Result<ContactCard, Fault> { await host.card(for: visitor) }

    func data(for visitor: Visitor) async -> Result<Snapshot, Fault> { await host.data(for: visitor) }

    func watch(by visitor: Visitor) async -> Result<AsyncStream<WatchItem>, Fault> { await host.watch(by: visitor) }

    func hearing(of visitor: Visitor) async -> Hearing { await host.hearing(of: visitor) }

    func invited(by visitor: Visitor, _ body: Result<Invitation, DocumentFault>) async -> InvitationReply {
        await host.invited(by: visitor, body)
    }

    func verify(_ message: VerificationMessage, by visitor: Visitor) async -> VerificationMessage? {
        await host.verify(message, by: visitor)
    }
}
