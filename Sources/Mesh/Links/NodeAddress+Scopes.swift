import PeerBase

// Link-local addresses mean something only on the link on which they are said, and a loopback address only on its own
// host: both are cut out of what crosses to somebody for whom they lead nowhere, or to the wrong place.

extension NodeAddress {
    /// What of this address a peer can use; zones are not sent.
    func said(to peer: LinkPeer) -> NodeAddress {
        var usable = endpoints.filter { place in
            switch place.endpoint.address.reach {
            case .everywhere: true
            case .link: peer.zone != 0 && place.zone == peer.zone
            case .host: peer.endpoint.address.reach == .host
            case .nowhere: false
            }
        }
        for index in usable.indices { usable[index].zone = 0 }
        return NodeAddress(usable)
    }

    /// What of an address that a peer told can be dialled here, with the interface it was heard by. A stranger's word must
    /// not make us dial the services of this host, so loopback addresses count only between neighbours of one host.
    func heard(from peer: LinkPeer) -> NodeAddress {
        var usable = endpoints.filter { place in
            switch place.endpoint.address.reach {
            case .everywhere: true
            case .link: peer.zone != 0
            case .host: peer.endpoint.address.reach == .host
            case .nowhere: false
            }
        }
        for index in usable.indices {
            usable[index].zone = usable[index].endpoint.address.reach == .link ? peer.zone : 0
        }
        return NodeAddress(usable)
    }

    /// Whether it can be an address at all: some places, not too many, each of them one where somebody can listen
    /// (peer channel 4.3, 17).
    var isValid: Bool {
        !endpoints.isEmpty && endpoints.count <= Limits.addressesPerNode
            && endpoints.allSatisfy { $0.endpoint.port != 0 && $0.endpoint.address.reach != .nowhere }
    }

    func sharesPlace(with other: NodeAddress) -> Bool { endpoints.contains { other.endpoints.contains($0) } }
}

/// How far an address leads.
enum Reach: Hashable, Sendable {
    case everywhere, link, host, nowhere
}

extension IPv6Address {
    /// IPv4 addresses come as `::ffff:a.b.c.d`.
    var reach: Reach {
        switch scope {
        case .unspecified, .multicast: return .nowhere
        case .loopback: return .host
        case .linkLocal: return .link
        case .siteLocal, .global: break
        }
        guard isIPv4 else { return .everywhere }
        switch (low >> 24) & 0xff {
        case 0, 224...: return .nowhere
        case 127: return .host
        default: return .everywhere
        }
    }
}
