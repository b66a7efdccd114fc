import PNRP
import PeerBase
import PeerSimulation
import Testing

@Suite("Three datagrams in ten get lost")
struct LossTests {
    @Test("more than 99 of 100 names resolve within their deadline", arguments: [81, 82] as [UInt64])
    func names(seed: UInt64) throws {
        let count = 50
        var town = Town(seed: seed)
        try town.settle(count)
        town.cloud.conditions.loss = 0.3
        town.cloud.run(for: .seconds(300))
        var random = RandomSource(seed: seed)
        let asked = 110
        var found = 0
        for round in 0..<asked {
            let number = round % count
            let asker = (number + Int.random(in: 1..<count, using: &random)) % count
            let outcome = try town.resolve("0.name-\(number)", from: VirtualCloud.endpoint(asker))
            #expect(outcome.elapsed <= .seconds(30), "seed \(seed)")
            if outcome.record?.publisher == VirtualCloud.endpoint(number) { found += 1 }
        }
        #expect(found * 100 > asked * 99, "seed \(seed): \(found) of \(asked)")
    }

    /// A program that is started, looks for one name and ends: nothing has told it yet what silence means here.
    @Test("99 of 100 for nodes that have just begun to join", arguments: [84, 85] as [UInt64])
    func newcomers(seed: UInt64) throws {
        let count = 50
        var town = Town(seed: seed)
        try town.settle(count)
        town.cloud.conditions.loss = 0.3
        town.cloud.run(for: .seconds(300))
        let asked = 200
        var found = 0
        var longest = Duration.zero
        for number in 0..<asked {
            let asker = town.cloud.addNode(count + number, seeds: [VirtualCloud.endpoint(0), VirtualCloud.endpoint(1)])
            let outcome = try town.resolve("0.name-\(number % count)", from: asker)
            if outcome.record?.publisher == VirtualCloud.endpoint(number % count) { found += 1 }
            longest = max(longest, outcome.elapsed)
            town.cloud.kill(asker)
        }
        #expect(longest <= .seconds(30), "seed \(seed)")
        #expect(found * 100 >= asked * 99, "seed \(seed): \(found) of \(asked)")
    }

    @Test("a name that nobody has is told to be missing as soon as ever in a sound network")
    func missing() throws {
        var town = Town(seed: 83)
        try town.settle(12)
        let outcome = try town.resolve("0.nobody", from: VirtualCloud.endpoint(3))
        #expect(outcome.result == .notFound)
        #expect(outcome.elapsed < .seconds(2))
    }
}
