internal import Discovery
internal import DiscoveryTransport
internal import PeerBase

/// The addresses of this host with their prefixes, IPv4 as mapped addresses: what tells whether somebody is on one of our
/// links (collab 10.3).
struct LinkPrefixes: Hashable, Sendable {
    struct Entry: Hashable, Sendable {
        var interface: String
        var index: UInt32
        var link: LinkAddress
        var isLoopback: Bool

        var address: IPv6Address { link.address }

        /// As others on the link write it: with the interface only where the address needs one.
        var place: ScopedEndpoint {
            ScopedEndpoint(
                Endpoint(address: address, port: 0), zone: address.scope == .linkLocal ? index : 0)
        }
    }

    var entries: [Entry] = []

    /// The same prefix as an address of ours, or an address that leads nowhere else: fe80::/10 or 169.254/16.
    func contains(_ source: ScopedEndpoint) -> Bool {
        let address = source.endpoint.address
        // A prefix of no bits, as some tunnels have, makes nobody a neighbour.
        return address.isLinkLocal
            || entries.contains { $0.link.prefixLength > 0 && $0.link.isNeighbour(of: address) }
    }

    var hasIPv6: Bool { entries.contains { !$0.isLoopback && !$0.address.isIPv4 } }

    /// Of the interfaces that are up, and the addresses that can be used.
    static var current: LinkPrefixes {
        LinkPrefixes(
            entries: HostLink.current.filter(\.isUp).flatMap { link in
                link.addresses.map {
                    Entry(interface: link.name, index: link.index, link: $0, isLoopback: link.isLoopback)
                }
            })
    }
}
