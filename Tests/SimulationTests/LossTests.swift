import PNRP
import PeerBase
import PeerSimulation
import Testing

@Suite("Three datagrams in ten get lost")
struct LossTests {
    @Test("more than 99 of 100 names resolve within their deadline", arguments: [(50, 81), (50, 82), (200, 83)])
    func names(count: Int, seed: Int) throws {
        var town = Town(seed: UInt64(seed))
        try town.settle(count)
        town.cloud.conditions.loss = 0.3
        // The nodes notice by their own upkeep or by what people ask.
        town.cloud.run(for: .seconds(60))
        var random = RandomSource(seed: UInt64(seed))
        var found = 0
        let asked = 200
        for round in 0..<asked {
            let number = round % count
            let asker = (number + Int.random(in: 1..<count, using: &random)) % count
            let outcome = try town.resolve("0.name-\(number)", from: VirtualCloud.endpoint(asker))
            #expect(outcome.elapsed <= .seconds(30))
            if outcome.record?.publisher == VirtualCloud.endpoint(number) {
                found += 1
            } else {
                print(
                    "MISS", seed, number, asker, outcome.elapsed, outcome.result,
                    outcome.trace.map { "\($0.verdict) \($0.matchingBits)" })
            }
        }
        print("FOUND", count, seed, found, asked)
        #expect(found > asked * 99 / 100, "seed \(seed)")
    }
}
