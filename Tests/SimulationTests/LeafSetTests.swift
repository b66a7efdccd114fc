import PNRP
import PeerBase
import PeerSimulation
import Testing

@Suite("Leaf sets hold the true neighbours")
struct LeafSetTests {
    @Test("after joining one by one", arguments: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 50])
    func trueNeighbours(count: Int) throws {
        var town = Town(seed: 100 + UInt64(count))
        try town.settle(count)
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
