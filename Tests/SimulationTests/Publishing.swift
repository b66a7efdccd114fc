import PNRP
import PeerBase
import PeerSimulation

/// A virtual cloud with toy signatures, and the short words in which the tests speak to it.
struct Town {
    var cloud: VirtualCloud
    let seed: UInt64
    private(set) var published: [Endpoint: PeerID] = [:]

    init(seed: UInt64, conditions: Conditions = Conditions()) {
        self.seed = seed
        cloud = VirtualCloud(
            seed: seed, conditions: conditions, cryptography: ToyCryptography.functions, signer: ToyCryptography.sign)
    }

    /// Adds `count` nodes, numbered from `first`, that know node 0, each publishing `0.name-<number>`, one every two
    /// seconds.
    mutating func settle(_ count: Int, from first: Int = 0) throws {
        for number in first..<first + count {
            let seeds = number == 0 ? [] : [VirtualCloud.endpoint(0)]
            let endpoint = cloud.addNode(number, seeds: seeds)
            try publish("0.name-\(number)", at: endpoint)
            cloud.run(for: .seconds(2))
        }
        cloud.run(for: .seconds(10))
    }

    @discardableResult
    mutating func publish(_ text: String, at endpoint: Endpoint) throws -> PeerID {
        let name = try PeerName(text)
        let key = ToyCryptography.publicKey(1)
        let request = RegistrationRequest(
            name: name, identity: ToyCryptography.functions.sha1(key), publicKey: key, comment: "at \(endpoint)",
            endpoints: [ApplicationEndpoint(address: endpoint.address, port: 80)])
        let id = try cloud.register(request, at: endpoint)
        published[endpoint] = id
        return id
    }

    /// Lets a node look for a name and waits for what comes of it.
    mutating func resolve(_ text: String, from endpoint: Endpoint, includingOwn: Bool = false) throws -> ResolveOutcome
    {
        let ticket = cloud.resolve(
            ResolveQuery(name: try PeerName(text), criteria: includingOwn ? .any : .otherProcess), from: endpoint)
        cloud.run(within: .seconds(31)) { $0.resolves[ticket] != nil }
        guard let outcome = cloud.resolves[ticket] else { throw Unanswered(seed: seed, trace: cloud.trace) }
        return outcome
    }

    /// The leaf set of a local identifier as its node sees it: both sides, nearest first.
    func leaves(of id: PeerID, at endpoint: Endpoint) -> [PeerID] {
        guard let cache = cloud.nodes[endpoint]?.cache else { return [] }
        return (cache.above(id, count: 5) + cache.below(id, count: 5)).map(\.id)
    }

    struct Unanswered: Error {
        var seed: UInt64
        var trace: String
    }
}

extension ResolveOutcome {
    var record: ResolvedRecord? {
        if case .found(let record) = result { return record }
        return nil
    }
}
