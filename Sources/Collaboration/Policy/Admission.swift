/// Who gets through the handshake (collab 10.5). Whose invitations are heard is another question: were it the same, two
/// people who hear contacts only could never become contacts.
package enum Admission: Hashable, Sendable {
    case contact
    case stranger
    case refused(Refusal)

    package enum Refusal: Hashable, Sendable {
        /// Not signed in to anything.
        case signedOut
        /// A stranger, and we are not signed in near us.
        case notSignedInNearMe
        /// A stranger who is not on one of our links.
        case offLink
        /// The name of a contact with another key: it is never taken for him (collab 10.6).
        case certificateChanged(Contact)
    }

    /// The table of collab 10.5, for a caller with a well-formed self-signed certificate.
    package static func decide(_ caller: Caller, signedIn scope: Scope, contacts: [Contact]) -> Admission {
        guard scope != .none else { return .refused(.signedOut) }
        if caller.contact != nil { return .contact }
        if let contact = contacts.first(where: { $0.card.peerName == caller.peerName }) {
            return .refused(.certificateChanged(contact))
        }
        guard scope.contains(.nearMe) else { return .refused(.notSignedInNearMe) }
        return caller.isOnLink ? .stranger : .refused(.offLink)
    }
}

extension Caller {
    /// Whether the stream of changes may be had: contacts with permission only (collab 10.5).
    package var mayWatch: Bool { contact?.isAllowed == true }
}
