package import PNRP

/// The name under which this machine publishes itself (netsh 4.5.6, 4.5.8).
package struct MachineName: Hashable, Sendable {
    package var name: PeerName
    package var isPublished: Bool
    /// Whether a session publishes it when it starts.
    package var publishesAutomatically: Bool
    /// Whether the name was set, and is not made from the host's.
    package var isChosen: Bool
    /// Whether the key that a secured name needs is a file on this machine.
    package var hasKey: Bool

    package init(
        name: PeerName, isPublished: Bool, publishesAutomatically: Bool, isChosen: Bool = true, hasKey: Bool = true
    ) {
        self.isChosen = isChosen
        self.hasKey = hasKey
        self.name = name
        self.isPublished = isPublished
        self.publishesAutomatically = publishesAutomatically
    }
}

/// What a person changes about it; `nil` leaves a thing as it is.
package struct MachineNameChange: Hashable, Sendable {
    /// A peer name, or an empty text for a secured name of this machine's own.
    package var name: String?
    package var publishes: Bool?
    package var publishesAutomatically: Bool?

    package init(name: String? = nil, publishes: Bool? = nil, publishesAutomatically: Bool? = nil) {
        self.name = name
        self.publishes = publishes
        self.publishesAutomatically = publishesAutomatically
    }
}
