internal import Glibc
internal import PeerBase
internal import Sockets

/// A UDP socket on every address of this host, for a protocol of the link. Whoever holds it last closes it, once: NIO
/// does, when its channel closes.
struct LinkSocket: Sendable {
    private let socket: KernelSocket

    var descriptor: CInt { socket.descriptor }

    /// `port` is shared with whoever else shares it, 0 is one of our own.
    init(port: UInt16) throws(SocketFault) {
        socket = try KernelSocket(.datagrams)
        socket.hearsIPv4(false)
        // Link-local multicast is never forwarded, so one hop is all it needs (wire 14.1).
        socket.set(CInt(IPPROTO_IPV6), IPV6_MULTICAST_HOPS, 1)
        // Processes of one host find each other.
        socket.set(CInt(IPPROTO_IPV6), IPV6_MULTICAST_LOOP, 1)
        // Only the group that was joined: otherwise those of every program of the host would be heard.
        socket.set(CInt(IPPROTO_IPV6), Self.multicastAll, 0)
        if port != 0 {
            socket.set(SOL_SOCKET, SO_REUSEADDR, 1)
            socket.set(SOL_SOCKET, SO_REUSEPORT, 1)
        }
        do throws(SocketFault) {
            try socket.bind(to: ScopedEndpoint(Endpoint(address: .unspecified, port: port)))
        } catch {
            socket.close()
            throw error
        }
    }

    func close() { socket.close() }

    func join(_ group: IPv6Address, on interface: UInt32) throws(SocketFault) {
        try change(IPV6_JOIN_GROUP, group, interface)
    }

    /// Being no member is no fault.
    func leave(_ group: IPv6Address, on interface: UInt32) {
        try? change(IPV6_LEAVE_GROUP, group, interface)
    }

    /// Never blocks.
    func send(_ bytes: [UInt8], to destination: Endpoint, on interface: UInt32) throws(SocketFault) {
        try socket.send(bytes, to: ScopedEndpoint(destination, zone: interface))
    }

    /// Whether there is a way to `destination`; nothing is sent. Afterwards the socket hears nobody else.
    func findWay(to destination: Endpoint, on interface: UInt32) throws(SocketFault) {
        try socket.connect(to: ScopedEndpoint(destination, zone: interface))
    }

    /// Throws when there is no such interface.
    static func expect(_ interface: UInt32) throws(SocketFault) {
        var name = [CChar](repeating: 0, count: Int(IF_NAMESIZE))
        guard if_indextoname(interface, &name) != nil else { throw .last }
    }

    /// `IPV6_MULTICAST_ALL` of Linux, which the C library does not name yet.
    private static let multicastAll: CInt = 29

    private func change(_ option: CInt, _ group: IPv6Address, _ interface: UInt32) throws(SocketFault) {
        var request = ipv6_mreq(ipv6mr_multiaddr: group.raw, ipv6mr_interface: interface)
        let length = socklen_t(MemoryLayout<ipv6_mreq>.size)
        guard setsockopt(descriptor, CInt(IPPROTO_IPV6), option, &request, length) == 0 else { throw .last }
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
