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
            #expect(!leaves(of: id, at: endpoint, in: town).contains(gone), "seed \(seed), \(endpoint)")
        }
        // The fifth on each side has a free place, which the leaver's nearest on the other side takes.
        let above = ring.firstIndex { $0 > gone } ?? 0
        for (edge, member) in [(above + 4, above - 1), (above - 5, above)] {
            let (edge, member) = (wrapped(edge, in: ring), wrapped(member, in: ring))
            guard edge != member, let endpoint = others.first(where: { $0.value == edge })?.key else { continue }
            #expect(leaves(of: edge, at: endpoint, in: town).contains(member), "seed \(seed), \(endpoint)")
        }
    }

    /// The leaver tells the nearest and closes the edges; the second to the fourth of each side have lost a leaf too.
    @Test("a few minutes later every leaf set is true again (behaviour 9.5, 15.4)", arguments: [53, 54] as [UInt64])
    func between(seed: UInt64) throws {
        var town = Town(seed: seed)
        try town.settle(64)
        // Who just gained a leaf looks at its leaf set anyway.
        town.cloud.run(for: .seconds(600))
        town.cloud.leave(VirtualCloud.endpoint(31))
        town.cloud.run(for: .seconds(240))
        town.expectTrueLeaves()
    }

    private func wrapped(_ place: Int, in ring: [PeerID]) -> PeerID {
        ring[(place + 5 * ring.count) % ring.count]
    }

    private func leaves(of id: PeerID, at endpoint: Endpoint, in town: Town) -> Set<PeerID> {
        guard let cache = town.cloud.nodes[endpoint]?.cache else { return [] }
        return Set((cache.above(id, count: 5) + cache.below(id, count: 5)).map(\.id))
    }
}
