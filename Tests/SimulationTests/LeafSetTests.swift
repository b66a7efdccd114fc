import PNRP
import PeerBase
import PeerSimulation
import Testing

@Suite("Leaf sets hold the true neighbours")
struct LeafSetTests {
    @Test("after joining one by one", arguments: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 50])
    func trueNeighbours(count: Int) throws {
        try settleAndCompare(count: count, seed: 100 + UInt64(count))
    }

    /// Where the waves of one newcomer meet depends on chance: one cloud in three had a hole when both ended there.
    @Test("whatever the order in which news arrives", arguments: 0..<12 as Range<UInt64>)
    func wavesMeet(seed: UInt64) throws {
        try settleAndCompare(count: 12, seed: seed)
    }

    @Test("of one name that twenty nodes publish")
    func oneName() throws {
        var town = Town(seed: 77)
        for number in 0..<20 {
            let endpoint = town.cloud.addNode(number, seeds: number == 0 ? [] : [VirtualCloud.endpoint(0)])
            try town.publish("0.shared", at: endpoint)
            town.cloud.run(for: .seconds(2))
        }
        town.cloud.run(for: .seconds(10))
        #expect(Set(town.published.values.map(\.p2pID)).count == 1)
        try compare(town)
    }

    /// Ten nodes, so that a leaf set often has several identifiers of one node.
    @Test("of nodes that publish three names each", arguments: 0..<6 as Range<UInt64>)
    func threeNames(seed: UInt64) throws {
        var town = Town(seed: 600 + seed)
        var owners: [PeerID: Endpoint] = [:]
        for number in 0..<10 {
            let endpoint = town.cloud.addNode(number, seeds: number == 0 ? [] : [VirtualCloud.endpoint(0)])
            for name in 0..<3 { owners[try town.publish("0.name-\(number)-\(name)", at: endpoint)] = endpoint }
            town.cloud.run(for: .seconds(2))
        }
        town.cloud.run(for: .seconds(10))
        for (id, endpoint) in owners {
            // A node's own identifiers are not in its cache.
            let ring = owners.filter { $0.key == id || $0.value != endpoint }.keys.sorted()
            let expected = neighbours(of: id, in: ring, step: 1) + neighbours(of: id, in: ring, step: -1)
            #expect(town.leaves(of: id, at: endpoint) == expected, "seed \(town.seed), \(endpoint)")
        }
    }

    @Test("in a large cloud, several joining at once", arguments: Sizes.leafSets)
    func large(count: Int) throws {
        var settlement = Settlement(seed: 500)
        try settlement.grow(to: count)
        #expect(settlement.strayLeafSets() == 0, "seed 500")
    }

    private func settleAndCompare(count: Int, seed: UInt64) throws {
        var town = Town(seed: seed)
        try town.settle(count)
        try compare(town)
    }

    private func compare(_ town: Town) throws {
        let ring = town.published.values.sorted()
        for (endpoint, id) in town.published {
            let cache = try #require(town.cloud.nodes[endpoint]).cache
            #expect(
                cache.above(id, count: 5).map(\.id) == neighbours(of: id, in: ring, step: 1), "seed \(town.seed)")
            #expect(
                cache.below(id, count: 5).map(\.id) == neighbours(of: id, in: ring, step: -1), "seed \(town.seed)")
        }
    }

    private func neighbours(of id: PeerID, in ring: [PeerID], step: Int) -> [PeerID] {
        guard let start = ring.firstIndex(of: id) else { return [] }
        return (1..<max(ring.count, 1)).prefix(5).map { ring[(start + $0 * step + 5 * ring.count) % ring.count] }
    }
}
