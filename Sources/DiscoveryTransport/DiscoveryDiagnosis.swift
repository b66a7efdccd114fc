package import Discovery
package import PeerBase

/// What there is to say about why people are found or not (collab 11.3).
package struct DiscoveryDiagnosis: Hashable, Sendable {
    package struct Interface: Hashable, Sendable {
        package var name: String
        /// `nil` where it is used.
        package var refusal: LinkRefusal?
        package var addresses: [IPv6Address] = []
        /// The group in each family in which the interface has an address: `nil` where it is heard, else why not, in
        /// words that follow a colon.
        package var groups: [AddressFamily: String?] = [:]
        /// What the kernel said when last something could not be sent, in words that follow a colon.
        package var sendFaults: [AddressFamily: String] = [:]
    }

    package var phase: DiscoveryAgent.Phase
    package var interfaces: [Interface]
    /// UDP port 3702 in each family: `nil` where it is ours, else why not, in words that follow a colon.
    package var ports: [AddressFamily: String?]
    /// How long ago a question of ours to everybody came back to us; `nil` if none did yet.
    package var heardOwnProbe: Duration?
    package var counters: DiscoveryCounters
    package var people: Int
}
