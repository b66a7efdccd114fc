import PNRP
import PeerBase
import PeerSimulation
import Testing

@Suite("Extended payloads travel in fragments (wire 5.2, 8)")
struct PayloadTests {
    @Test(
        "4096 bytes arrive whole, although any fragment may get lost or come twice",
        arguments: [91, 92, 93] as [UInt64])
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
        var arrived = 0
        for asker in 1..<10 {
            let outcome = try town.resolve("0.load", from: VirtualCloud.endpoint(asker))
            guard let record = outcome.record else { continue }
            arrived += 1
            #expect(record.payload == payload, "seed \(seed), asker \(asker)")
        }
        // A LOOKUP whose two transmissions are lost makes the publisher look dead: one in thirty.
        #expect(arrived >= 8, "seed \(seed)")
    }
}
