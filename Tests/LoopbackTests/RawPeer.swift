import Glibc
import PeerBase
import Testing

/// A bare UDP socket on `[::1]` that speaks to one endpoint.
struct RawPeer: ~Copyable {
    private let descriptor: CInt

    /// An answer is waited for so many seconds; one that never comes must not hold the test for good.
    init(speakingTo endpoint: Endpoint, patience seconds: Int = 60) throws {
        descriptor = socket(AF_INET6, CInt(SOCK_DGRAM.rawValue), 0)
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_addr = in6addr_loopback
        address.sin6_port = endpoint.port.bigEndian
        var patience = timeval(tv_sec: seconds, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        try #require(setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, size) == 0)
        let descriptor = descriptor
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in6>.size))
            }
        }
        try #require(connected == 0)
    }

    deinit {
        close(descriptor)
    }

    func send(_ bytes: [UInt8]) throws {
        try #require(Glibc.send(descriptor, bytes, bytes.count, 0) == bytes.count)
    }

    /// The next datagram; `nil` when none came in time, or, if `atOnce`, when none is there.
    func receive(atOnce: Bool = false) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 2048)
        let count = recv(descriptor, &bytes, bytes.count, atOnce ? CInt(MSG_DONTWAIT) : 0)
        return count < 0 ? nil : Array(bytes.prefix(count))
    }
}
