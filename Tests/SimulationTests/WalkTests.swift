import PNRP
import PeerBase
import PeerSimulation
import Testing

@Suite("Walks end, and ask nobody too often (behaviour 24.2)")
struct WalkTests {
    /// Where datagrams get lost a walk may begin anew, so that only the deadline bounds it.
    @Test("in a cloud of which a third is dead", arguments: [20, 21] as [UInt64], [0, 0.1])
    func bounded(seed: UInt64, loss: Double) throws {
        var settlement = Settlement(seed: seed, conditions: Conditions(loss: loss))
        try settlement.grow(to: 40)
        settlement.kill(13)
        settlement.cloud.isRecording = true
        var tickets: [VirtualCloud.Ticket] = []
        for number in 0..<40 {
            let asker = VirtualCloud.endpoint(settlement.members[number % settlement.members.count])
            for name in [try Settlement.name(number), try PeerName("0.nobody-\(number)")] {
                tickets.append(settlement.cloud.resolve(ResolveQuery(name: name, criteria: .remote), from: asker))
                settlement.cloud.run(for: .seconds(1))
            }
        }
        settlement.cloud.run(for: .seconds(31))
        for ticket in tickets {
            let outcome = try #require(settlement.cloud.resolves[ticket], "seed \(seed)")
            #expect(outcome.elapsed <= .seconds(30), "seed \(seed)")
            guard loss == 0 else { continue }
            let asked = outcome.trace.dropFirst()
            let silent = asked.count { $0.verdict == .unreachable }
            // 22 hops that bring us further, the one that shows it is enough, and the final INQUIRE.
            #expect(asked.count - silent <= Limits.usefulHops + 2, "seed \(seed)")
        }
        let questions = questions(in: settlement.cloud.recorded)
        #expect(!questions.isEmpty)
        guard loss == 0 else { return }
        #expect(questions.values.allSatisfy { $0.count <= Limits.questionsPerHop }, "seed \(seed)")
    }

    /// One walk's questions to one endpoint; an application's targets are drawn at random, so that each belongs to one
    /// walk.
    private struct Asked: Hashable {
        var target: PeerID
        var asker: Endpoint
        var asked: Endpoint
    }

    /// The message identifiers of the LOOKUPs among the datagrams; a repetition has that of the first.
    private func questions(in datagrams: [VirtualCloud.Datagram]) -> [Asked: Set<MessageID>] {
        datagrams.reduce(into: [:]) { questions, datagram in
            var input = datagram.bytes.span
            guard let message = try? Message(parsing: &input), case .lookup(let lookup) = message.body else { return }
            // Walks of our own go to the same places again and again.
            guard lookup.reason == .applicationRequest else { return }
            let key = Asked(target: lookup.target, asker: datagram.source, asked: datagram.destination)
            questions[key, default: []].insert(message.id)
        }
    }
}
