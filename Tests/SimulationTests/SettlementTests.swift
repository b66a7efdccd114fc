import PNRP
import PeerBase
import PeerSimulation
import Testing

@Suite("Settlements: whole clouds in figures")
struct SettlementTests {
    @Test("hops stay within a quarter of what perfect caches take (behaviour 21, 24.9)", arguments: Sizes.hops)
    func hops(count: Int) throws {
        let seed = UInt64(count)
        var settlement = Settlement(seed: seed)
        try settlement.grow(to: count)
        let figures = try settlement.lookUp(Settlement.Plan(lookups: count))
        #expect(figures.success == 1, "seed \(seed)")
        let expected = ExpectedHops.mean(identifiers: count)
        #expect(abs(figures.hopsMean - expected) <= expected / 4, "seed \(seed): \(figures.hopsMean), \(expected)")
    }

    @Test("a fifth of the nodes dies: nearly all names of the others are found at once (behaviour 21)")
    func deaths() throws {
        var settlement = Settlement(seed: 3)
        try settlement.grow(to: 60)
        settlement.kill(12)
        #expect(settlement.members.count == 48)
        let figures = try settlement.lookUp(Settlement.Plan(lookups: 100))
        #expect(figures.success >= 0.985, "seed 3: \(figures.success)")
        #expect(figures.wrongAnswers == 0)
        #expect(figures.latency(1) <= .seconds(30))
    }

    @Test("nodes come and go while names are looked up: whatever is found is right")
    func churn() throws {
        var settlement = Settlement(seed: 4, conditions: Conditions(loss: 0.02))
        try settlement.grow(to: 40)
        let figures = try settlement.lookUp(Settlement.Plan(lookups: 200, pace: 5, replacedPerMinute: 8))
        #expect(settlement.members.count == 40)
        #expect(settlement.published.count == 40 + 5, "one node is replaced every 7.5 of the forty seconds")
        #expect(figures.wrongAnswers == 0, "seed 4")
        #expect(figures.success >= 0.9, "seed 4: \(figures.success)")
    }

    @Test("the same seed gives the same figures, another seed others")
    func repeatable() throws {
        func figures(seed: UInt64) throws -> LookupFigures {
            var settlement = Settlement(seed: seed, conditions: Conditions(loss: 0.05, duplication: 0.05))
            try settlement.grow(to: 16)
            settlement.kill(3)
            return try settlement.lookUp(Settlement.Plan(lookups: 40, replacedPerMinute: 60))
        }
        let (first, again, other) = (try figures(seed: 7), try figures(seed: 7), try figures(seed: 8))
        #expect(first == again)
        #expect(first != other)
    }

    @Test("the table of expected hops is met at its columns and between them (behaviour 21)")
    func table() {
        for (identifiers, mean) in [(10, 1.0), (100, 1.8), (1000, 2.7), (1_000_000, 5.8), (10_000_000, 5.8)] {
            #expect(abs(ExpectedHops.mean(identifiers: identifiers) - mean) < 0.01)
        }
        #expect(abs(ExpectedHops.mean(identifiers: 3162) - 3.2) < 0.01)
    }
}
