import Dispatch
import Glibc
import PeerBase

/// UDP round trips between two blocking sockets on `[::1]`, the answering one on a thread of its own: what the kernel
/// alone costs.
enum RoundTrips {
    struct NoSocket: Error {}

    /// The times of `count` round trips of datagrams of `bytes` bytes.
    static func measured(count: Int, bytes: Int) throws -> [Duration] {
        let server = try socketOnLoopback()
        let client = try socketOnLoopback()
        defer {
            close(server)
            close(client)
        }
        try connect(client, to: server)
        try connect(server, to: client)
        DispatchQueue(label: "echo").async {
            var buffer = [UInt8](repeating: 0, count: 2048)
            for _ in 0..<count {
                let length = recv(server, &buffer, buffer.count, 0)
                guard length > 0, send(server, buffer, length, 0) == length else { return }
            }
        }
        var buffer = [UInt8](repeating: 1, count: bytes)
        return try (0..<count).map { _ in
            let start = ContinuousClock.now
            guard send(client, buffer, bytes, 0) == bytes, recv(client, &buffer, bytes, 0) == bytes else {
                throw NoSocket()
            }
            return ContinuousClock.now - start
        }
    }

    private static func socketOnLoopback() throws -> CInt {
        let descriptor = socket(AF_INET6, CInt(SOCK_DGRAM.rawValue), 0)
        guard descriptor >= 0 else { throw NoSocket() }
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_addr = in6addr_loopback
        guard withSocketAddress(&address, { bind(descriptor, $0, $1) }) == 0 else { throw NoSocket() }
        return descriptor
    }

    private static func connect(_ descriptor: CInt, to peer: CInt) throws {
        var address = sockaddr_in6()
        var length = socklen_t(MemoryLayout<sockaddr_in6>.size)
        let isKnown = withSocketAddress(&address) { raw, _ in getsockname(peer, raw, &length) } == 0
        guard isKnown, withSocketAddress(&address, { Glibc.connect(descriptor, $0, $1) }) == 0 else {
            throw NoSocket()
        }
    }

    private static func withSocketAddress(
        _ address: inout sockaddr_in6, _ body: (UnsafeMutablePointer<sockaddr>, socklen_t) -> CInt
    ) -> CInt {
        withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in6>.size))
            }
        }
    }
}
