internal import Glibc
internal import PeerBase
package import Sockets

// The interfaces with their flags come from getifaddrs, the IPv6 addresses with theirs from a table of the kernel.

extension HostInterfaces {
    /// As they are now. A host that tells nothing has none.
    package static var current: HostInterfaces {
        var interfaces = readInterfaces()
        for (index, addresses) in addresses(in: AddressTable.current) { interfaces[index]?.addresses = addresses }
        return HostInterfaces(Array(interfaces.values))
    }

    /// The addresses of each interface.
    package static func addresses(in table: [AddressTable.Row]) -> [UInt32: [HostAddress]] {
        Dictionary(grouping: table, by: \.index).mapValues { rows in
            rows.map {
                HostAddress(
                    $0.address, prefixLength: $0.prefixLength, flags: HostAddress.Flags(rawValue: $0.flags))
            }
        }
    }

    private static func readInterfaces() -> [UInt32: HostInterface] {
        var first: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&first) == 0 else { return [:] }
        defer { freeifaddrs(first) }
        var interfaces: [UInt32: HostInterface] = [:]
        var next = first
        while let entry = next?.pointee {
            next = entry.ifa_next
            guard let rawName = entry.ifa_name, case let index = if_nametoindex(rawName), index != 0 else { continue }
            let flags = CInt(bitPattern: entry.ifa_flags)
            func has(_ flag: Int) -> Bool { flags & CInt(flag) != 0 }
            interfaces[index] = HostInterface(
                index: index, name: String(cString: rawName), isUp: has(IFF_UP), hasCarrier: has(IFF_RUNNING),
                isLoopback: has(IFF_LOOPBACK), supportsMulticast: has(IFF_MULTICAST))
        }
        return interfaces
    }
}
