import PNRP
import PeerBase
import PeerSimulation
import Testing

@Suite("Nodes leave, with a word and without")
struct DepartureTests {
    @Test("a node killed without a word: its name is not found, all others are", arguments: [12, 40])
    func killed(count: Int) throws {
        var town = Town(seed: 41)
        try town.settle(count)
        let victim = VirtualCloud.endpoint(7)
        town.cloud.kill(victim)
        for number in 0..<count where number != 7 {
            let asker = VirtualCloud.endpoint((number + 1) % count == 7 ? 8 : (number + 1) % count)
            let own = try town.resolve("0.name-7", from: asker)
            #expect(own.record == nil, "seed \(town.seed)")
            #expect(own.elapsed <= .seconds(30))
            let other = try town.resolve("0.name-\(number)", from: asker)
            #expect(other.record?.publisher == VirtualCloud.endpoint(number), "seed \(town.seed), name \(number)")
        }
    }

    @Test(
        "a clean unregistration: no leaf set holds the identifier, and every leaf set is true again",
        arguments: [3, 8, 12, 40])
    func unregistered(count: Int) throws {
        var town = Town(seed: 42)
        try town.settle(count)
        let leaver = VirtualCloud.endpoint(count / 2)
        let gone = try #require(town.published[leaver])
        town.cloud.unregister(gone, at: leaver)
        town.cloud.run(for: .seconds(4))
        let ring = town.published.values.filter { $0 != gone }.sorted()
        for (endpoint, id) in town.published where endpoint != leaver {
            let cache = try #require(town.cloud.nodes[endpoint]).cache
            let leaves = cache.above(id, count: 5) + cache.below(id, count: 5)
            #expect(!leaves.contains { $0.id == gone }, "seed \(town.seed), \(endpoint)")
            let place = try #require(ring.firstIndex(of: id))
            for distance in 1...5 where distance < ring.count {
                for neighbour in [place + distance, place - distance + ring.count * 5] {
                    let expected = ring[neighbour % ring.count]
                    #expect(leaves.contains { $0.id == expected }, "seed \(town.seed), \(endpoint)")
                }
            }
        }
        let asker = VirtualCloud.endpoint(0)
        #expect(try town.resolve("0.name-\(count / 2)", from: asker).record == nil)
    }

    @Test("when everybody else is gone a node is alone, and finds its way back when they return")
    func returning() throws {
        var town = Town(seed: 43)
        try town.settle(2)
        let (first, second) = (VirtualCloud.endpoint(0), VirtualCloud.endpoint(1))
        town.cloud.kill(first)
        #expect(try town.resolve("0.name-0", from: second).record == nil)
        #expect(town.cloud.nodes[second]?.state == .alone)
        town.cloud.addNode(0)
        try town.publish("0.name-0", at: first)
        town.cloud.run(for: .seconds(30))
        #expect(town.cloud.nodes[second]?.state == .active)
        #expect(try town.resolve("0.name-1", from: first).record?.publisher == second)
    }
}
