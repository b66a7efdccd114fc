import PNRP
import PeerBase
import PeerSimulation
import Testing

@Suite("Two clouds with a seed in common become one (behaviour 24.6)")
struct UpkeepMergeTests {
    @Test("by themselves, and every leaf set is true afterwards", arguments: 0..<4 as Range<UInt64>)
    func byThemselves(seed: UInt64) throws {
        var town = try divided(seed: 980 + seed)
        town.cloud.partition = [:]
        town.cloud.run(for: .seconds(600))
        town.expectTrueLeaves()
        let outcome = try town.resolve("0.name-15", from: VirtualCloud.endpoint(3))
        #expect(outcome.record?.publisher == VirtualCloud.endpoint(15), "seed \(town.seed)")
    }

    @Test("at once when somebody asks for it, who hears what it brought")
    func onDemand() throws {
        var town = try divided(seed: 990)
        // An hour in which nothing was found has made the nodes' own tests rare.
        town.cloud.run(for: .seconds(3600))
        town.cloud.partition = [:]
        let ticket = town.cloud.repair(at: VirtualCloud.endpoint(14))
        town.cloud.run(within: .seconds(60)) { $0.repairs[ticket] != nil }
        guard case .repaired(_, let learned)? = town.cloud.repairs[ticket] else {
            Issue.record("seed \(town.seed): \(String(describing: town.cloud.repairs[ticket]))")
            return
        }
        #expect(learned > 0)
        town.cloud.run(for: .seconds(120))
        town.expectTrueLeaves()
    }

    /// Both parts are larger than what a node solicits on its own when it hears of somebody.
    @Test(
        "two links joined by a cable become one cloud by their members' announcements alone",
        arguments: [991, 992, 993])
    func cable(seed: UInt64) throws {
        var town = Town(seed: seed)
        for number in 12..<24 { town.cloud.partition[VirtualCloud.endpoint(number)] = 1 }
        for first in [0, 12] {
            for number in first..<first + 12 {
                let seeds = number == first ? [] : [VirtualCloud.endpoint(first)]
                try town.publish("0.name-\(number)", at: town.cloud.addNode(number, seeds: seeds))
                town.cloud.run(for: .seconds(2))
            }
        }
        // Seeds only brought the parts about.
        for number in 0..<24 {
            town.cloud.with(VirtualCloud.endpoint(number)) { node, now in ((), node.setSeeds([], now: now)) }
        }
        town.cloud.run(for: .seconds(600))
        town.cloud.partition = [:]
        for _ in 0..<2 {
            for number in 0..<24 { town.announce(number, to: (0..<24).filter { $0 != number }) }
            town.cloud.run(for: .seconds(900))
        }
        town.expectTrueLeaves()
        let outcome = try town.resolve("0.name-15", from: VirtualCloud.endpoint(3))
        #expect(outcome.record?.publisher == VirtualCloud.endpoint(15), "seed \(seed)")
    }

    /// Ten nodes around node 0 and ten around node 10, who also know node 0 as a seed and have never reached it.
    private func divided(seed: UInt64) throws -> Town {
        var town = Town(seed: seed)
        for number in 10..<20 { town.cloud.partition[VirtualCloud.endpoint(number)] = 1 }
        try town.settle(10)
        for number in 10..<20 {
            let seeds =
                number == 10 ? [VirtualCloud.endpoint(0)] : [VirtualCloud.endpoint(10), VirtualCloud.endpoint(0)]
            try town.publish("0.name-\(number)", at: town.cloud.addNode(number, seeds: seeds))
            town.cloud.run(for: .seconds(2))
        }
        town.cloud.run(for: .seconds(60))
        return town
    }
}

extension Town {
    /// A member announces itself on the link.
    fileprivate mutating func announce(_ number: Int, to others: [Int]) {
        for other in others {
            cloud.with(VirtualCloud.endpoint(other)) { node, now in
                ((), node.discovered(VirtualCloud.endpoint(number), now: now))
            }
        }
    }
}
