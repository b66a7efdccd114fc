internal import Glibc
package import NIOCore
package import PeerBase

// Endpoints as the kernel and NIO write them; nobody else knows a `sockaddr_in6` by its members. IPv4 comes as mapped
// addresses, which the kernel makes of sockets for both.

extension ScopedEndpoint {
    /// `nil` for anything but IPv6. Only link-local addresses keep their zone.
    init?(_ raw: UnsafePointer<sockaddr>) {
        guard raw.pointee.sa_family == sa_family_t(AF_INET6) else { return nil }
        self = raw.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { ScopedEndpoint($0.pointee) }
    }

    /// `nil` for anything but IPv6.
    package init?(_ address: SocketAddress?) {
        guard case .v6(let address) = address else { return nil }
        self.init(address.address)
    }

    private init(_ raw: sockaddr_in6) {
        let (high, low) = withUnsafeBytes(of: raw.sin6_addr) {
            ($0.load(as: UInt64.self).bigEndian, $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self).bigEndian)
        }
        let address = IPv6Address(high: high, low: low)
        self.init(
            Endpoint(address: address, port: raw.sin6_port.bigEndian),
            zone: address.scope == .linkLocal ? raw.sin6_scope_id : 0)
    }

    private var raw: sockaddr_in6 {
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

    package var socketAddress: SocketAddress { SocketAddress(raw) }

    /// For calls of the kernel that take an address.
    func withSocketAddress<Result>(_ call: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        withUnsafePointer(to: raw) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                call($0, socklen_t(MemoryLayout<sockaddr_in6>.size))
            }
        }
    }

    /// For calls of the kernel that tell one; `nil` unless the call returns 0 and tells an IPv6 address.
    static func told(
        by call: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> CInt
    ) -> ScopedEndpoint? {
        var raw = sockaddr_in6()
        var length = socklen_t(MemoryLayout<sockaddr_in6>.size)
        return withUnsafeMutablePointer(to: &raw) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                call($0, &length) == 0 ? ScopedEndpoint($0) : nil
            }
        }
    }
}
