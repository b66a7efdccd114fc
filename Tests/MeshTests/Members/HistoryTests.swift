import PeerBase
import PeerSimulation
import Testing

@testable import Mesh

@Suite("Late joiners (peer channel 22; check 26)")
struct HistoryTests {
    @Test("a late joiner gets the last messages once, marked as history, in order", arguments: Profile.allCases)
    func lateJoiner(profile: Profile) throws {
        var circle = Circle.ring(3, profile)
        circle.run()
        for number in 0..<5 {
            try circle.say("\(number)", by: number % 3)
            circle.run(for: .seconds(1))
        }
        let newcomer = circle.add(profile)
        circle.link(0, newcomer)
        circle.link(1, newcomer)
        circle.run()
        #expect(circle.heard(newcomer) == ["0", "1", "2", "3", "4"])
        #expect(circle.deliveries[newcomer].allSatisfy { $0.isHistory && $0.missing == 0 })
        let requests = circle.sent.filter { if case .syncRequest = $0.frame { $0.from == newcomer } else { false } }
        #expect(requests.count == 1, "one neighbour is asked")
        try circle.say("live", by: 2)
        circle.run()
        #expect(circle.deliveries[newcomer].last.map { $0.content.spoken == "live" && !$0.isHistory } == true)
        #expect(circle.heard(newcomer).count == 6)
    }

    @Test("history is never handed on by itself, and what has a hop count is none")
    func scope() throws {
        var circle = Circle.row(2, .classic)
        circle.run()
        try circle.say("near", by: 0, hops: 1)
        try circle.say("all", by: 0)
        circle.run()
        let newcomer = circle.add(.classic)
        circle.link(1, newcomer)
        circle.run()
        #expect(circle.heard(newcomer) == ["all"])
        #expect(circle.copies(from: newcomer, to: 1) == [])
    }

    @Test("whoever was asked and says nothing is passed over for another")
    func silentNeighbour() throws {
        var circle = Circle.ring(3, .classic)
        circle.run()
        try circle.say("hello", by: 2)
        circle.run()
        let newcomer = circle.add(.classic)
        circle.spoil = { frame, from, to in
            if case .syncReply = frame, from == 0, to == newcomer { nil } else { frame }
        }
        circle.link(0, newcomer)
        circle.link(1, newcomer)
        circle.run(for: .milliseconds(4900))
        #expect(circle.heard(newcomer) == [])
        circle.run(for: .milliseconds(200))
        #expect(circle.heard(newcomer) == ["hello"])
    }

    @Test("history with a bad signature ends the link; what was not asked for does too")
    func hostile() throws {
        var circle = Circle.row(2)
        circle.run()
        circle.hear(.syncReply(.init(floods: [], isLast: true)), at: 0, from: 1)
        #expect(!circle.areLinked(0, 1))
        circle = Circle.row(2)
        let flood = Frame.Flood(signed: [1, 2, 3], signature: [4], hopsLeft: nil, hopsDone: 0)
        circle.hear(.syncReply(.init(floods: [flood], isLast: true)), at: 0, from: 1)
        #expect(!circle.areLinked(0, 1))
    }

    @Test("history may be ten minutes old, not a day")
    func age() {
        var circle = Circle.row(2)
        let seal = ToySeal.functions()
        let floods = [1, 9, 13, 1440].enumerated().map { index, minutes in
            let content = Content(
                meshHash: [UInt8](repeating: 7, count: 32), path: "/chat", sender: .numbered(9), nickname: "nine",
                sequence: UInt64(index + 1), opening: 5, time: 1_800_000_000_000 - Int64(minutes) * 60_000,
                body: .text("\(minutes) min"))
            let (signed, signature) = seal.seal(content)
            return Frame.Flood(signed: signed, signature: signature, hopsLeft: nil, hopsDone: 1)
        }
        circle.hear(.syncReply(.init(floods: floods, isLast: true)), at: 0, from: 1)
        #expect(circle.heard(0) == ["1 min", "9 min"])
        #expect(circle.nicknames(at: 0) == ["n0"], "who spoke then is not here for that")
    }

    @Test("200 messages, ten minutes, 1 MiB: whichever is less, the newest")
    func bounds() {
        func flood(_ size: Int) -> Frame.Flood {
            Frame.Flood(signed: [UInt8](repeating: 1, count: size), signature: [], hopsLeft: nil, hopsDone: 0)
        }
        func entry(_ number: Int, _ flood: Frame.Flood) -> RecentMessages.Entry {
            let content = Content(
                meshHash: [], path: "", sender: .numbered(1), nickname: "", sequence: UInt64(number), opening: 1,
                time: 0,
                body: .text(""))
            return RecentMessages.Entry(flood: flood, number: MessageNumber(of: content), time: 0, at: .zero)
        }
        func recent(_ count: Int, _ size: Int, at now: Instant) -> Int {
            var recent = RecentMessages()
            for number in 0..<count { recent.insert(entry(number, flood(size)), now: .zero) }
            return recent.newest(1000, bytes: .max, now: now).count
        }
        #expect(recent(250, 10, at: .zero) == 200)
        #expect(recent(50, 60_000, at: .zero) == 17)
        #expect(recent(5, 10, at: .zero + .seconds(599)) == 5)
        #expect(recent(5, 10, at: .zero + .seconds(600)) == 0)
    }

    @Test("much history comes in parts; a link is answered once")
    func parts() throws {
        var circle = Circle.row(2, .classic)
        circle.run()
        for number in 0..<20 {
            try circle.say("\(number)" + String(repeating: ".", count: 20_000), by: 0)
            circle.run(for: .milliseconds(100))
        }
        let newcomer = circle.add(.classic)
        circle.link(0, newcomer)
        circle.run()
        #expect(circle.heard(newcomer).count == 20)
        func replies() -> Int {
            circle.frames(from: 0, to: newcomer).filter { if case .syncReply = $0 { true } else { false } }.count
        }
        #expect(replies() >= 10)
        let before = replies()
        circle.hear(.syncRequest(.init(messages: 200, bytes: 1 << 20)), at: 0, from: newcomer)
        #expect(replies() == before)
    }
}
