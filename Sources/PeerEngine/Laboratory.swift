internal import PNRP
internal import PNRPTransport
internal import PeerBase
internal import PeerIdentity
internal import Sockets

/// A private cloud on `[::1]` with many nodes in this process, each with a name to find: `0.lab-1`, `0.lab-2`, and so
/// on. It lives in memory alone, its key included, and is gone with the process.
struct Laboratory {
    private(set) var nodes: [PNRPDriver] = []
    /// What the nodes publish.
    private(set) var names: [PeerName] = []

    /// How many nodes, from the first on, the others are told to ask.
    private static let seedCount = 2
    /// How long to wait for one node to be announced before going on without.
    private static let patience: Duration = .seconds(3)
    private static let udp: UInt16 = 17

    /// Where to join.
    var seeds: [Endpoint] { nodes.prefix(Self.seedCount).compactMap(\.endpoints.first) }

    /// Starts `count` nodes, one after the other, each once the one before is known in the cloud.
    @concurrent
    static func started(nodes count: Int) async throws(EngineError) -> Laboratory {
        guard let key = try? PrivateKey() else { throw .storage("\(IdentityError.cannotMakeKey)") }
        var laboratory = Laboratory()
        do {
            for number in 1...count { try await laboratory.add(number, key) }
        } catch {
            await laboratory.close()
            throw EngineError(error)
        }
        return laboratory
    }

    /// Ends it at once, without farewells: there is nobody outside.
    func close() async {
        await withTaskGroup { group in
            for node in nodes { group.addTask { await node.close() } }
        }
    }

    private mutating func add(_ number: Int, _ key: PrivateKey) async throws(BindFailure) {
        var setup = PNRPDriver.Setup(
            addresses: [.loopback], port: .any, reach: .loopback, cryptography: .real,
            signer: { key.signatures(for: $0.parts) })
        setup.seeds = seeds
        let node = try await PNRPDriver.bound(setup)
        nodes.append(node)
        guard let name = try? PeerName(authority: .unsecured, classifier: "lab-\(number)") else { return }
        let endpoints = node.endpoints.map {
            ApplicationEndpoint(address: $0.address, port: $0.port, protocolNumber: Self.udp)
        }
        let request = RegistrationRequest(
            name: name, identity: key.authority, publicKey: key.publicKeyData,
            comment: "Laboratory node \(number)", endpoints: endpoints)
        // The name is valid and the node is new: there is nothing to refuse.
        _ = try? await node.register(request)
        names.append(name)
        if number > 1 { await node.reach(.announced, within: Self.patience) }
    }
}
