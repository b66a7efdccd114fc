package import Collaboration
package import PeerBase

/// Whose server it is: what it asks for every request. A task that is cancelled means that the visitor has gone.
package protocol SignallingHost: Sendable {
    /// Whether somebody is let through the handshake, whose certificate is well-formed, self-signed and bears this name.
    /// Called on an event loop, while TLS waits: answers at once. Of strangers the dates are looked at as well.
    func admission(of pin: Pin, peerName: String, from source: ScopedEndpoint) -> Admission

    /// The card of Me.
    func card(for visitor: Visitor) async -> Result<ContactCard, Fault>

    /// What this visitor may know.
    func data(for visitor: Visitor) async -> Result<Snapshot, Fault>

    /// The first item is a snapshot, the end of the stream ends the watch; beats are put between them. The next item is
    /// taken when the one before it is on its way: the owner bounds the stream, and finishes it when a reader is too slow.
    /// Asked for contacts only; ``Fault/policy`` for those without permission.
    func watch(by visitor: Visitor) async -> Result<AsyncStream<WatchItem>, Fault>

    /// Whether an invitation of this visitor is heard; asked before any of it is looked at (collab 10.8, 10.9).
    func hearing(of visitor: Visitor) async -> Hearing

    /// Answers an invitation when a person has; cancelled when the inviter has gone, which takes the invitation back.
    func invited(by visitor: Visitor, _ body: Result<Invitation, DocumentFault>) async -> InvitationReply

    /// One step of a verification: each is a request to `/verify`, all of one verification come over one connection, and
    /// each has its answer before the next comes (``Collaboration/VerificationDesk``). `nil` closes without a word; so does
    /// waiting longer than a person has. Cancelled when the visitor has gone.
    func verify(_ message: VerificationMessage, by visitor: Visitor) async -> VerificationMessage?
}

/// What becomes of the request with an invitation: the end of the ``Collaboration/InvitationDesk``'s actions for it.
package enum InvitationReply: Hashable, Sendable {
    case answer(InvitationAnswer, id: GUID)
    case refuse(Fault)
    /// Without a word.
    case close
}
