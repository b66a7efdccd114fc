internal import Glibc
internal import NIOCore
internal import PeerBase

// Endpoints as the kernel and NIO write them.

extension Endpoint {
    init(_ raw: sockaddr_in6) {
        let (high, low) = withUnsafeBytes(of: raw.sin6_addr) {
            ($0.load(as: UInt64.self).bigEndian, $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self).bigEndian)
        }
        self.init(address: IPv6Address(high: high, low: low), port: raw.sin6_port.bigEndian)
    }

    /// `nil` for anything but IPv6.
    init?(_ address: SocketAddress) {
        guard case .v6(let address) = address else { return nil }
        self.init(address.address)
    }

    /// `zone` is the interface index of a link-local address, 0 otherwise.
    func raw(zone: UInt32) -> sockaddr_in6 {
        var raw = sockaddr_in6()
        raw.sin6_family = sa_family_t(AF_INET6)
        raw.sin6_port = port.bigEndian
        raw.sin6_scope_id = zone
        withUnsafeMutableBytes(of: &raw.sin6_addr) {
            $0.storeBytes(of: address.high.bigEndian, as: UInt64.self)
            $0.storeBytes(of: address.low.bigEndian, toByteOffset: 8, as: UInt64.self)
        }
        return raw
    }
}
