package import Discovery
internal import Glibc
internal import PeerBase
internal import Sockets

/// One interface of this host, as far as it matters for finding people.
package struct HostLink: Hashable, Sendable {
    package var index: UInt32
    package var name: String
    package var isUp = true
    package var isLoopback = false
    var isPointToPoint = false
    var supportsMulticast = true
    package var addresses: [LinkAddress] = []
}

extension HostLink {
    /// `IFA_F_TENTATIVE`, `IFA_F_DEPRECATED` and `IFA_F_DADFAILED`: not to be used yet, or any more.
    private static let unusable: UInt32 = 0x40 | 0x20 | 0x08

    /// As they are now, in the order of their indices. A host that tells nothing has none.
    package static var current: [HostLink] {
        var links = readInterfaces()
        for row in AddressTable.current where isUsable(row) {
            links[row.index]?.addresses.append(LinkAddress(row.address, prefixLength: Int(row.prefixLength)))
        }
        return links.values.sorted { $0.index < $1.index }
    }

    static func isUsable(_ row: AddressTable.Row) -> Bool { row.flags & unusable == 0 }

    private static func readInterfaces() -> [UInt32: HostLink] {
        var first: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&first) == 0 else { return [:] }
        defer { freeifaddrs(first) }
        var links: [UInt32: HostLink] = [:]
        var next = first
        while let entry = next?.pointee {
            next = entry.ifa_next
            // An address may be known by a name of its own, which is that of the interface and something after a colon.
            guard let rawName = entry.ifa_name, case let index = if_nametoindex(rawName), index != 0 else { continue }
            let flags = CInt(bitPattern: entry.ifa_flags)
            func has(_ flag: Int) -> Bool { flags & CInt(flag) != 0 }
            var link =
                links[index]
                ?? HostLink(
                    index: index, name: String(cString: rawName), isUp: has(IFF_UP) && has(IFF_RUNNING),
                    isLoopback: has(IFF_LOOPBACK), isPointToPoint: has(IFF_POINTOPOINT),
                    supportsMulticast: has(IFF_MULTICAST))
            if let address = ipv4(entry.ifa_addr), let mask = ipv4(entry.ifa_netmask) {
                let length = 96 + mask.nonzeroBitCount
                link.addresses.append(LinkAddress(IPv6Address(ipv4: address), prefixLength: length))
            }
            links[index] = link
        }
        return links
    }

    private static func ipv4(_ address: UnsafeMutablePointer<sockaddr>?) -> UInt32? {
        guard let address, address.pointee.sa_family == sa_family_t(AF_INET) else { return nil }
        return address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
            UInt32(bigEndian: $0.pointee.sin_addr.s_addr)
        }
    }
}
