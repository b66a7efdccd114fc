/// What a person hands out about himself, the content of a contact file (collab 10.6).
package struct ContactCard: Hashable, Sendable {
    /// `<40 hex digits>.<classifier>`; locates a person, and proves nothing.
    package var peerName: String
    package var nickname: String
    package var displayName: String?
    package var email: String?
    /// DER, self-signed, its common name the peer name.
    package var certificate: [UInt8]

    package init(
        peerName: String, nickname: String, displayName: String? = nil, email: String? = nil, certificate: [UInt8]
    ) {
        self.peerName = peerName
        self.nickname = nickname
        self.displayName = displayName
        self.email = email
        self.certificate = certificate
    }
}

/// How far a contact's certificate can be trusted to be that person's (collab 10.6). Ordered as `mintrust` counts.
package enum Trust: Int, Hashable, Sendable, Comparable, CaseIterable {
    /// Added from a near person, nothing compared.
    case firstUse = 0
    /// Came by a contact file from another channel.
    case file
    /// A code or a fingerprint was compared.
    case verified

    package static func < (left: Trust, right: Trust) -> Bool { left.rawValue < right.rawValue }
}

/// Somebody whose certificate is kept (collab 2.4). Unique by peer name, and by pin.
package struct Contact: Hashable, Sendable {
    package var card: ContactCard
    package var pin: Pin
    package var trust: Trust
    /// Whether we want to hear about them.
    package var isWatched: Bool
    /// Whether they may hear about us.
    package var isAllowed: Bool
    /// Milliseconds since 1970 UTC.
    package var addedAt: Int64
    package var lastSeenAt: Int64?

    package init(
        card: ContactCard, pin: Pin, trust: Trust, isWatched: Bool = false, isAllowed: Bool = false, addedAt: Int64,
        lastSeenAt: Int64? = nil
    ) {
        self.card = card
        self.pin = pin
        self.trust = trust
        self.isWatched = isWatched
        self.isAllowed = isAllowed
        self.addedAt = addedAt
        self.lastSeenAt = lastSeenAt
    }

    /// How a contact is labelled: the display name, or else the nickname.
    package var label: String { card.displayName ?? card.nickname }
}

/// What `contact set` changes; `nil` leaves a thing as it is, an empty text removes it.
package struct ContactChange: Hashable, Sendable {
    package var nickname: String?
    package var displayName: String?
    package var email: String?
    package var isWatched: Bool?
    package var isAllowed: Bool?

    package init(
        nickname: String? = nil, displayName: String? = nil, email: String? = nil, isWatched: Bool? = nil,
        isAllowed: Bool? = nil
    ) {
        self.nickname = nickname
        self.displayName = displayName
        self.email = email
        self.isWatched = isWatched
        self.isAllowed = isAllowed
    }
}
