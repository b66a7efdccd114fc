import PeerBase
import PeerSimulation
import Testing

@testable import PNRP

@Suite("Split tests and repair (behaviour 16)")
struct UpkeepSplitTests {
    private let seed = Peer(700).endpoint
    private let local = PeerID(1 << 63, 0, 0, 0)

    @Test("the table of verdicts")
    func verdicts() {
        let target = local.successor
        let cache = cached([-100, -50, 50, 100])
        let known = Set(cache.entries.map(\.id))
        #expect(cache.verdict(on: local.offset(50), target: target, known: known) == .whole)
        #expect(cache.verdict(on: local.offset(100), target: target, known: known) == .bigger, "50 lies between")
        #expect(
            cache.verdict(on: local.offset(7), target: target, known: known) == .smaller,
            "unknown, and nearer than all we know")
        #expect(
            cache.verdict(on: local.offset(70), target: target, known: known) == .bigger, "unknown, and 50 is nearer")
        #expect(
            cache.verdict(on: local.offset(-50), target: target, known: known) == .whole,
            "the nearest below is no worse")
        // Whom others told us of while the test was under way proves nothing.
        let before = known.subtracting([local.offset(50)])
        #expect(cache.verdict(on: local.offset(50), target: target, known: before) == .smaller)
    }

    @Test("whoever cannot be tested is told why")
    func refusals() throws {
        var nameless = Dialogue.alone()
        let (first, nothing) = nameless.node.beginRepair(now: nameless.now)
        #expect(nothing.repairs[first] == .nothingRegistered)
        var (friendless, _) = try Dialogue.publishing()
        let (second, nobody) = friendless.node.beginRepair(now: friendless.now)
        #expect(nobody.repairs[second] == .nobodyToAsk)
        var (talk, _) = try testing()
        let (third, _) = talk.node.beginRepair(now: talk.now)
        talk.stopUpkeep()
        #expect(talk.pass(.seconds(3)).repairs[third] == .unanswered)
    }

    @Test("tests that nobody answers say nothing; they grow rarer, but not as rare as those that find all well")
    func silence() throws {
        var (talk, own) = try testing()
        talk.stopUpkeep()
        for expected in [1, 2, 3, 3, 3] {
            talk.node.beginSplitTest(of: own, from: seed, now: talk.now)
            talk.node.splitTestEnded(of: own, with: .silence, now: talk.now)
            #expect(talk.node.splits.halvings == expected)
        }
        for expected in [4, 5, 6, 6] {
            talk.node.beginSplitTest(of: own, from: seed, now: talk.now)
            talk.node.splitTestEnded(of: own, with: .nobody, now: talk.now)
            #expect(talk.node.splits.halvings == expected)
        }
    }

    @Test("a repair that joins a round which has told its outcome already is told its own")
    func joinsLateRound() throws {
        var (talk, own) = try testing()
        talk.stopUpkeep()
        let late = talk.node.nextRequestID()
        talk.node.splits.remaining = [own]
        talk.node.splits.requests = [late]
        let found = Resolve.Question(route: Peer(8).route, endpoint: Peer(8).endpoint)
        talk.node.splitFound(.smaller, by: (own, seed), at: found, now: talk.now)
        #expect(talk.pass(Limits.repairReport).repairs[late] != nil)
    }

    /// A publisher that knows six peers, and a seed that is none of them.
    private func testing() throws -> (Dialogue, PeerID) {
        var talk = Dialogue(seeds: [seed])
        _ = talk.node.open(now: .zero)
        talk.pass(.seconds(5))
        let own = try talk.register(RegistrationRequest("0.here"))
        for number in 1...6 { talk.introduce(Peer(number)) }
        return (talk, own)
    }

    private func cached(_ places: [Int]) -> RouteCache {
        var cache = RouteCache()
        var random = RandomSource(seed: 1)
        cache.addLocal(local)
        for place in places {
            _ = cache.insert(RouteEntry(local.offset(place), at: 200 + place), now: .zero, random: &random)
        }
        return cache
    }
}

extension [Action] {
    /// The outcomes of the repairs that ended.
    fileprivate var repairs: [RequestID: RepairOutcome] {
        reduce(into: [:]) { result, action in
            if case .completeRepair(let id, let outcome) = action { result[id] = outcome }
        }
    }
}
