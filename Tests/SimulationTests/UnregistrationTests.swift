import PNRP
import PeerBase
import PeerSimulation
import Testing

@Suite("A name taken back is gone within two seconds and the time to tell (invariant 24.5)")
struct UnregistrationTests {
    /// Five neighbours on a side, one after the other: the news, and the question to the leaver.
    private let propagation: Duration = .milliseconds(5 * 3 * 30)

    @Test("no leaf set holds it, and the edges know their new members", arguments: [3, 12, 50], [51, 52])
    func everywhere(neighbours: Int, seed: UInt64) throws {
        var town = Town(seed: seed)
        try town.settle(neighbours + 1)
        let leaver = VirtualCloud.endpoint(neighbours / 2)
        let gone = try #require(town.published[leaver])
        let others = town.published.filter { $0.key != leaver }
        let ring = others.values.sorted()
        town.cloud.unregister(gone, at: leaver)
        town.cloud.run(for: .seconds(2) + propagation)
        for (endpoint, id) in others {
            let cache = try #require(town.cloud.nodes[endpoint]).cache
            let leaves = Set((cache.above(id, count: 5) + cache.below(id, count: 5)).map(\.id))
            let place = try #require(ring.firstIndex(of: id))
            let expected = (1...min(5, ring.count - 1)).flatMap {
                [ring[(place + $0) % ring.count], ring[(place - $0 + ring.count) % ring.count]]
            }
            #expect(leaves == Set(expected), "seed \(seed), \(endpoint)")
        }
    }
}
