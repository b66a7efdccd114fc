import PeerBase
import PeerSimulation
import Testing

@testable import PNRP

@Suite("A cloud of liars cannot keep a resolve going (invariant 24.2)")
struct AdversarialCloudTests {
    private static let roundTrip = Duration.milliseconds(50)

    @Test("it ends in time, and nobody is asked more than three times", arguments: 0..<60 as Range<UInt64>)
    func ends(seed: UInt64) throws {
        var random = RandomSource(seed: seed)
        var talk = Dialogue.alone()
        talk.node.state = .active
        for number in 1...12 { talk.place(Peer(number).route) }
        let query = ResolveQuery(name: try PeerName("0.wanted"), timeout: .seconds(600))
        let begun = talk.now
        let (id, actions) = talk.node.beginResolve(query, now: talk.now)
        var pending = actions
        var questions: [Endpoint: Int] = [:]
        var (answers, silences, pauses) = (0, 0, 0)
        for _ in 0..<200 {
            if let outcome = pending.outcomes[id] {
                #expect(outcome.result == .notFound, "seed \(seed)")
                let useful = outcome.trace.count { $0.verdict != .unreachable }
                #expect(useful <= Limits.usefulHops + 30, "seed \(seed)")
                let longest = Self.roundTrip * answers + .seconds(2) * silences + Limits.busyPause * pauses
                #expect(talk.now - begun <= longest, "seed \(seed)")
                return
            }
            // The last, for before it the repetition of one that was not answered may stand.
            guard let asked = pending.sent.last(where: \.isOfResolve) else {
                pauses += 1
                pending = talk.pass(Limits.busyPause)
                continue
            }
            if let lookup = asked.lookup {
                questions[asked.destination, default: 0] += 1
                #expect(questions[asked.destination, default: 0] <= Limits.questionsPerHop, "seed \(seed)")
                #expect(lookup.path.count <= Limits.listedEndpoints)
            }
            if Int.random(in: 0..<5, using: &random) == 0 {
                silences += 1
                pending = talk.pass(.seconds(2))
            } else {
                answers += 1
                _ = talk.pass(Self.roundTrip)
                pending = talk.answer(asked, lie(of: asked, &random))
            }
        }
        Issue.record("seed \(seed): no end")
    }

    /// Names itself, another of its own identifiers, a neighbour, a would-be publisher, the asker or nobody.
    private func lie(of asked: Sent, _ random: inout RandomSource) -> AuthorityBuffer {
        let flags: [AuthorityFlags] = [[], [], [], .notFound, .leafSet, .busy]
        var buffer = AuthorityBuffer(flags: flags.randomElement(using: &random) ?? [])
        guard let lookup = asked.lookup else { return buffer }
        let number = Int.random(in: 1...60, using: &random)
        let near = lookup.target.offset(Int.random(in: 1...100_000, using: &random))
        let itself = RouteEntry(id: near, port: asked.destination.port, addresses: [asked.destination.address])
        buffer.routeEntry =
            [
                RouteEntry(lookup.validate, at: number), itself, Peer(number).route, RouteEntry(near, at: number),
                RouteEntry(near, at: 0), nil,
            ].randomElement(using: &random) ?? nil
        return buffer
    }
}

extension Sent {
    /// Whether an application's resolve sent it, and not the upkeep of the cache.
    fileprivate var isOfResolve: Bool {
        lookup?.reason == .applicationRequest || inquire?.flags.contains(.extendedPayload) == true
    }
}
