package import Discovery
package import PeerBase

/// Whether something works.
package enum DiscoveryAvailability: Hashable, Sendable {
    case usable
    /// The reason in words that follow a colon.
    case unusable(String)
}

/// What there is to say about why people are found or not (collab 11.3).
package struct DiscoveryDiagnosis: Hashable, Sendable {
    package struct Interface: Hashable, Sendable {
        package var name: String
        /// `nil` where it is used.
        package var refusal: LinkRefusal?
        package var addresses: [IPv6Address] = []
        /// Whether the group is heard, in each family in which the interface has an address.
        package var groups: [AddressFamily: DiscoveryAvailability] = [:]
        /// What the kernel said when last something could not be sent, in words that follow a colon.
        package var sendFaults: [AddressFamily: String] = [:]
    }

    package var phase: DiscoveryAgent.Phase
    package var interfaces: [Interface]
    /// Whether UDP port 3702 is bound, in each family.
    package var ports: [AddressFamily: DiscoveryAvailability]
    /// How long ago a question of ours to everybody came back to us; `nil` if none did yet.
    package var heardOwnProbe: Duration?
    package var counters: DiscoveryCounters
    package var people: Int
}
