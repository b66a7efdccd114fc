import PNRP
import PeerBase
import PeerSimulation
import Testing

@Suite("Names are found in a cloud")
struct ResolvingTests {
    @Test("every name of a cloud is found from every corner of it", arguments: [2, 3, 11, 40, 120])
    func allNamesResolve(count: Int) throws {
        var town = Town(seed: UInt64(count))
        try town.settle(count)
        var random = RandomSource(seed: 7)
        for number in 0..<count {
            let asker = VirtualCloud.endpoint((number + 1 + Int.random(in: 0..<count - 1, using: &random)) % count)
            let outcome = try town.resolve("0.name-\(number)", from: asker)
            #expect(outcome.record?.publisher == VirtualCloud.endpoint(number), "seed \(town.seed), name \(number)")
            #expect(outcome.record?.comment == "at \(VirtualCloud.endpoint(number))")
        }
    }

    @Test("a node that publishes nothing finds names too")
    func resolverOnly() throws {
        var town = Town(seed: 5)
        try town.settle(30)
        let asker = town.cloud.addNode(1000, seeds: [VirtualCloud.endpoint(3)])
        #expect(try town.resolve("0.name-17", from: asker).record?.publisher == VirtualCloud.endpoint(17))
        #expect(town.cloud.nodes[asker]?.state == .active)
    }

    @Test("a name nobody publishes is not found, and the way is told")
    func unknownName() throws {
        var town = Town(seed: 6)
        try town.settle(25)
        let outcome = try town.resolve("0.nobody", from: VirtualCloud.endpoint(4))
        #expect(outcome.result == .notFound)
        #expect(outcome.trace.count > 1)
        #expect(outcome.trace[0].endpoint == VirtualCloud.endpoint(4))
    }

    @Test("a node alone is told at once that nobody is there")
    func alone() throws {
        var town = Town(seed: 8)
        let node = town.cloud.addNode(0)
        let outcome = try town.resolve("0.any", from: node)
        #expect(outcome.result == .notFound)
        #expect(outcome.elapsed == .zero)
        #expect(town.cloud.nodes[node]?.state == .alone)
    }

    @Test("own names answer only when asked for")
    func ownNames() throws {
        var town = Town(seed: 9)
        try town.settle(5)
        let node = VirtualCloud.endpoint(2)
        #expect(try town.resolve("0.name-2", from: node).result == .notFound)
        #expect(try town.resolve("0.name-2", from: node, includingOwn: true).record?.publisher == node)
    }
}
