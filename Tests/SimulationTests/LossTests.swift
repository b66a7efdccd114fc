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
        town.cloud.run(for: .seconds(300))
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

    @Test("a payload of 4096 bytes arrives whole, although any of its fragments may get lost", arguments: [91, 92, 93])
    func payload(seed: UInt64) throws {
        var town = Town(seed: seed)
        try town.settle(10)
        let payload = ExtendedPayload.Payload.binary((0..<4096).map { UInt8(truncatingIfNeeded: $0 * $0 / 7) })
        let key = ToyCryptography.publicKey(1)
        let request = RegistrationRequest(
            name: try PeerName("0.load"), identity: ToyCryptography.functions.sha1(key), publicKey: key,
            payload: payload)
        _ = try town.cloud.register(request, at: VirtualCloud.endpoint(0))
        town.cloud.run(for: .seconds(10))
        town.cloud.conditions = Conditions(loss: 0.1, duplication: 0.1)
        for asker in 1..<10 {
            let outcome = try town.resolve("0.load", from: VirtualCloud.endpoint(asker))
            #expect(outcome.record?.payload == payload, "seed \(seed), asker \(asker)")
        }
    }
}
