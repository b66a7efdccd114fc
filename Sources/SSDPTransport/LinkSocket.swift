internal import Glibc
internal import PeerBase

/// A UDP socket on every address of this host, for a protocol of the link. Whoever holds it last closes it, once: NIO
/// does, when its channel closes.
struct LinkSocket: Sendable {
    let descriptor: CInt

    /// `port` is shared with whoever else shares it, 0 is one of our own.
    init(port: UInt16) throws(SocketFault) {
        descriptor = socket(AF_INET6, CInt(SOCK_DGRAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw SocketFault(number: errno) }
        set(CInt(IPPROTO_IPV6), IPV6_V6ONLY, 1)
        // Link-local multicast is never forwarded, so one hop is all it needs (wire 14.1).
        set(CInt(IPPROTO_IPV6), IPV6_MULTICAST_HOPS, 1)
        // Processes of one host find each other.
        set(CInt(IPPROTO_IPV6), IPV6_MULTICAST_LOOP, 1)
        // Only the group that was joined: otherwise those of every program of the host would be heard.
        set(CInt(IPPROTO_IPV6), Self.multicastAll, 0)
        if port != 0 {
            set(SOL_SOCKET, SO_REUSEADDR, 1)
            set(SOL_SOCKET, SO_REUSEPORT, 1)
        }
        guard withAddress(Endpoint(address: .unspecified, port: port), zone: 0, Glibc.bind) == 0 else {
            let fault = SocketFault(number: errno)
            close()
            throw fault
        }
    }

    func close() {
        Glibc.close(descriptor)
    }

    func join(_ group: IPv6Address, on interface: UInt32) throws(SocketFault) {
        try change(IPV6_JOIN_GROUP, group, interface)
    }

    /// Being no member is no fault.
    func leave(_ group: IPv6Address, on interface: UInt32) {
        try? change(IPV6_LEAVE_GROUP, group, interface)
    }

    /// Never blocks.
    func send(_ bytes: [UInt8], to destination: Endpoint, on interface: UInt32) throws(SocketFault) {
        let sent = withAddress(destination, zone: interface) { descriptor, address, length in
            bytes.withUnsafeBytes { sendto(descriptor, $0.baseAddress, $0.count, 0, address, length) }
        }
        if sent < 0 { throw SocketFault(number: errno) }
    }

    /// Whether there is a way to `destination`; nothing is sent. Afterwards the socket hears nobody else.
    func findWay(to destination: Endpoint, on interface: UInt32) throws(SocketFault) {
        guard withAddress(destination, zone: interface, Glibc.connect) == 0 else { throw SocketFault(number: errno) }
    }

    /// Throws when there is no such interface.
    static func expect(_ interface: UInt32) throws(SocketFault) {
        var name = [CChar](repeating: 0, count: Int(IF_NAMESIZE))
        guard if_indextoname(interface, &name) != nil else { throw SocketFault(number: errno) }
    }

    /// `IPV6_MULTICAST_ALL` of Linux, which the C library does not name yet.
    private static let multicastAll: CInt = 29

    private func set(_ level: CInt, _ option: CInt, _ value: CInt) {
        var value = value
        setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<CInt>.size))
    }

    private func change(_ option: CInt, _ group: IPv6Address, _ interface: UInt32) throws(SocketFault) {
        var request = ipv6_mreq(ipv6mr_multiaddr: group.raw, ipv6mr_interface: interface)
        let length = socklen_t(MemoryLayout<ipv6_mreq>.size)
        guard setsockopt(descriptor, CInt(IPPROTO_IPV6), option, &request, length) == 0 else {
            throw SocketFault(number: errno)
        }
    }

    private func withAddress<Result>(
        _ endpoint: Endpoint, zone: UInt32, _ body: (CInt, UnsafePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        var raw = sockaddr_in6()
        raw.sin6_family = sa_family_t(AF_INET6)
        raw.sin6_port = endpoint.port.bigEndian
        raw.sin6_addr = endpoint.address.raw
        raw.sin6_scope_id = zone
        return withUnsafePointer(to: &raw) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in6>.size))
            }
        }
    }
}

extension IPv6Address {
    fileprivate var raw: in6_addr {
        var raw = in6_addr()
        withUnsafeMutableBytes(of: &raw) {
            $0.storeBytes(of: high.bigEndian, as: UInt64.self)
            $0.storeBytes(of: low.bigEndian, toByteOffset: 8, as: UInt64.self)
        }
        return raw
    }
}
