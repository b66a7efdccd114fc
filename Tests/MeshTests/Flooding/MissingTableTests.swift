import PeerBase
import Testing

@testable import Mesh

@Suite("What was announced and has not come (peer channel 20.7, 22)")
struct MissingTableTests {
    private let first = LinkID(number: 1)
    private let second = LinkID(number: 2)

    private func instant(_ milliseconds: Int64) -> Instant { Instant(nanoseconds: milliseconds * 1_000_000) }

    private func id(_ number: Int) -> MessageID {
        MessageID((0..<20).map { UInt8(truncatingIfNeeded: $0 < 4 ? number >> (8 * $0) : 0) })
            ?? { preconditionFailure("20 bytes name a message") }()
    }

    /// Asks for all that is due, and tells how many at whom.
    private func asked(_ table: inout MissingTable, at milliseconds: Int64) -> [LinkID: Int] {
        var asked: [LinkID: Int] = [:]
        while let (id, step) = table.takeDue(now: instant(milliseconds)) {
            switch step {
            case .ask(let link):
                asked[link, default: 0] += 1
                table.postpone(id, until: instant(milliseconds + 50))
            case .wait(let end): table.postpone(id, until: end)
            case .giveUp: table.remove(id)
            }
        }
        return asked
    }

    @Test("a neighbour that invents messages has its share of the memory and leaves the rest to the others")
    func share() {
        var table = MissingTable()
        for number in 0..<2 * Limits.missingMessages { table.note(id(number), at: first, askAt: instant(100)) }
        for number in 0..<100 { table.note(id(100_000 + number), at: second, askAt: instant(100)) }
        #expect(asked(&table, at: 100) == [first: Limits.missingOfOneLink, second: 100])
        table.note(id(99_999), at: first, askAt: instant(100))
        #expect(asked(&table, at: 120) == [:], "asking alone makes no room")
        #expect(asked(&table, at: 20_000) == [:])
        #expect(table.isEmpty, "given up")
        table.note(id(99_999), at: first, askAt: instant(20_000))
        #expect(asked(&table, at: 20_000) == [first: 1], "there is room again")
    }

    @Test("what another has announced too, and what has come, is not of the share")
    func shared() {
        var table = MissingTable()
        let most = Limits.missingOfOneLink
        for number in 0..<most { table.note(id(number), at: first, askAt: instant(100)) }
        table.note(id(0), at: second, askAt: instant(100))
        table.remove(id(1))
        for number in most..<most + 10 { table.note(id(number), at: first, askAt: instant(100)) }
        #expect(asked(&table, at: 100) == [first: most + 1])
        table.forget(second, now: instant(110))
        table.forget(first, now: instant(110))
        #expect(asked(&table, at: 20_000) == [:] && table.isEmpty)
    }

    @Test("who announces it when the patience with another is over is asked all the same, and has the same time")
    func late() {
        var table = MissingTable()
        table.note(id(1), at: first, askAt: instant(0))
        #expect(asked(&table, at: 0) == [first: 1])
        #expect(asked(&table, at: 50) == [:])
        table.note(id(1), at: second, askAt: instant(10_100))
        #expect(asked(&table, at: 10_100) == [second: 1])
        #expect(asked(&table, at: 20_000) == [:] && !table.isEmpty)
        #expect(asked(&table, at: 20_100) == [:] && table.isEmpty)
    }
}
