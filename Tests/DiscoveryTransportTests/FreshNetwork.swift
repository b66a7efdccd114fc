import CNetworkSpace
import Discovery
import DiscoveryTransport
import Glibc
import NIOCore
import NIOPosix
import PeerBase

/// A network of its own for one test: two interfaces joined by a cable, as if of two hosts, both on the thread of one
/// event loop. It ends with that thread.
final class FreshNetwork: Sendable {
    private let threads: MultiThreadedEventLoopGroup
    private let loop: any EventLoop

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
        try await loop.submit { try Self.build() }.get()
    }

    func close() async {
        try? await threads.shutdownGracefully()
    }

    /// A process of its own, as far as the sockets can tell.
    func service() -> DiscoveryService { DiscoveryService(on: loop) }

    func index(of name: String) async throws -> UInt32 {
        try await loop.submit { if_nametoindex(name) }.get()
    }

    func run(_ command: String) async throws {
        try await loop.submit { try Self.run(command) }.get()
    }

    /// Binds a port of both families and shares it with nobody.
    func occupy(port: UInt16) async throws {
        try await loop.submit {
            let descriptor = socket(AF_INET6, CInt(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
            var address = sockaddr_in6()
            address.sin6_family = sa_family_t(AF_INET6)
            address.sin6_port = port.bigEndian
            let result = withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in6>.size))
                }
            }
            guard result == 0 else { throw Refusal(what: "bind: \(errno)") }
        }.get()
    }

    private static func build() throws {
        let refusal = enter_fresh_network_space()
        guard refusal == 0 else { throw Refusal(what: String(cString: strerror(refusal))) }
        try run("ip link set lo up && ip link add left type veth peer name right")
        for name in ["left", "right"] { try run("ip link set \(name) addrgenmode none up") }
        for (name, number) in [("left", 1), ("right", 2)] {
            try run("ip address add fe80::\(number)/64 dev \(name) nodad")
        }
        // Unicast of IPv4 does not cross a cable within one namespace, so one end alone has an address of it.
        try run("ip address add 192.0.2.1/24 dev left")
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

extension DiscoveryService {
    /// The next that is wanted of what happens; the time limit of the test bounds the wait.
    func next<Wanted: Sendable>(_ wanted: @Sendable (DiscoveryEvent) -> Wanted?) async -> Wanted? {
        for await event in events {
            if let found = wanted(event) { return found }
        }
        return nil
    }
}

extension DiscoveryEvent {
    var added: DiscoveredPerson? { if case .added(let person) = self { person } else { nil } }
    var deleted: DiscoveredPerson? { if case .deleted(let person) = self { person } else { nil } }
    var updated: DiscoveredPerson? { if case .updated(let person) = self { person } else { nil } }
}

func someone(_ nickname: String, _ number: UInt64, port: UInt16 = 5358) -> OwnPerson {
    OwnPerson(nearID: GUID(high: 0xabcd, low: number), nickname: nickname, host: "host-\(number)", port: port)
}
