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
        "a clean unregistration: no leaf set holds the identifier, and the edges know their new members",
        arguments: [3, 8, 12, 40])
    func unregistered(count: Int) throws {
        var town = Town(seed: 42)
        try town.settle(count)
        let leaver = VirtualCloud.endpoint(count / 2)
        let before = town.published
        let gone = try #require(town.published[leaver])
        town.cloud.leave(leaver)
        town.cloud.run(for: .seconds(4))
        #expect(town.cloud.nodes[leaver] == nil)
        for (endpoint, id) in before where endpoint != leaver {
            #expect(!town.leaves(of: id, at: endpoint).contains(gone), "seed \(town.seed), \(endpoint)")
        }
        // The fifth neighbour of either side has heard of the first of the other (behaviour 11.4 step 3).
        let ring = before.values.sorted()
        let place = try #require(ring.firstIndex(of: gone))
        for (edge, nearest) in [(-5, 1), (5, -1)] where count > 11 {
            let id = ring[(place + edge + count) % count]
            let expected = ring[(place + nearest + count) % count]
            let endpoint = try #require(before.first { $0.value == id }?.key)
            #expect(town.leaves(of: id, at: endpoint).contains(expected), "seed \(town.seed), \(endpoint)")
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
