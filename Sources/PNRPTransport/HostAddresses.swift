internal import Glibc
internal import NIOCore
package import PeerBase

/// The IPv6 addresses of this host, and those of others by name.
package enum HostAddresses {
    /// Those the global cloud may use (behaviour 6.1, 6.2): global scope, unique local ones included, in the system's
    /// order. Addresses that are being checked, or that should no longer be used for anything new, are left out.
    package static func global() -> [IPv6Address] {
        let unusable = unusableAddresses()
        // A host without interfaces has no addresses.
        let devices = (try? System.enumerateDevices()) ?? []
        var addresses: [IPv6Address] = []
        for address in devices.compactMap({ $0.address.flatMap(Endpoint.init)?.address })
        where address.scope == .global && !unusable.contains(address) && !addresses.contains(address) {
            addresses.append(address)
        }
        return addresses
    }

    /// A blocking question to the system's resolver; link-local answers are left out, for they lack their zone.
    static func byName(_ name: String) -> [IPv6Address] {
        var hints = addrinfo()
        hints.ai_family = AF_INET6
        hints.ai_socktype = CInt(SOCK_DGRAM.rawValue)
        var first: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(name, nil, &hints, &first) == 0 else { return [] }
        defer { freeaddrinfo(first) }
        var addresses: [IPv6Address] = []
        var next = first
        while let entry = next {
            if let raw = entry.pointee.ai_addr, raw.pointee.sa_family == sa_family_t(AF_INET6) {
                let address = raw.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { Endpoint($0.pointee).address }
                if address.scope != .linkLocal, !addresses.contains(address) { addresses.append(address) }
            }
            next = entry.pointee.ai_next
        }
        return addresses
    }

    /// Tentative, failed and deprecated addresses: Linux tells them in `/proc/net/if_inet6`, lines of address,
    /// interface, prefix length, scope, flags and name. Where there is no such file nothing is known.
    private static func unusableAddresses() -> Set<IPv6Address> {
        guard let file = fopen("/proc/net/if_inet6", "r") else { return [] }
        defer { fclose(file) }
        var unusable: Set<IPv6Address> = []
        var line = [CChar](repeating: 0, count: 128)
        while fgets(&line, CInt(line.count), file) != nil {
            let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            let words = text.split(separator: " ")
            guard words.count >= 5, let flags = UInt32(words[4], radix: 16), words[0].utf8.count == 32 else { continue }
            guard let high = UInt64(words[0].prefix(16), radix: 16), let low = UInt64(words[0].suffix(16), radix: 16)
            else { continue }
            // IFA_F_DADFAILED, IFA_F_DEPRECATED, IFA_F_TENTATIVE of linux/if_addr.h
            if flags & (0x08 | 0x20 | 0x40) != 0 { unusable.insert(IPv6Address(high: high, low: low)) }
        }
        return unusable
    }
}
