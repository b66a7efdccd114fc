import PNRP
import PeerBase
import PeerSimulation
import Testing

@Suite("A storm of old and spoiled datagrams")
struct StormTests {
    @Test(
        "replays, bit flips, cuts and wrong senders: no trap, no leaf lost, and the node still answers",
        arguments: 70..<74 as Range<UInt64>)
    func storm(seed: UInt64) throws {
        var town = Town(seed: seed)
        try town.settle(8)
        town.cloud.isRecording = true
        try town.settle(6, from: 8)
        _ = try town.resolve("0.name-3", from: VirtualCloud.endpoint(5))
        town.cloud.unregister(try #require(town.published[VirtualCloud.endpoint(13)]), at: VirtualCloud.endpoint(13))
        town.cloud.run(for: .seconds(5))
        town.cloud.isRecording = false
        let target = VirtualCloud.endpoint(0)
        let own = try #require(town.published[target])
        let before = town.leaves(of: own, at: target)
        let recorded = town.cloud.recorded
        #expect(recorded.count > 200)
        var random = RandomSource(seed: seed)
        for _ in 0..<6000 {
            guard var datagram = recorded.randomElement(using: &random) else { return }
            let spoils = Int.random(in: 0..<4, using: &random)
            if spoils == 1 {
                for _ in 0..<Int.random(in: 1...4, using: &random) {
                    let index = Int.random(in: datagram.bytes.indices, using: &random)
                    datagram.bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
                }
            } else if spoils == 2 {
                datagram.bytes.removeLast(Int.random(in: 1...datagram.bytes.count, using: &random))
            } else if spoils == 3 {
                datagram.source = VirtualCloud.endpoint(Int.random(in: 1..<40, using: &random))
            }
            let (bytes, source) = (datagram.bytes, datagram.source)
            town.cloud.with(target) { node, now in
                ((), node.receive(bytes.span, from: source, at: target, now: now))
            }
            town.cloud.run(for: .milliseconds(5))
        }
        town.cloud.run(for: .seconds(5))
        #expect(Set(town.leaves(of: own, at: target)).isSuperset(of: before), "seed \(seed)")
        let asker = VirtualCloud.endpoint(5)
        #expect(try town.resolve("0.name-0", from: asker).record?.publisher == target, "seed \(seed)")
        #expect(try town.resolve("0.name-6", from: target).record?.publisher == VirtualCloud.endpoint(6))
    }

    @Test("noise of any kind is dropped", arguments: 80..<84 as Range<UInt64>)
    func noise(seed: UInt64) throws {
        var town = Town(seed: seed)
        try town.settle(3)
        var random = RandomSource(seed: seed)
        let target = VirtualCloud.endpoint(0)
        let sent = try #require(town.cloud.nodes[target]).counters.datagramsSent
        for _ in 0..<5000 {
            // The right header, so that something is read at all.
            let bytes =
                [0x00, 0x10, 0x00, 0x0C, 0x51, 0x04, 0x00, UInt8.random(in: 1...11, using: &random)]
                + random.bytes(Int.random(in: 0..<80, using: &random))
            town.cloud.with(target) { node, now in
                ((), node.receive(bytes.span, from: VirtualCloud.endpoint(9), at: target, now: now))
            }
        }
        let counters = try #require(town.cloud.nodes[target]).counters
        #expect(counters.datagramsSent == sent)
        #expect(counters.malformed >= 5000)
    }
}
