import PeerBase
import PeerSimulation
import Testing

@testable import PNRP

/// A real conversation played again at one of its nodes: every datagram many times, in another order, cut, with bits
/// flipped, and faster than anybody may ask. Time passes in between, so that every table fills and empties.
@Suite("Nothing that comes in makes a node grow without bound (invariant 24.7)")
struct SiegeTests {
    @Test("state stays within its limits, and no leaf is lost", arguments: 120..<124 as Range<UInt64>)
    func siege(seed: UInt64) throws {
        var town = Town(seed: seed)
        try town.settle(6)
        town.cloud.isRecording = true
        try town.settle(8, from: 6)
        for number in 0..<6 { _ = try town.resolve("0.name-\(number)", from: VirtualCloud.endpoint(9)) }
        town.cloud.isRecording = false
        let target = VirtualCloud.endpoint(0)
        let own = try #require(town.published[target])
        let before = leaves(of: own, at: target, in: town)
        let recorded = town.cloud.recorded
        var random = RandomSource(seed: seed)
        for round in 0..<40 {
            for _ in 0..<500 {
                let datagram = try #require(recorded.randomElement(using: &random))
                let bytes = spoil(datagram.bytes, &random)
                // Some of the repetitions bear message identifiers that nobody has seen.
                let source =
                    Int.random(in: 0..<8, using: &random) == 0
                    ? stranger(Int.random(in: 0..<5000, using: &random)) : datagram.source
                town.cloud.with(target) { node, now in
                    ((), node.receive(bytes.span, from: source, at: target, now: now))
                }
                let node = try #require(town.cloud.nodes[target])
                try #require(excess(of: node) == [], "seed \(seed), round \(round)")
            }
            town.cloud.run(for: .milliseconds(Int.random(in: 0...400, using: &random)))
        }
        town.cloud.run(for: .seconds(20))
        #expect(leaves(of: own, at: target, in: town).isSuperset(of: before), "seed \(seed)")
        let node = try #require(town.cloud.nodes[target])
        // What is left is the conversation of the living.
        #expect(node.conversations.count + node.admissions.count + node.reassembly.count < 10, "seed \(seed)")
        #expect(node.replies.count < 50 && node.throttle.count < 50, "seed \(seed)")
        let asker = VirtualCloud.endpoint(5)
        #expect(try town.resolve("0.name-0", from: asker).record?.publisher == target, "seed \(seed)")
    }

    /// The tables that hold more than they may.
    private func excess(of node: Node) -> [String] {
        let levels = 80 * (1 + node.registrations.count)
        // Each admitted newcomer is told to two neighbours and of us; each entry is passed on once.
        let floods = 3 * Limits.pendingAdmissions
        let bounds = [
            ("admissions", node.admissions.count, Limits.pendingAdmissions),
            ("conversations", node.conversations.count, Limits.conversations),
            ("reassemblies", node.reassembly.count, Limits.reassemblies),
            ("replies", node.replies.count, 2 * Limits.replies),
            ("bytes of replies", node.replies.bytes, Limits.replyBytes),
            ("accounts", node.throttle.count, Limits.accounts),
            ("signatures", node.signatures.count, Limits.pendingSignatures),
            ("revocations", node.doubtfulRevocations.count, Limits.pendingAdmissions),
            ("resolves", node.resolves.count, Limits.resolves),
            ("requests", node.reliable.count, 2 * Limits.pendingAdmissions + Limits.resolves + floods),
            ("routes", node.cache.count, levels * Limits.levelCapacity + 2 * Limits.leavesPerSide),
        ]
        return bounds.filter { $0.1 > $0.2 }.map { "\($0.0): \($0.1)" }
    }

    private func spoil(_ datagram: [UInt8], _ random: inout RandomSource) -> [UInt8] {
        var bytes = datagram
        switch Int.random(in: 0..<5, using: &random) {
        case 0:
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let index = Int.random(in: bytes.indices, using: &random)
                bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            }
        case 1: bytes.removeLast(Int.random(in: 1...bytes.count, using: &random))
        case 2:
            // The message identifier: what was repeated is new.
            for index in 8..<12 { bytes[index] = UInt8.random(in: 0...255, using: &random) }
        case 3: bytes += random.bytes(Int.random(in: 1...40, using: &random))
        default: break
        }
        return bytes
    }

    private func stranger(_ number: Int) -> Endpoint {
        Endpoint(address: IPv6Address(high: 0x2a00_0000_0000_0000 + UInt64(number), low: 1), port: 3540)
    }

    private func leaves(of id: PeerID, at endpoint: Endpoint, in town: Town) -> Set<PeerID> {
        guard let cache = town.cloud.nodes[endpoint]?.cache else { return [] }
        return Set((cache.above(id, count: 5) + cache.below(id, count: 5)).map(\.id))
    }
}
