package import PeerBase

/// One interface on which people are looked for, and our addresses there.
package struct DiscoveryLink: Hashable, Sendable {
    /// As this host counts interfaces.
    package var index: UInt32
    package var name: String
    /// Addresses that can be used, the best of a family first.
    package var addresses: [LinkAddress]

    package init(index: UInt32, name: String, addresses: [LinkAddress]) {
        self.index = index
        self.name = name
        self.addresses = addresses
    }

    /// Whether an address is on this link: under the prefix of one of ours, or link-local. Only such sources are
    /// answered; responders that answer everybody are used against others (collab 10.3).
    package func reaches(_ address: IPv6Address) -> Bool {
        guard address.isOfOneHost else { return false }
        return address.isLinkLocal || addresses.contains { $0.isNeighbour(of: address) }
    }

    /// Ours for somebody at `source`: of the same family, best under the same prefix (collab 10.3, 5).
    package func address(for source: IPv6Address) -> IPv6Address? {
        let family = addresses.filter { $0.address.isIPv4 == source.isIPv4 }
        return (family.first { $0.isNeighbour(of: source) } ?? family.first)?.address
    }

    package func hasFamily(ofIPv4: Bool) -> Bool { addresses.contains { $0.address.isIPv4 == ofIPv4 } }
}

/// An address of ours with the prefix of its link; of IPv4 as mapped into IPv6, the prefix counted there.
package struct LinkAddress: Hashable, Sendable {
    package var address: IPv6Address
    package var prefixLength: Int

    package init(_ address: IPv6Address, prefixLength: Int) {
        self.address = address
        self.prefixLength = prefixLength
    }

    /// Under one prefix.
    package func isNeighbour(of other: IPv6Address) -> Bool {
        guard address.isIPv4 == other.isIPv4 else { return false }
        let (high, low) = (address.high ^ other.high, address.low ^ other.low)
        let length = min(max(prefixLength, 0), 128)
        return length <= 64 ? length == 0 || high >> (64 - length) == 0 : high == 0 && low >> (128 - length) == 0
    }
}

extension IPv6Address {
    /// Neither nobody nor many, as far as the address shows.
    var isOfOneHost: Bool {
        guard isIPv4 else { return scope != .unspecified && scope != .multicast }
        let first = UInt8(truncatingIfNeeded: low >> 24)
        return first != 0 && first < 224
    }

    /// As in a URI, without a zone (collab 10.2).
    var uriHost: String {
        ipv4Text ?? "[\(self)]"
    }
}
