import PeerBase
import PeerSimulation
import Testing

@testable import Mesh

@Suite("Neighbours that make much of the past (peer channel 17, 20.7, 22)")
struct HostileHistoryTests {
    /// What member `number` says, who has no link here.
    private func flood(
        _ body: Content.Body, by number: Int = 9, sequence: UInt64 = 1, at circle: Circle
    ) -> Frame.Flood {
        let content = Content(
            meshHash: [UInt8](repeating: 7, count: 32), path: "/chat", sender: .numbered(number), nickname: "",
            sequence: sequence, opening: 5, time: 1_800_000_000_000 + circle.now.nanoseconds / 1_000_000, body: body)
        let (signed, signature) = ToySeal.functions().seal(content)
        return Frame.Flood(signed: signed, signature: signature, hopsLeft: nil, hopsDone: 1)
    }

    private func presence(_ size: Int, by number: Int = 9, at circle: Circle) -> Frame.Flood {
        let small = flood(.presence(.init(state: .here, agreementKey: [])), by: number, at: circle)
        let filler = [UInt8](repeating: 1, count: size - small.signed.count)
        return flood(.presence(.init(state: .here, agreementKey: filler)), by: number, at: circle)
    }

    /// Two nodes, the second of which says nothing of the past.
    private func withSilentNeighbour() -> Circle {
        var circle = Circle()
        for _ in 0..<2 { circle.add() }
        circle.spoil = { frame, _, _ in if case .syncReply = frame { nil } else { frame } }
        circle.link(0, 1)
        return circle
    }

    private func answer(from: Int, to: Int, in circle: Circle) -> [Frame.Flood] {
        circle.frames(from: from, to: to).flatMap { frame -> [Frame.Flood] in
            if case .syncReply(let reply) = frame { reply.floods } else { [] }
        }
    }

    @Test("a sign of life of exactly the limit passes; one byte more is neither kept nor handed on, and told")
    func largePresence() {
        var circle = Circle.row(3)
        circle.run()
        circle.hear(.flood(presence(Limits.presenceBytes + 1, by: 8, at: circle)), at: 1, from: 0)
        circle.hear(.flood(presence(Limits.presenceBytes, by: 9, at: circle)), at: 1, from: 0)
        circle.run()
        #expect(circle.nodes[1].members.map(\.id).contains(.numbered(9)))
        #expect(circle.nodes[2].members.map(\.id).contains(.numbered(9)))
        #expect(!circle.nodes[1].members.map(\.id).contains(.numbered(8)))
        #expect(!circle.nodes[2].members.map(\.id).contains(.numbered(8)))
        #expect(circle.nodes[1].counters.causes["too large"] == 1)
        #expect(circle.areLinked(0, 1))
    }

    @Test("an answer has one mebibyte, signs of life and messages together", arguments: Profile.allCases)
    func bytes(profile: Profile) throws {
        var circle = Circle.row(2, profile)
        circle.run()
        circle.spoil = { frame, _, _ in if case .linkUtility = frame { nil } else { frame } }
        for number in 100..<150 {
            circle.hear(.flood(presence(Limits.presenceBytes, by: number, at: circle)), at: 0, from: 1)
        }
        for number in 1...40 {
            let text = String(repeating: "x", count: 30_000)
            let flood = flood(.text(text), sequence: UInt64(number), at: circle)
            circle.hear(.flood(flood), at: 0, from: 1)
        }
        let newcomer = circle.add(profile)
        circle.link(0, newcomer)
        circle.run(for: .seconds(10))
        let floods = answer(from: 0, to: newcomer, in: circle)
        let size = floods.reduce(0) { $0 + $1.signed.count }
        #expect(size <= Limits.recentBytes && size > Limits.recentBytes - 60_000)
        #expect(floods.count { $0.signed.count >= 30_000 } >= 17, "messages have half of it")
    }

    @Test("a part without anything that is not the last ends the link")
    func emptyPart() {
        var circle = withSilentNeighbour()
        circle.hear(.syncReply(.init(floods: [], isLast: false)), at: 0, from: 1)
        #expect(!circle.areLinked(0, 1))
    }

    @Test("an answer that drips keeps repairs waiting for half a minute, not longer")
    func drip() throws {
        var circle = withSilentNeighbour()
        circle.run(for: .milliseconds(100))
        let id = try #require(MessageID([UInt8](repeating: 1, count: 20)))
        circle.hear(.iHave([id]), at: 0, from: 1)
        let drop = flood(.text("once"), at: circle)
        for _ in 0..<8 {
            circle.hear(.syncReply(.init(floods: [drop], isLast: false)), at: 0, from: 1)
            circle.run(for: .seconds(4))
        }
        #expect(circle.heard(0) == ["once"])
        #expect(circle.nodes[0].counters.grafts == 1)
        #expect(circle.areLinked(0, 1), "it may be slow")
    }

    @Test("after a long break nothing is delivered a second time", arguments: [true, false])
    func longBreak(isSigning: Bool) throws {
        var circle = Circle()
        for _ in 0..<3 { circle.add(isSigning: isSigning) }
        circle.link(0, 1)
        circle.link(1, 2)
        circle.run(for: .seconds(6))
        for number in 0..<3 { try circle.say("from \(number)", by: number) }
        circle.run()
        // Longer than messages count as seen, shorter than they are kept. The memory is swept as others come.
        circle.cut(0, 1)
        circle.run(for: Limits.seenMemory + .seconds(10))
        try circle.say("alone", by: 0)
        circle.link(0, 1)
        circle.run(for: .seconds(6))
        #expect(circle.heard(0).sorted() == ["from 1", "from 2"])
        #expect(circle.heard(1).sorted() == ["alone", "from 0", "from 2"])
        #expect(circle.nodes.allSatisfy { $0.counters.causes["replay"] == nil })
    }

    @Test("our own lines do not come back to us from another's memory when ours has no room for them")
    func ownLines() throws {
        var circle = Circle()
        for _ in 0..<2 { circle.add(.classic, isSigning: false) }
        circle.link(0, 1)
        circle.run()
        try circle.say("mine", by: 0)
        circle.run()
        circle.cut(0, 1)
        circle.run(for: Limits.seenMemory + .seconds(10))
        for number in 0..<Limits.recentMessages {
            try circle.say("\(number)", by: 0)
            circle.run(for: .milliseconds(50))
        }
        circle.link(0, 1)
        circle.run()
        let answer = answer(from: 1, to: 0, in: circle).compactMap { circle.line(.flood($0)) }
        #expect(answer.contains("mine"))
        #expect(circle.heard(0) == [])
    }
}
