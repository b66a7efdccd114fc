import PNRP
import PeerBase
import PeerSimulation

/// A cloud that has come to rest, and what it took to get there.
struct Study {
    private var cloud: VirtualCloud
    private let nodes: Int
    private let seed: UInt64
    private let heapBytesPerNode: Int
    private var random: RandomSource

    /// Lets the nodes join one after the other, each through a random one that is there already, and publish.
    init(nodes: Int, seed: UInt64, loss: Double) throws {
        let before = Heap.bytesInUse
        cloud = VirtualCloud(
            seed: seed, conditions: Conditions(loss: loss), cryptography: ToyCryptography.functions,
            signer: ToyCryptography.sign)
        random = RandomSource(seed: seed &+ 1)
        self.nodes = nodes
        self.seed = seed
        for number in 0..<nodes {
            let seeds = number == 0 ? [] : [VirtualCloud.endpoint(Int.random(in: 0..<number, using: &random))]
            try Self.publish(number, at: cloud.addNode(number, seeds: seeds), in: &cloud)
            cloud.run(for: .milliseconds(500))
        }
        cloud.run(for: .seconds(30))
        heapBytesPerNode = (Heap.bytesInUse - before) / nodes
    }

    /// Resolves random names from random nodes, one after the other.
    mutating func lookUp(_ count: Int) throws -> Figures {
        var figures = Figures(nodes: nodes, lookups: count, heapBytesPerNode: heapBytesPerNode, seed: seed)
        for _ in 0..<count {
            let publisher = Int.random(in: 0..<nodes, using: &random)
            let asker = (publisher + Int.random(in: 1..<nodes, using: &random)) % nodes
            let sentBefore = cloud.datagramsSent
            let query = ResolveQuery(name: try PeerName("0.name-\(publisher)"))
            let ticket = cloud.resolve(query, from: VirtualCloud.endpoint(asker))
            cloud.run(within: .seconds(31)) { $0.resolves[ticket] != nil }
            if let outcome = cloud.resolves[ticket] {
                figures.add(outcome, messages: cloud.datagramsSent - sentBefore)
            }
        }
        return figures
    }

    private static func publish(_ number: Int, at endpoint: Endpoint, in cloud: inout VirtualCloud) throws {
        let key = ToyCryptography.publicKey(UInt64(number))
        let request = RegistrationRequest(
            name: try PeerName("0.name-\(number)"), identity: ToyCryptography.functions.sha1(key), publicKey: key,
            endpoints: [ApplicationEndpoint(address: endpoint.address, port: 80)])
        _ = try cloud.register(request, at: endpoint)
    }
}
