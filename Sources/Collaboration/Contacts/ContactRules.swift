/// What may be kept about contacts (collab 2.4, 3.6, 10.6).
package enum ContactRules {
    /// Whether a card can become a contact beside those there are: unique by peer name and by pin. A known peer name with
    /// another pin never replaces the stored one.
    package static func check(
        adding card: ContactCard, pin: Pin, among contacts: [Contact], me: (peerName: String, pin: Pin)
    ) throws(ContactRefusal) {
        guard PeerNameRule.isMet(by: card.peerName) else { throw .peerNameMalformed }
        guard !card.nickname.isEmpty else { throw .empty("The nickname") }
        try checkLengths(card)
        guard card.peerName != me.peerName, pin != me.pin else { throw .isMe }
        guard !contacts.contains(where: { $0.card.peerName == card.peerName || $0.pin == pin }) else {
            throw .alreadyExists
        }
    }

    /// The contact with a change made. What is told apart by `nil` and empty: see ``ContactChange``.
    package static func changed(_ contact: Contact, _ change: ContactChange) throws(ContactRefusal) -> Contact {
        var contact = contact
        contact.card = try changed(contact.card, change)
        contact.isWatched = change.isWatched ?? contact.isWatched
        contact.isAllowed = change.isAllowed ?? contact.isAllowed
        return contact
    }

    /// Me with a change made: nickname, display name and e-mail only. Me is always subscribed and allowed (collab 3.6).
    package static func changedMe(_ card: ContactCard, _ change: ContactChange) throws(ContactRefusal) -> ContactCard {
        guard change.isWatched == nil else { throw .meIsSubscribed }
        guard change.isAllowed == nil else { throw .meIsAllowed }
        return try changed(card, change)
    }

    private static func changed(_ card: ContactCard, _ change: ContactChange) throws(ContactRefusal) -> ContactCard {
        var card = card
        if let nickname = change.nickname { card.nickname = NameRule.shown(nickname) }
        if let displayName = change.displayName { card.displayName = NameRule.shown(displayName).unlessEmpty }
        if let email = change.email { card.email = NameRule.shown(email).unlessEmpty }
        guard !card.nickname.isEmpty else { throw .empty("The nickname") }
        try checkLengths(card)
        return card
    }

    private static func checkLengths(_ card: ContactCard) throws(ContactRefusal) {
        guard card.nickname.fits(Limits.textLength) else { throw .tooLong("The nickname") }
        guard card.displayName?.fits(Limits.textLength) != false else { throw .tooLong("The display name") }
        guard card.email?.fits(Limits.textLength) != false else { throw .tooLong("The e-mail address") }
    }
}

/// Why a contact is not added or changed.
package enum ContactRefusal: Error, Hashable, Sendable {
    /// By peer name, or by pin.
    case alreadyExists
    case isMe
    case peerNameMalformed
    case empty(String)
    case tooLong(String)
    case meIsSubscribed
    case meIsAllowed

    /// What failed: the texts of collab 3.6, word for word where it has one.
    package var text: String {
        switch self {
        case .alreadyExists:
            "Peer collaboration add contact failed. Contact already exists in contact manager."
        case .isMe: "This is the contact file of this user."
        case .peerNameMalformed: "No PeerName found in PeerContact."
        case .empty(let item): "\(item) is empty."
        case .tooLong(let item): "\(item) is longer than \(Limits.textLength) characters."
        case .meIsSubscribed: "Cannot unsubscribe from local contact. It is always subscribed."
        case .meIsAllowed: "Cannot set subscribe on local contact. Value is always Allowed."
        }
    }
}
