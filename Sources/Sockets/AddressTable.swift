internal import Glibc
package import PeerBase

/// The IPv6 addresses of the interfaces with their flags, which Linux tells in a file and `getifaddrs` does not.
package enum AddressTable {
    package struct Row: Hashable, Sendable {
        /// Of the interface.
        package var index: UInt32
        package var address: IPv6Address
        package var prefixLength: UInt8
        /// Those of `linux/if_addr.h`.
        package var flags: UInt32
    }

    /// Of the network of this thread.
    private static let file = "/proc/thread-self/net/if_inet6"

    /// As they are now. A host that tells nothing has none.
    package static var current: [Row] { rows(of: contents(of: file)) }

    /// Lines of an address, an interface index, a prefix length, a scope and flags, all in hexadecimal, and a name. A line
    /// that is none of these is left out.
    package static func rows(of text: String) -> [Row] { text.split(separator: "\n").compactMap(read) }

    private static func read(_ line: Substring) -> Row? {
        let words = line.split(separator: " ")
        guard words.count >= 6, words[0].utf8.count == 32 else { return nil }
        guard let high = UInt64(words[0].prefix(16), radix: 16), let low = UInt64(words[0].suffix(16), radix: 16),
            let index = UInt32(words[1], radix: 16), let prefixLength = UInt8(words[2], radix: 16),
            let flags = UInt32(words[4], radix: 16)
        else { return nil }
        return Row(
            index: index, address: IPv6Address(high: high, low: low), prefixLength: prefixLength, flags: flags)
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
