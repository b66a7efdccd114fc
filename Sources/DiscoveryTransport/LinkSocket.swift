internal import Discovery
internal import Glibc
internal import PeerBase

/// A UDP socket of one family on every address of this host. Whoever holds it last closes it, once: NIO does, when its
/// channel closes.
struct LinkSocket: Sendable {
    let descriptor: CInt
    let family: AddressFamily

    /// Hears the groups that it joins, on a port shared with whoever else shares it.
    init(listeningOn port: UInt16, _ family: AddressFamily) throws(SocketFault) {
        try self.init(family)
        set(SOL_SOCKET, SO_REUSEADDR, 1)
        set(SOL_SOCKET, SO_REUSEPORT, 1)
        try bind(port)
    }

    /// Says and hears on a port of its own; what it sends leaves by `link`, by whatever way there is where that is 0.
    init(speakingOn link: UInt32, _ family: AddressFamily) throws(SocketFault) {
        try self.init(family)
        if link != 0 { confine(to: link) }
        try bind(0)
    }

    private init(_ family: AddressFamily) throws(SocketFault) {
        let type = CInt(SOCK_DGRAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        descriptor = socket(family.number, type, 0)
        guard descriptor >= 0 else { throw SocketFault(number: errno) }
        self.family = family
        // Nothing leaves the link, processes of one host find each other, and only groups that were joined are heard:
        // otherwise those of every program of the host would be (collab 10.3).
        switch family {
        case .ipv4:
            set(family.level, IP_MULTICAST_TTL, 1)
            set(family.level, IP_MULTICAST_LOOP, 1)
            set(family.level, Self.ipv4MulticastAll, 0)
        case .ipv6:
            set(family.level, IPV6_V6ONLY, 1)
            set(family.level, IPV6_MULTICAST_HOPS, 1)
            set(family.level, IPV6_MULTICAST_LOOP, 1)
            set(family.level, Self.ipv6MulticastAll, 0)
        }
    }

    func close() {
        Glibc.close(descriptor)
    }

    /// Never blocks.
    func send(_ bytes: [UInt8], to destination: Endpoint, on link: UInt32) throws(SocketFault) {
        let sent = withRawAddress(of: destination, zone: link, family) { address, length in
            bytes.withUnsafeBytes { sendto(descriptor, $0.baseAddress, $0.count, 0, address, length) }
        }
        if sent < 0 { throw SocketFault(number: errno) }
    }

    /// Being a member already is no fault.
    func join(_ link: UInt32) throws(SocketFault) {
        guard change(IP_ADD_MEMBERSHIP, IPV6_JOIN_GROUP, link) else {
            let fault = SocketFault(number: errno)
            if !fault.isRepetition { throw fault }
            return
        }
    }

    /// Being no member is no fault.
    func leave(_ link: UInt32) {
        _ = change(IP_DROP_MEMBERSHIP, IPV6_LEAVE_GROUP, link)
    }

    // What the C library has in other headers, or not at all.
    private static let ipv4MulticastAll: CInt = 49
    private static let ipv6MulticastAll: CInt = 29
    private static let ipv4UnicastInterface: CInt = 50
    private static let ipv6UnicastInterface: CInt = 76

    private func bind(_ port: UInt16) throws(SocketFault) {
        let any = family == .ipv4 ? IPv6Address(ipv4: 0) : .unspecified
        let result = withRawAddress(of: Endpoint(address: any, port: port), zone: 0, family) {
            Glibc.bind(descriptor, $0, $1)
        }
        guard result == 0 else {
            let fault = SocketFault(number: errno)
            close()
            throw fault
        }
    }

    private func confine(to link: UInt32) {
        switch family {
        case .ipv4:
            var request = ip_mreqn()
            request.imr_ifindex = CInt(bitPattern: link)
            setsockopt(
                descriptor, family.level, IP_MULTICAST_IF, &request, socklen_t(MemoryLayout<ip_mreqn>.size))
            set(family.level, Self.ipv4UnicastInterface, CInt(bitPattern: link.bigEndian))
        case .ipv6:
            set(family.level, IPV6_MULTICAST_IF, CInt(bitPattern: link))
            set(family.level, Self.ipv6UnicastInterface, CInt(bitPattern: link.bigEndian))
        }
    }

    private func set(_ level: CInt, _ option: CInt, _ value: CInt) {
        var value = value
        setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<CInt>.size))
    }

    private func change(_ ipv4: CInt, _ ipv6: CInt, _ link: UInt32) -> Bool {
        switch family {
        case .ipv4:
            var request = ip_mreqn()
            request.imr_multiaddr = family.group.rawIPv4
            request.imr_ifindex = CInt(bitPattern: link)
            return setsockopt(descriptor, family.level, ipv4, &request, socklen_t(MemoryLayout<ip_mreqn>.size)) == 0
        case .ipv6:
            var request = ipv6_mreq(ipv6mr_multiaddr: family.group.rawIPv6, ipv6mr_interface: link)
            return setsockopt(descriptor, family.level, ipv6, &request, socklen_t(MemoryLayout<ipv6_mreq>.size)) == 0
        }
    }
}
