import PeerBase
import PeerSimulation
import Testing

@testable import PNRP

@Suite("A walk towards an identifier (behaviour 12)")
struct LookupMachineTests {
    private let start = VirtualCloud.endpoint(0)
    private let target = PeerID(0x8000_0000_0000_0000, 0, 0, 1 << 63)

    @Test("each closer suggestion is asked; a match of 128 bits ends the walk early")
    func earlyStop() {
        var walk = walk()
        walk.begin(with: [hop(100)])
        #expect(walk.step() == .ask(hop(100)))
        #expect(answer(&walk, suggestion: hop(50)).verdict == .accepted)
        #expect(walk.step() == .ask(hop(50)))
        #expect(answer(&walk, suggestion: publisher(7)).confirmed == hop(50))
        #expect(walk.step() == .ask(publisher(7)))
        #expect(answer(&walk).verdict == .deadEnd)
        #expect(walk.best == publisher(7))
        #expect(walk.step() == .verify(publisher(7)))
    }

    @Test("with nobody left, a best match that is not good enough is not found")
    func nobodyLeft() {
        var walk = walk()
        walk.begin(with: [hop(100)])
        _ = walk.step()
        #expect(answer(&walk).verdict == .deadEnd)
        #expect(walk.step() == .finished)
        #expect(walk.best == hop(100))
    }

    @Test("the first hops are taken nearest first")
    func firstHops() {
        var walk = walk()
        walk.begin(with: [hop(10), hop(20), hop(30)])
        for distance in [10, 20, 30] {
            #expect(walk.step() == .ask(hop(distance)))
            walk.unreachable(endpoint(distance))
        }
        #expect(walk.step() == .finished)
        #expect(walk.path == [start, endpoint(10), endpoint(20), endpoint(30)])
    }

    @Test("a suggestion that is not closer is discarded, unless the cache is small")
    func notCloser() {
        var strict = walk()
        strict.begin(with: [hop(50)])
        _ = strict.step()
        #expect(answer(&strict, suggestion: hop(60)).verdict == .deadEnd)
        #expect(strict.step() == .finished)
        var lenient = walk()
        lenient.begin(with: [hop(50)])
        _ = lenient.step()
        #expect(answer(&lenient, suggestion: hop(60), acceptsAnyHop: true).verdict == .accepted)
        #expect(lenient.step() == .ask(hop(60)))
    }

    @Test("when a branch dies the hop before it is asked again, three times in all")
    func backtracking() {
        var walk = walk()
        walk.begin(with: [hop(100)])
        for (question, next) in [(1, 50), (2, 49), (3, 48)] {
            #expect(walk.step() == .ask(hop(100)), "question \(question)")
            #expect(answer(&walk, suggestion: hop(next)).verdict == .accepted)
            #expect(walk.step() == .ask(hop(next)))
            #expect(answer(&walk).verdict == .deadEnd)
        }
        #expect(walk.step() == .finished)
        #expect(walk.path == [start] + [100, 50, 49, 48].map(endpoint))
    }

    @Test("whoever was asked is not asked again because somebody names him")
    func visited() {
        var walk = walk()
        walk.begin(with: [hop(100)])
        _ = walk.step()
        _ = answer(&walk, suggestion: hop(50))
        _ = walk.step()
        let disguised = RouteEntry(target.offset(1), at: 100)
        #expect(answer(&walk, suggestion: disguised).verdict == .deadEnd)
    }

    @Test("a node may name another identifier of its own")
    func otherOwnIdentifier() {
        var walk = walk()
        walk.begin(with: [hop(100)])
        _ = walk.step()
        let own = RouteEntry(publisher(3).id, at: 100)
        #expect(answer(&walk, suggestion: own).verdict == .accepted)
        #expect(walk.step() == .ask(own))
        #expect(walk.path == [start, endpoint(100)])
    }

    @Test("a node that names itself is not asked again for that, even by those in no position to be choosy")
    func namesItself() {
        var walk = walk()
        walk.begin(with: [hop(100)])
        _ = walk.step()
        #expect(answer(&walk, suggestion: hop(100), acceptsAnyHop: true).verdict == .deadEnd)
        #expect(walk.step() == .finished)
    }

    @Test("a first hop that is suggested meanwhile is not asked twice")
    func noDuplicates() {
        var walk = walk()
        walk.begin(with: [hop(50), hop(40)])
        _ = walk.step()
        _ = answer(&walk, suggestion: hop(40))
        #expect(walk.step() == .ask(hop(40)))
        _ = answer(&walk)
        #expect(walk.step() == .ask(hop(50)))
        _ = answer(&walk)
        #expect(walk.step() == .finished)
    }

    @Test("N: the hop is denied and no match, its suggestion counts")
    func notFound() {
        var walk = walk()
        walk.begin(with: [hop(100)])
        _ = walk.step()
        let consequences = answer(&walk, .notFound, suggestion: hop(50))
        #expect(consequences == LookupMachine.Consequences(denied: hop(100).id, verdict: .accepted))
        #expect(walk.best == nil)
        #expect(walk.step() == .ask(hop(50)))
        _ = answer(&walk)
        #expect(walk.step() == .finished, "the denied hop is not asked again")
    }

    @Test("busy: a dead end that proves nothing")
    func busy() {
        var walk = walk()
        walk.begin(with: [publisher(7)])
        _ = walk.step()
        #expect(answer(&walk, .busy, suggestion: hop(1)) == LookupMachine.Consequences(verdict: .tooBusy))
        #expect(walk.best == nil)
        #expect(walk.step() == .finished)
    }

    @Test("more than six suspicious answers end the walk")
    func suspicious() {
        var walk = walk()
        walk.begin(with: [hop(100)])
        for distance in 94..<101 {
            #expect(walk.step() == .ask(hop(194 - distance)))
            let verdict = answer(&walk, .leafSet, suggestion: hop(193 - distance)).verdict
            #expect(verdict == .acceptedSuspicious)
        }
        #expect(walk.step() == .finished)
    }

    @Test("more than 22 useful answers end the walk; busy and silent nodes do not count")
    func usefulHops() {
        var walk = walk()
        walk.begin(with: [hop(1000)])
        for number in 0..<23 {
            #expect(walk.step() == .ask(hop(1000 - number)), "\(number)")
            _ = answer(&walk, suggestion: hop(999 - number))
        }
        #expect(walk.step() == .finished)
        var patient = self.walk()
        patient.begin(with: (1...30).map(hop))
        for number in 1...30 {
            #expect(patient.step() == .ask(hop(number)))
            if number.isMultiple(of: 2) { patient.unreachable(endpoint(number)) } else { _ = answer(&patient, .busy) }
        }
        #expect(patient.step() == .finished)
    }

    @Test("the flagged path holds us and the latest 21 others")
    func flaggedPath() {
        var walk = walk()
        walk.begin(with: (1...30).map(hop))
        for number in 1...30 {
            _ = walk.step()
            walk.unreachable(endpoint(number))
        }
        #expect(walk.path.count == 31)
        #expect(walk.flaggedPath == [start] + (10...30).map(endpoint))
    }

    @Test("a match that did not prove itself gives way to the one before, or to the hops left")
    func refused() {
        var walk = walk()
        walk.begin(with: [publisher(9), hop(30)])
        _ = walk.step()
        _ = answer(&walk)
        #expect(walk.step() == .verify(publisher(9)))
        #expect(walk.refused(by: endpoint(9)) == true)
        #expect(walk.step() == .ask(hop(30)))
        _ = answer(&walk, suggestion: publisher(3))
        _ = walk.step()
        _ = answer(&walk)
        #expect(walk.step() == .verify(publisher(3)))
        #expect(walk.refused(by: endpoint(3)) == true)
        #expect(walk.best == hop(30))
        #expect(walk.step() == .ask(hop(30)), "it named an impostor and may name another")
        _ = answer(&walk)
        #expect(walk.step() == .finished)
    }

    @Test("a walk of our own carries our route as its best match to the end")
    func announcement() {
        let own = RouteEntry(target.predecessor, at: 0)
        var walk = LookupMachine(target: target, criteria: .none, reason: .registration, start: start, best: own)
        walk.begin(with: [hop(1)])
        #expect(walk.step() == .ask(hop(1)))
        #expect(!walk.wasHeard)
        _ = answer(&walk)
        #expect(walk.wasHeard)
        #expect(walk.best == own)
        #expect(walk.step() == .verify(own))
    }

    @Test("whatever nodes answer, a walk ends", arguments: 0..<200 as Range<UInt64>)
    func terminates(seed: UInt64) {
        var random = RandomSource(seed: seed)
        var walk = walk()
        walk.begin(with: [hop(500), hop(600), hop(700)])
        var questions: [PeerID: Int] = [:]
        for _ in 0..<1000 {
            switch walk.step() {
            case .finished: return
            case .verify(let route):
                if !walk.refused(by: route.endpoints[0]) { return }
            case .ask(let route):
                questions[route.id, default: 0] += 1
                let flags: AuthorityFlags =
                    [AuthorityFlags(), [], .notFound, .busy, .leafSet].randomElement(using: &random) ?? []
                let number = Int.random(in: 1...800, using: &random)
                let named = Bool.random(using: &random) ? hop(number) : publisher(number)
                if Int.random(in: 0..<5, using: &random) == 0 {
                    walk.unreachable(route.endpoints[0])
                } else {
                    _ = walk.answered(
                        flags, suggestion: named, by: route.endpoints[0], acceptsAnyHop: Bool.random(using: &random))
                }
            }
            #expect(questions.values.allSatisfy { $0 <= Limits.questionsPerHop }, "seed \(seed)")
        }
        Issue.record("seed \(seed): no end")
    }

    private func walk() -> LookupMachine {
        LookupMachine(target: target, criteria: .anyPeerName, reason: .applicationRequest, start: start)
    }

    private func endpoint(_ number: Int) -> Endpoint { VirtualCloud.endpoint(number) }

    /// A node so far from the target that it is none of its publishers.
    private func hop(_ distance: Int) -> RouteEntry {
        RouteEntry(target &+ PeerID(UInt64(distance) << 32, 0, 0, 0), at: distance)
    }

    /// A node that shares 128 bits with the target.
    private func publisher(_ distance: Int) -> RouteEntry { RouteEntry(target.offset(distance), at: distance) }

    private func answer(
        _ walk: inout LookupMachine, _ flags: AuthorityFlags = [], suggestion: RouteEntry? = nil,
        acceptsAnyHop: Bool = false
    ) -> LookupMachine.Consequences {
        guard let last = asked(walk) else { preconditionFailure("nobody was asked") }
        return walk.answered(flags, suggestion: suggestion, by: last, acceptsAnyHop: acceptsAnyHop)
    }

    private func asked(_ walk: LookupMachine) -> Endpoint? { walk.current?.route.endpoints.first }
}
