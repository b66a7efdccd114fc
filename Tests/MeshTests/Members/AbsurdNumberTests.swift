import PeerBase
import PeerSimulation
import Testing

@testable import Mesh

@Suite("Numbers that no honest member sends (peer channel 17)")
struct AbsurdNumberTests {
    /// A message of member 9, who has no link here.
    private func flood(
        _ body: Content.Body, sequence: UInt64 = 1, opening: UInt64 = 5, time: Int64, isSigning: Bool = false
    ) -> Frame.Flood {
        let content = Content(
            meshHash: [UInt8](repeating: 7, count: 32), path: "/chat", sender: .numbered(9), nickname: "nine",
            sequence: sequence, opening: opening, time: time, body: body)
        let (signed, signature) = ToySeal.functions(isSigning: isSigning).seal(content)
        return Frame.Flood(signed: signed, signature: signature, hopsLeft: nil, hopsDone: 1)
    }

    private func row(_ count: Int, isSigning: Bool = false) -> Circle {
        var circle = Circle()
        for _ in 0..<count { circle.add(.classic, isSigning: isSigning) }
        for number in 1..<count { circle.link(number - 1, number) }
        return circle
    }

    @Test("gaps as wide as numbers go are counted as far as a counter goes", arguments: [true, false])
    func gaps(isSigning: Bool) {
        var circle = row(2, isSigning: isSigning)
        circle.run()
        for opening: UInt64 in [5, 6] {
            for sequence: UInt64 in [1, .max] {
                let time = 1_800_000_000_000 + circle.now.nanoseconds / 1_000_000
                let flood = flood(
                    .text("\(sequence)"), sequence: sequence, opening: opening, time: time, isSigning: isSigning)
                circle.hear(.flood(flood), at: 0, from: 1)
            }
            circle.run()
        }
        #expect(circle.heard(0).count == 4)
        #expect(circle.nodes[0].counters.missed == .max)
    }

    @Test("a sign of life from before all time tells nothing of now", arguments: [Int64.min, Int64.min + 1])
    func presence(time: Int64) {
        var circle = row(2)
        let presence = Content.Body.presence(.init(state: .here, agreementKey: []))
        circle.hear(.syncReply(.init(floods: [flood(presence, time: time)], isLast: true)), at: 0, from: 1)
        #expect(circle.nicknames(at: 0) == ["n0"])
        #expect(circle.areLinked(0, 1), "without signatures times are nobody's word")
    }

    @Test("a text of any age is delivered, and what is not of the last ten minutes is not told to others")
    func text() {
        var circle = row(2)
        circle.run()
        let unixTime: Int64 = 1_800_000_000_000
        let times: [Int64] = [.min, .min + 1, unixTime - .max, -1, 0, unixTime - 601_000, unixTime - 590_000, .max]
        for (index, time) in times.enumerated() {
            circle.hear(.flood(flood(.text("\(time)"), sequence: UInt64(index + 1), time: time)), at: 0, from: 1)
        }
        circle.run(for: .seconds(1))
        #expect(circle.heard(0) == times.map { "\($0)" })
        circle.add(.classic, isSigning: false)
        circle.link(0, 2)
        circle.run()
        #expect(circle.heard(2).sorted() == times.suffix(2).map { "\($0)" }.sorted())
    }

    @Test("what is only announced while nobody answers about the past is asked for once that had its time")
    func missingDuringHistory() {
        var circle = Circle()
        for _ in 0..<2 { circle.add() }
        circle.spoil = { frame, _, _ in if case .syncReply = frame { nil } else { frame } }
        circle.link(0, 1)
        let ids = (1...3).compactMap { MessageID([UInt8](repeating: $0, count: 20)) }
        circle.hear(.iHave(ids), at: 0, from: 1)
        circle.run(for: Limits.historyWait - .milliseconds(1))
        #expect(circle.nodes[0].counters.grafts == 0)
        circle.run(for: .milliseconds(200))
        #expect(circle.nodes[0].counters.grafts == 3)
    }
}
