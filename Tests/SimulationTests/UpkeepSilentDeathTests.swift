import PNRP
import PeerBase
import PeerSimulation
import Testing

@Suite("Nodes that die without a word are missed by all (behaviour 24.4)")
struct UpkeepSilentDeathTests {
    /// Three maintenance periods.
    private let patience: Duration = .seconds(45)

    @Test(
        "one of many is gone from every leaf set within 45 s, and other names are found meanwhile",
        arguments: [12, 32, 60], 0..<3 as Range<UInt64>)
    func one(count: Int, seed: UInt64) throws {
        var town = try grownTown(of: count, seed: 900 + seed)
        let victim = VirtualCloud.endpoint(count / 3)
        let gone = try #require(town.published[victim])
        town.cloud.kill(victim)
        let died = town.cloud.now
        for number in [0, 5, count - 1] where number != count / 3 {
            let asker = VirtualCloud.endpoint((number + 1) % count)
            let outcome = try town.resolve("0.name-\(number)", from: asker)
            #expect(outcome.record?.publisher == VirtualCloud.endpoint(number), "seed \(town.seed)")
        }
        let time = town.wait(until: [gone], areGoneSince: died)
        #expect(time <= patience, "seed \(town.seed): \(town.cloud.trace)")
        town.cloud.run(for: .seconds(240))
        town.expectTrueLeaves()
    }

    @Test("two who die together and are neighbours are gone as soon", arguments: [12, 32, 60], 0..<3 as Range<UInt64>)
    func twoNeighbours(count: Int, seed: UInt64) throws {
        var town = try grownTown(of: count, seed: 930 + seed)
        let ring = town.published.sorted { $0.value < $1.value }
        let place = 1 + (count / 2)
        let victims = [ring[place], ring[place + 1]]
        for victim in victims { town.cloud.kill(victim.key) }
        let time = town.wait(until: victims.map(\.value), areGoneSince: town.cloud.now)
        #expect(time <= patience, "seed \(town.seed): \(town.cloud.trace)")
        town.cloud.run(for: .seconds(240))
        town.expectTrueLeaves()
    }

    @Test(
        "a tenth of all datagrams lost: nobody living stays away, nobody dead stays", arguments: 0..<4 as Range<UInt64>)
    func lossy(seed: UInt64) throws {
        var town = try grownTown(of: 24, seed: 960 + seed)
        town.cloud.conditions.loss = 0.1
        town.cloud.run(for: .seconds(1200))
        let victim = VirtualCloud.endpoint(9)
        let gone = try #require(town.published[victim])
        town.cloud.kill(victim)
        town.cloud.run(for: .seconds(120))
        #expect(town.holders(of: [gone]).isEmpty, "seed \(town.seed)")
        town.cloud.conditions.loss = 0
        town.cloud.run(for: .seconds(900))
        town.expectTrueLeaves()
    }

    private func grownTown(of count: Int, seed: UInt64) throws -> Town {
        var town = Town(seed: seed)
        try town.settle(count)
        town.cloud.run(for: .seconds(100 + Int(seed % 17)))
        return town
    }
}

extension Town {
    /// The living nodes that count one of these identifiers among the leaves of theirs.
    func holders(of ids: [PeerID]) -> [Endpoint] {
        published.filter { endpoint, own in
            guard let cache = cloud.nodes[endpoint]?.cache else { return false }
            return ids.contains { cache[$0] != nil && cache.isLeaf($0, of: own) }
        }.map(\.key)
    }

    /// Lets seconds pass until no leaf set holds one of these identifiers, a minute and a half at most; the time since
    /// they died.
    mutating func wait(until ids: [PeerID], areGoneSince death: Instant) -> Duration {
        while !holders(of: ids).isEmpty, cloud.now - death < .seconds(90) { cloud.run(for: .seconds(1)) }
        return cloud.now - death
    }

    /// Every living publisher's leaf set is that of the true ring.
    func expectTrueLeaves(sourceLocation: SourceLocation = #_sourceLocation) {
        let living = published.filter { cloud.nodes[$0.key] != nil }
        let ring = living.values.sorted()
        for (endpoint, id) in living {
            guard let place = ring.firstIndex(of: id) else { continue }
            let reach = 1..<max(min(6, ring.count), 1)
            let above = reach.map { ring[(place + $0) % ring.count] }
            let below = reach.map { ring[(place - $0 + ring.count) % ring.count] }
            #expect(
                leaves(of: id, at: endpoint) == above + below, "seed \(seed), \(endpoint)",
                sourceLocation: sourceLocation)
        }
    }
}
