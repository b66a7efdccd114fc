internal import Glibc
package import PeerBase
internal import Synchronization

/// A UDP socket bound to exactly one endpoint, so that the kernel hands over only datagrams for that address (no
/// multicast, no other cloud's; behaviour 6.2) and answers leave from the address that was asked.
///
/// Whoever holds it last closes it, once: NIO does, when its channel closes.
struct DatagramSocket: Sendable {
    enum Departure {
        case sent
        /// The kernel's buffer is full.
        case full
        /// No route, a packet filter, or any other refusal.
        case refused
    }

    let descriptor: CInt
    let endpoint: Endpoint
    /// Of this process's sockets, for descriptors and endpoints come again.
    let number: UInt64
    private let zone: UInt32
    private static let lastNumber = Atomic<UInt64>(0)

    /// A port of zero lets the kernel choose.
    init(bindingTo wanted: Endpoint, zone: UInt32 = 0) throws(BindFailure) {
        descriptor = socket(AF_INET6, CInt(SOCK_DGRAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue), 0)
        number = Self.lastNumber.wrappingAdd(1, ordering: .relaxed).newValue
        self.zone = zone
        guard descriptor >= 0 else { throw BindFailure(endpoint: wanted, error: errno) }
        var on: CInt = 1
        setsockopt(descriptor, CInt(IPPROTO_IPV6), IPV6_V6ONLY, &on, socklen_t(MemoryLayout<CInt>.size))
        guard let endpoint = Self.bind(descriptor, to: wanted, zone: zone) else {
            let failure = BindFailure(endpoint: wanted, error: errno)
            Glibc.close(descriptor)
            throw failure
        }
        self.endpoint = endpoint
    }

    func close() {
        Glibc.close(descriptor)
    }

    /// Never blocks and never fails for good.
    func send(_ bytes: [UInt8], to destination: Endpoint) -> Departure {
        var raw = destination.raw(zone: zone)
        let length = socklen_t(MemoryLayout<sockaddr_in6>.size)
        let sent = withUnsafePointer(to: &raw) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bytes.withUnsafeBytes {
                    sendto(descriptor, $0.baseAddress, $0.count, 0, address, length)
                }
            }
        }
        if sent >= 0 { return .sent }
        return [EAGAIN, EWOULDBLOCK, ENOBUFS].contains(errno) ? .full : .refused
    }

    /// The endpoint the socket has then; `nil` leaves the reason in `errno`.
    private static func bind(_ descriptor: CInt, to endpoint: Endpoint, zone: UInt32) -> Endpoint? {
        var raw = endpoint.raw(zone: zone)
        var length = socklen_t(MemoryLayout<sockaddr_in6>.size)
        let isBound = withUnsafeMutablePointer(to: &raw) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        return isBound ? Endpoint(raw) : nil
    }
}

/// Why an endpoint cannot be had.
package struct BindFailure: Error, Hashable, Sendable {
    package let endpoint: Endpoint
    let error: CInt

    /// There was no address to bind.
    static let withoutAddress = BindFailure(
        endpoint: Endpoint(address: .unspecified, port: 0), error: ENETUNREACH)

    package var isWithoutAddress: Bool { self == .withoutAddress }

    /// Words that follow a colon.
    package var reason: String {
        switch error {
        case EADDRINUSE: "another program uses that port"
        case EADDRNOTAVAIL: "this host has no such address"
        case EACCES, EPERM: "that is not permitted"
        case EAFNOSUPPORT: "this system has no IPv6"
        default: String(cString: strerror(error))
        }
    }
}
