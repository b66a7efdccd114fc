internal import Discovery
internal import Glibc
internal import NIOCore
internal import PeerBase

// Addresses as the kernel and NIO write them.

extension IPv6Address {
    var rawIPv4: in_addr { in_addr(s_addr: UInt32(truncatingIfNeeded: low).bigEndian) }

    var rawIPv6: in6_addr {
        var raw = in6_addr()
        withUnsafeMutableBytes(of: &raw) {
            $0.storeBytes(of: high.bigEndian, as: UInt64.self)
            $0.storeBytes(of: low.bigEndian, toByteOffset: 8, as: UInt64.self)
        }
        return raw
    }
}

extension Endpoint {
    /// IPv4 as mapped into IPv6; `nil` for anything that is no IP address.
    init?(_ address: SocketAddress) {
        switch address {
        case .v4(let address):
            let raw = address.address
            let ipv4 = UInt32(bigEndian: raw.sin_addr.s_addr)
            self.init(address: IPv6Address(ipv4: ipv4), port: UInt16(bigEndian: raw.sin_port))
        case .v6(let address):
            let raw = address.address
            let (high, low) = withUnsafeBytes(of: raw.sin6_addr) {
                ($0.loadUnaligned(as: UInt64.self), $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            }
            let ipv6 = IPv6Address(high: UInt64(bigEndian: high), low: UInt64(bigEndian: low))
            self.init(address: ipv6, port: UInt16(bigEndian: raw.sin6_port))
        case .unixDomainSocket: return nil
        }
    }
}

/// Only link-local addresses have a zone.
func withRawAddress<Result>(
    of endpoint: Endpoint, zone: UInt32, _ family: AddressFamily,
    _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
) -> Result {
    func pass<Raw>(_ raw: Raw) -> Result {
        withUnsafePointer(to: raw) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<Raw>.size)) }
        }
    }
    switch family {
    case .ipv4:
        var raw = sockaddr_in()
        raw.sin_family = sa_family_t(AF_INET)
        raw.sin_port = endpoint.port.bigEndian
        raw.sin_addr = endpoint.address.rawIPv4
        return pass(raw)
    case .ipv6:
        var raw = sockaddr_in6()
        raw.sin6_family = sa_family_t(AF_INET6)
        raw.sin6_port = endpoint.port.bigEndian
        raw.sin6_addr = endpoint.address.rawIPv6
        let isOfALink = endpoint.address.scope == .linkLocal || endpoint.address.scope == .multicast
        raw.sin6_scope_id = isOfALink ? zone : 0
        return pass(raw)
    }
}
