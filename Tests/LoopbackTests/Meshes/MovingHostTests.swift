import FileTesting
import Mesh
import PNRPTransport
import PeerBase
import Synchronization
import Testing

@testable import PeerEngine

/// What members of a mesh do when addresses of their host come and go (peer channel 3 step 6).
@Suite(.serialized, .timeLimit(.minutes(1))) struct MovingHostTests {
    /// A host with one cable, as the engine sees it.
    private final class Host: Sendable {
        private let addresses: Mutex<[String]>

        init(_ addresses: String...) { self.addresses = Mutex(addresses) }

        func move(to addresses: String...) { self.addresses.withLock { $0 = addresses } }

        var interfaces: HostInterfaces {
            let addresses = addresses.withLock { $0 }.compactMap { IPv6Address($0) }.map { HostAddress($0) }
            return HostInterfaces([
                HostInterface(
                    index: 1, name: "lo", isLoopback: true, addresses: [HostAddress(.loopback, prefixLength: 128)]),
                HostInterface(index: 4711, name: "cable", addresses: addresses),
            ])
        }
    }

    @Test func aMemberTellsOthersWhereItsHostIsNow() async throws {
        let folder = try TemporaryFolder()
        let host = Host("fe80::7", "2001:db8::7")
        let engine = try Engine(EngineOptions(environment: [:], home: folder.path)) { host.interfaces }
        var order = MeshOrder.open("anna")
        order.resolver = []
        let port = try #require(try await engine.join(order).endpoints.first).endpoint.port
        func places() async throws -> [String] {
            try #require(await engine.meshes().first).endpoints.map { "\($0.endpoint)%\($0.zone)" }
        }
        #expect(try await places() == ["[2001:db8::7]:\(port)%0", "[fe80::7]:\(port)%4711"])

        host.move(to: "fe80::7", "2001:db8:1::8")
        await engine.followHost()
        #expect(try await places() == ["[2001:db8:1::8]:\(port)%0", "[fe80::7]:\(port)%4711"])

        host.move(to: "fe80::7")
        await engine.followHost()
        #expect(try await places() == ["[fe80::7]:\(port)%4711"])
        await engine.shutdown()
    }
}
