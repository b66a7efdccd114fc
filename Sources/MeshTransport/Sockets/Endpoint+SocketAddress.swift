internal import Glibc
internal import Mesh
internal import NIOCore
internal import PeerBase

// Endpoints as the kernel and NIO write them. IPv4 comes as mapped addresses, which the kernel makes of sockets for
// both.

extension ScopedEndpoint {
    init(_ raw: sockaddr_in6) {
        let (high, low) = withUnsafeBytes(of: raw.sin6_addr) {
            ($0.load(as: UInt64.self).bigEndian, $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self).bigEndian)
        }
        let address = IPv6Address(high: high, low: low)
        self.init(
            Endpoint(address: address, port: raw.sin6_port.bigEndian),
            zone: address.scope == .linkLocal ? raw.sin6_scope_id : 0)
    }

    /// `nil` for anything but IPv6.
    init?(_ address: SocketAddress?) {
        guard case .v6(let address) = address else { return nil }
        self.init(address.address)
    }

    var raw: sockaddr_in6 {
        var raw = sockaddr_in6()
        raw.sin6_family = sa_family_t(AF_INET6)
        raw.sin6_port = endpoint.port.bigEndian
        raw.sin6_scope_id = zone
        withUnsafeMutableBytes(of: &raw.sin6_addr) {
            $0.storeBytes(of: endpoint.address.high.bigEndian, as: UInt64.self)
            $0.storeBytes(of: endpoint.address.low.bigEndian, toByteOffset: 8, as: UInt64.self)
        }
        return raw
    }

    var socketAddress: SocketAddress { SocketAddress(raw) }
}
