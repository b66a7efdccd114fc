internal import Discovery

/// Why people are not looked for on an interface.
package enum LinkRefusal: String, Hashable, Sendable {
    case missing = "there is no such interface"
    case notNamed = "other interfaces were named"
    case down = "down"
    case loopback = "leads to this host only"
    case pointToPoint = "leads to one host only"
    case containers = "a bridge or cable of containers"
    case noMulticast = "carries no multicast"
    case noAddress = "has no address"
}

/// Which interfaces are used: all that carry multicast to others, or those that somebody named (collab 10.3).
struct LinkChoice: Sendable {
    var used: [DiscoveryLink] = []
    var skipped: [(name: String, refusal: LinkRefusal)] = []

    init(_ links: [HostLink], named: [String]?) {
        for link in links {
            if let refusal = Self.refusal(of: link, named: named) {
                skipped.append((link.name, refusal))
            } else {
                used.append(DiscoveryLink(index: link.index, name: link.name, addresses: link.addresses))
            }
        }
        for name in named ?? [] where !links.contains(where: { $0.name == name }) {
            skipped.append((name, .missing))
        }
    }

    private static func refusal(of link: HostLink, named: [String]?) -> LinkRefusal? {
        if let named, !named.contains(link.name) { return .notNamed }
        if !link.isUp { return .down }
        if named == nil {
            if link.isLoopback { return .loopback }
            if link.isPointToPoint { return .pointToPoint }
            if ["docker", "br-", "veth"].contains(where: link.name.hasPrefix) { return .containers }
            if !link.supportsMulticast { return .noMulticast }
        }
        return link.addresses.isEmpty ? .noAddress : nil
    }
}
