internal import Discovery
internal import Glibc
internal import PeerBase

/// One interface of this host, as far as it matters for finding people.
struct HostLink: Hashable, Sendable {
    var index: UInt32
    var name: String
    var isUp = true
    var isLoopback = false
    var isPointToPoint = false
    var supportsMulticast = true
    var addresses: [LinkAddress] = []
}

extension HostLink {
    /// Of the network of this thread.
    private static let addressFile = "/proc/thread-self/net/if_inet6"
    /// `IFA_F_TENTATIVE`, `IFA_F_DEPRECATED` and `IFA_F_DADFAILED`: not to be used yet, or any more.
    private static let unusable: UInt32 = 0x40 | 0x20 | 0x08

    /// As they are now, in the order of their indices. A host that tells nothing has none.
    static var current: [HostLink] {
        var links = readInterfaces()
        for line in contents(of: addressFile).split(separator: "\n") {
            guard let (index, address) = ipv6Address(line) else { continue }
            links[index]?.addresses.append(address)
        }
        return links.values.sorted { $0.index < $1.index }
    }

    /// A line of `/proc/net/if_inet6`: address, interface index, prefix length, scope and flags in hexadecimal, and the
    /// name. `nil` for an address that cannot be used.
    static func ipv6Address(_ line: Substring) -> (UInt32, LinkAddress)? {
        let words = line.split(separator: " ")
        guard words.count >= 6, words[0].utf8.count == 32 else { return nil }
        guard let high = UInt64(words[0].prefix(16), radix: 16), let low = UInt64(words[0].suffix(16), radix: 16),
            let index = UInt32(words[1], radix: 16), let length = UInt8(words[2], radix: 16),
            let flags = UInt32(words[4], radix: 16), flags & unusable == 0
        else { return nil }
        return (index, LinkAddress(IPv6Address(high: high, low: low), prefixLength: Int(length)))
    }

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

    private static func contents(of path: String) -> String {
        guard let file = fopen(path, "r") else { return "" }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while case let count = fread(&chunk, 1, chunk.count, file), count > 0 { bytes += chunk.prefix(count) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
