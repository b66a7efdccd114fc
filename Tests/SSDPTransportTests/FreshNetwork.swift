import CNetworkSpace
import Glibc
import NIOCore
import NIOPosix
import PeerBase
import SSDP
import SSDPTransport

/// A network of its own for one test: two interfaces joined by a cable, as if of two hosts, both on the thread of one
/// event loop. It ends with that thread.
final class FreshNetwork: Sendable {
    private let threads: MultiThreadedEventLoopGroup
    private let loop: any EventLoop
    let left: UInt32
    let right: UInt32
    let loopback: UInt32 = 1

    struct Refusal: Error {
        let what: String
    }

    /// Needs root, or the right to make namespaces, and the program `ip`.
    static let isPossible: Bool = {
        let threads = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        defer { threads.shutdownGracefully { _ in } }
        return (try? threads.next().submit { try build() }.wait()) != nil
    }()

    init() async throws {
        threads = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        loop = threads.next()
        (left, right) = try await loop.submit { try Self.build() }.get()
    }

    func close() async {
        try? await threads.shutdownGracefully()
    }

    /// A process of its own, as far as the sockets can tell.
    func service() -> SSDPService { SSDPService(on: loop) }

    func run(_ command: String) async throws {
        try await loop.submit { try Self.run(command) }.get()
    }

    /// Binds UDP port 1900 and shares it with nobody.
    func occupyPort() async throws {
        try await loop.submit {
            let descriptor = socket(AF_INET6, CInt(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
            var address = sockaddr_in6()
            address.sin6_family = sa_family_t(AF_INET6)
            address.sin6_port = UInt16(1900).bigEndian
            let result = withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in6>.size))
                }
            }
            guard result == 0 else { throw Refusal(what: "bind: \(errno)") }
        }.get()
    }

    private static func build() throws -> (UInt32, UInt32) {
        let refusal = enter_fresh_network_space()
        guard refusal == 0 else { throw Refusal(what: String(cString: strerror(refusal))) }
        try run("ip link set lo up && ip link add left type veth peer name right")
        for (name, address) in [("left", "fe80::1"), ("right", "fe80::2")] {
            try run("ip link set \(name) addrgenmode none up && ip address add \(address)/64 dev \(name) nodad")
        }
        return (if_nametoindex("left"), if_nametoindex("right"))
    }

    private static func run(_ command: String) throws {
        guard run_command("(\(command)) 2>/dev/null") == 0 else { throw Refusal(what: command) }
    }
}

/// A network that is closed whatever happens in it.
func withFreshNetwork(_ body: (FreshNetwork) async throws -> Void) async throws {
    let network = try await FreshNetwork()
    do {
        try await body(network)
    } catch {
        await network.close()
        throw error
    }
    await network.close()
}

extension SSDPService {
    /// The next finding; the time limit of the test bounds the wait.
    func nextFinding() async -> SSDPFinding? {
        for await finding in findings { return finding }
        return nil
    }
}

func linkLocal(_ host: UInt64, port: UInt16 = 3540) -> Endpoint {
    Endpoint(address: IPv6Address(high: 0xfe80 << 48, low: host), port: port)
}
