import PeerBase
import Testing

@testable import Mesh

@Suite("A sender's messages in their order (peer channel 20.6)")
struct OrderTests {
    private func delivery(_ sequence: UInt64) -> Delivery {
        let content = Content(
            meshHash: [], path: "/chat", sender: .numbered(1), nickname: "one", sequence: sequence, opening: 1, time: 0,
            body: .text("\(sequence)"))
        guard let id = MessageID([UInt8](repeating: UInt8(truncatingIfNeeded: sequence), count: 20)) else {
            preconditionFailure("20 bytes")
        }
        return Delivery(id: id, content: content, hops: 1)
    }

    private func instant(_ milliseconds: Int64) -> Instant { Instant(nanoseconds: milliseconds * 1_000_000) }

    /// What came out, with the gap before it.
    private func told(_ deliveries: [Delivery]) -> [String] {
        deliveries.map { $0.missing == 0 ? "\($0.content.sequence)" : "\($0.missing) missing, \($0.content.sequence)" }
    }

    @Test("the wall's clock, which runs on while we cannot, makes nobody's memory end; only rates go by it")
    func wall() throws {
        var table = SenderTable()
        var delivery = delivery(1)
        for number in 0...Limits.senders {
            let bytes = (0..<32).map { UInt8(truncatingIfNeeded: $0 < 2 ? number >> (8 * $0) : 0) }
            delivery.content.sender = try #require(MemberID(bytes))
            if number < Limits.senders { _ = table.take(delivery, now: instant(Int64(number))) }
        }
        let newcomer = delivery.content
        func isTooMuch(wall: Int64) -> Bool {
            table.refusal(of: newcomer, age: .zero, isSigning: false, now: instant(5000), wall: instant(wall)) != nil
        }
        #expect(!isTooMuch(wall: 7_200_000))
        #expect(table.count == Limits.senders, "one made room")
        for _ in 1..<100 { #expect(!isTooMuch(wall: 7_200_000)) }
        #expect(isTooMuch(wall: 7_200_000))
        #expect(!isTooMuch(wall: 7_201_000))
    }

    @Test("what overtook is held until what it overtook has come")
    func reordered() {
        var table = SenderTable()
        #expect(told(table.take(delivery(1), now: instant(0))) == ["1"])
        #expect(told(table.take(delivery(4), now: instant(10))) == [])
        #expect(told(table.take(delivery(3), now: instant(20))) == [])
        #expect(told(table.take(delivery(2), now: instant(30))) == ["2", "3", "4"])
        #expect(table.deadline(of: .numbered(1)) == nil)
    }

    @Test("a gap is waited for one second, then told")
    func gap() {
        var table = SenderTable()
        _ = table.take(delivery(1), now: instant(0))
        _ = table.take(delivery(4), now: instant(10))
        _ = table.take(delivery(5), now: instant(500))
        #expect(table.deadline(of: .numbered(1)) == instant(1010))
        #expect(told(table.release(.numbered(1), now: instant(1009))) == [])
        #expect(told(table.release(.numbered(1), now: instant(1010))) == ["2 missing, 4", "5"])
        #expect(told(table.take(delivery(2), now: instant(1500))) == ["2"], "late is better than never")
    }

    @Test("messages that are not for the application leave no gap")
    func skipped() {
        var table = SenderTable()
        _ = table.take(delivery(1), now: instant(0))
        #expect(told(table.take(delivery(3), now: instant(0))) == [])
        #expect(told(table.skip(delivery(2).content, now: instant(0))) == ["3"])
    }

    @Test("a row that is met in its middle begins there, and its first messages are sorted")
    func middle() {
        var table = SenderTable()
        #expect(told(table.take(delivery(8), now: instant(0))) == [])
        #expect(told(table.take(delivery(7), now: instant(5))) == [])
        #expect(told(table.release(.numbered(1), now: instant(1000))) == ["7", "8"])
        #expect(told(table.take(delivery(9), now: instant(1100))) == ["9"])
    }

    @Test("a sign of life tells where the row is, once it has been known for a second")
    func anchored() {
        var table = SenderTable()
        #expect(told(table.skip(delivery(7).content, now: instant(0))) == [])
        #expect(told(table.take(delivery(8), now: instant(1000))) == ["8"])
        #expect(told(table.take(delivery(10), now: instant(1001))) == [])
        #expect(told(table.release(.numbered(1), now: instant(2001))) == ["1 missing, 10"])
    }

    @Test("a sign of life that overtook what was said before it does not cut that off")
    func anchoredLate() {
        var table = SenderTable()
        #expect(told(table.skip(delivery(5).content, now: instant(0))) == [])
        #expect(told(table.take(delivery(6), now: instant(1))) == [])
        #expect(told(table.take(delivery(3), now: instant(2))) == [])
        #expect(told(table.take(delivery(4), now: instant(3))) == [])
        #expect(told(table.release(.numbered(1), now: instant(1000))) == ["3", "4", "6"])
    }

    @Test("history comes before what is live, and what it leaves out is not missing")
    func historyFirst() {
        var table = SenderTable()
        table.isGathering = true
        #expect(told(table.take(delivery(9), now: instant(0))) == [])
        for sequence in [UInt64(2), 4, 3, 7] {
            var past = delivery(sequence)
            past.isHistory = true
            #expect(told(table.take(past, now: instant(10))) == [])
        }
        #expect(told(table.endHistory()) == ["2", "3", "4", "7"])
        #expect(told(table.take(delivery(8), now: instant(20))) == ["8", "9"])
    }

    @Test("a row that has just begun without its first message may have earlier ones on their way")
    func freshHistory() {
        var table = SenderTable()
        table.isGathering = true
        for sequence in [UInt64(5), 7] {
            var past = delivery(sequence)
            past.isHistory = true
            past.content.time = 9000
            _ = table.take(past, now: instant(0))
        }
        #expect(table.hasRowsBegun(after: 8000) && !table.hasRowsBegun(after: 9000))
        #expect(told(table.take(delivery(1), now: instant(500))) == ["1"])
        #expect(!table.hasRowsBegun(after: 8000))
        #expect(told(table.endHistory()) == ["5", "7"])
    }

    @Test("history of several senders is told in the order in which it was said")
    func historyOfAll() {
        var table = SenderTable()
        table.isGathering = true
        // The second sender's clock was set back meanwhile.
        for (sender, sequence, time) in [(2, 2, 5), (1, 1, 10), (2, 1, 20), (1, 2, 30), (1, 3, 30)] {
            var past = delivery(UInt64(sequence))
            past.content.sender = .numbered(sender)
            past.content.time = Int64(time)
            past.isHistory = true
            _ = table.take(past, now: instant(0))
        }
        let out = table.endHistory()
        #expect(out.map(\.content.sender) == [1, 2, 2, 1, 1].map { .numbered($0) })
        #expect(told(out) == ["1", "1", "2", "2", "3"])
    }

    @Test("whatever comes in whatever order comes out once, and nothing stays behind", arguments: 1...20)
    func anyOrder(seed: UInt64) {
        var random = RandomSource(seed: seed)
        var table = SenderTable()
        var out: [Delivery] = []
        for (index, sequence) in (UInt64(1)...40).shuffled(using: &random).enumerated() {
            let now = instant(Int64(index) * 100)
            out += table.release(.numbered(1), now: now)
            switch UInt8.random(in: 0..<4, using: &random) {
            case 0: out += table.skip(delivery(sequence).content, now: now)
            case 1: break
            default: out += table.take(delivery(sequence), now: now)
            }
        }
        out += table.release(.numbered(1), now: instant(100_000))
        #expect(Set(out.map(\.content.sequence)).count == out.count, "seed \(seed)")
        #expect(table.deadline(of: .numbered(1)) == nil, "seed \(seed)")
    }

    @Test("what waits is bounded: the gap is told early")
    func bounded() {
        var table = SenderTable()
        _ = table.take(delivery(1), now: instant(0))
        var out: [Delivery] = []
        for sequence in UInt64(3)...UInt64(3 + Limits.heldPerOpening) {
            out += table.take(delivery(sequence), now: instant(1))
        }
        #expect(out.count == Limits.heldPerOpening + 1)
        #expect(out.first?.missing == 1)
    }

    @Test("numbers at the end of their range, and gaps as wide as it, cost nothing and trap nothing")
    func extremes() {
        var table = SenderTable()
        _ = table.take(delivery(1), now: instant(0))
        _ = table.take(delivery(.max), now: instant(0))
        let out = table.release(.numbered(1), now: instant(1000))
        #expect(out.map(\.missing) == [.max - 2])
        #expect(table.hasUsed(delivery(.max).content) && table.hasUsed(delivery(5).content))
    }

    @Test("four openings of a sender are remembered; strangers push out who was silent longest")
    func bounds() {
        var table = SenderTable()
        for opening in 0..<6 {
            var other = delivery(1)
            other.content.opening = UInt64(opening)
            _ = table.take(other, now: instant(Int64(opening)))
        }
        var first = delivery(1).content
        first.opening = 0
        #expect(!table.hasUsed(first))
        first.opening = 5
        #expect(table.hasUsed(first))
        for number in 0..<5000 {
            var stranger = delivery(1)
            let bytes = [UInt8(number >> 8), UInt8(number & 0xff)] + [UInt8](repeating: 0xaa, count: 30)
            stranger.content.sender = MemberID(bytes) ?? stranger.content.sender
            if number <= Limits.senders { _ = table.take(stranger, now: instant(Int64(100 + number))) }
        }
        #expect(table.count == Limits.senders)
        #expect(!table.hasUsed(first))
    }
}
