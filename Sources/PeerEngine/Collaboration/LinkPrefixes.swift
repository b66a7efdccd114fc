internal import Glibc
internal import PeerBase

/// The addresses of this host with their prefixes, IPv4 as mapped addresses: what tells whether somebody is on one of our
/// links (collab 10.3).
struct LinkPrefixes: Hashable, Sendable {
    struct Entry: Hashable, Sendable {
        var interface: String
        var index: UInt32
        var address: IPv6Address
        var prefixLength: Int
        var isLoopback: Bool

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
        if address.scope == .linkLocal || address.isLinkLocalIPv4 { return true }
        return entries.contains { $0.address.agrees(with: address, bits: $0.prefixLength) }
    }

    var hasIPv6: Bool { entries.contains { !$0.isLoopback && !$0.address.isIPv4 } }

    static var current: LinkPrefixes {
        var first: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&first) == 0 else { return LinkPrefixes() }
        defer { freeifaddrs(first) }
        var prefixes = LinkPrefixes()
        var next = first
        while let item = next {
            if let entry = Entry(item.pointee) { prefixes.entries.append(entry) }
            next = item.pointee.ifa_next
        }
        return prefixes
    }
}

extension LinkPrefixes.Entry {
    /// `nil` for what is no address of an interface that is up.
    fileprivate init?(_ item: ifaddrs) {
        guard item.ifa_flags & UInt32(IFF_UP) != 0, let address = IPv6Address(item.ifa_addr),
            let mask = IPv6Address(item.ifa_netmask)
        else { return nil }
        interface = String(cString: item.ifa_name)
        index = if_nametoindex(item.ifa_name)
        self.address = address
        // Below the mapping of IPv4 all bits count.
        let ones = (mask.high.nonzeroBitCount + mask.low.nonzeroBitCount)
        prefixLength = address.isIPv4 ? 96 + UInt32(truncatingIfNeeded: mask.low).nonzeroBitCount : ones
        isLoopback = item.ifa_flags & UInt32(IFF_LOOPBACK) != 0
    }
}

extension IPv6Address {
    /// Mapped, `::ffff:a.b.c.d`.
    var isIPv4: Bool { high == 0 && low >> 32 == 0xffff }

    /// 169.254/16.
    var isLinkLocalIPv4: Bool { isIPv4 && low >> 16 & 0xffff == 0xa9fe }

    func agrees(with other: IPv6Address, bits: Int) -> Bool {
        guard bits > 0 else { return false }
        let highMask = bits >= 64 ? UInt64.max : ~(UInt64.max >> UInt64(bits))
        let lowMask = bits <= 64 ? 0 : bits >= 128 ? UInt64.max : ~(UInt64.max >> UInt64(bits - 64))
        return (high ^ other.high) & highMask == 0 && (low ^ other.low) & lowMask == 0
    }

    fileprivate init?(_ address: UnsafeMutablePointer<sockaddr>?) {
        guard let address else { return nil }
        switch CInt(address.pointee.sa_family) {
        case AF_INET6:
            let bytes = UnsafeRawPointer(address).loadUnaligned(as: sockaddr_in6.self).sin6_addr
            self.init(bytes)
        case AF_INET:
            let bytes = UnsafeRawPointer(address).loadUnaligned(as: sockaddr_in.self).sin_addr.s_addr.bigEndian
            self.init(high: 0, low: 0xffff << 32 | UInt64(bytes))
        default: return nil
        }
    }

    private init(_ address: in6_addr) {
        let words = withUnsafeBytes(of: address) { bytes in
            (bytes.loadUnaligned(as: UInt64.self), bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        }
        self.init(high: words.0.bigEndian, low: words.1.bigEndian)
    }
}
