internal import Glibc
internal import PeerBase

// Linux tells the interfaces with their flags through getifaddrs, and the IPv6 addresses with theirs in a file.

extension HostInterfaces {
    private static let addressFile = "/proc/net/if_inet6"

    /// As they are now. A host that tells nothing has none.
    package static var current: HostInterfaces {
        var interfaces = readInterfaces()
        for (index, addresses) in addresses(inTable: contents(of: addressFile)) {
            interfaces[index]?.addresses = addresses
        }
        return HostInterfaces(Array(interfaces.values))
    }

    /// The addresses of each interface from the lines of `/proc/net/if_inet6`: address, interface index, prefix
    /// length, scope and flags in hexadecimal, and the name. A line that is none of these is left out.
    package static func addresses(inTable table: String) -> [UInt32: [HostAddress]] {
        var addresses: [UInt32: [HostAddress]] = [:]
        for line in table.split(separator: "\n") {
            guard let (index, address) = read(line) else { continue }
            addresses[index, default: []].append(address)
        }
        return addresses
    }

    private static func read(_ line: Substring) -> (UInt32, HostAddress)? {
        let words = line.split(separator: " ")
        guard words.count >= 6, words[0].utf8.count == 32 else { return nil }
        guard let high = UInt64(words[0].prefix(16), radix: 16), let low = UInt64(words[0].suffix(16), radix: 16),
            let index = UInt32(words[1], radix: 16), let prefixLength = UInt8(words[2], radix: 16),
            let flags = UInt32(words[4], radix: 16)
        else { return nil }
        let address = HostAddress(
            IPv6Address(high: high, low: low), prefixLength: prefixLength, flags: HostAddress.Flags(rawValue: flags))
        return (index, address)
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

    private static func contents(of path: String) -> String {
        guard let file = fopen(path, "r") else { return "" }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while case let count = fread(&chunk, 1, chunk.count, file), count > 0 { bytes += chunk.prefix(count) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
