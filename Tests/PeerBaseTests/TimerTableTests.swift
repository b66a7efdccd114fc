import PeerBase
import Testing

@Suite("A table of named deadlines (models 3.1 rule 4)")
struct TimerTableTests {
    @Test("nothing set, nothing waits")
    func empty() {
        var table = TimerTable<String>()
        #expect(table.next == nil)
        #expect(table["retry"] == nil)
        #expect(table.popExpired(now: Instant(nanoseconds: .max)) == nil)
        table.stop("retry")
        #expect(table.next == nil)
    }

    @Test("a deadline comes due at its very instant, not before, and once")
    func due() {
        var table = TimerTable<String>()
        table.set("retry", at: Instant(nanoseconds: 10))
        #expect(table.popExpired(now: Instant(nanoseconds: 9)) == nil)
        #expect(table["retry"] == Instant(nanoseconds: 10))
        #expect(table.popExpired(now: Instant(nanoseconds: 10)) == "retry")
        #expect(table.popExpired(now: Instant(nanoseconds: 10)) == nil)
        #expect(table["retry"] == nil)
    }

    @Test("setting again moves a deadline, both ways")
    func moved() {
        var table = TimerTable<String>()
        table.set("a", at: Instant(nanoseconds: 10))
        table.set("b", at: Instant(nanoseconds: 20))
        table.set("a", at: Instant(nanoseconds: 30))
        #expect(table.next == Instant(nanoseconds: 20))
        table.set("a", at: Instant(nanoseconds: 5))
        #expect(table.next == Instant(nanoseconds: 5))
        table.stop("a")
        #expect(table.next == Instant(nanoseconds: 20))
        #expect(table.popExpired(now: Instant(nanoseconds: 100)) == "b")
        #expect(table.popExpired(now: Instant(nanoseconds: 100)) == nil)
    }

    @Test("a key may be set again while expired ones are taken out")
    func setWhileTaking() {
        var table = TimerTable<Int>()
        table.set(1, at: Instant(nanoseconds: 1))
        #expect(table.popExpired(now: Instant(nanoseconds: 5)) == 1)
        table.set(1, at: Instant(nanoseconds: 1))
        #expect(table.popExpired(now: Instant(nanoseconds: 5)) == 1)
        #expect(table.popExpired(now: Instant(nanoseconds: 5)) == nil)
    }

    @Test("it does what a plain dictionary of deadlines does", arguments: 1...20 as ClosedRange<UInt64>)
    func model(seed: UInt64) throws {
        var random = RandomSource(seed: seed)
        var table = TimerTable<Int>()
        var model: [Int: Instant] = [:]
        var now = Instant.zero
        for _ in 0..<3000 {
            let key = Int.random(in: 0..<40, using: &random)
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<6:
                let deadline = now + .nanoseconds(Int64.random(in: -5...200, using: &random))
                table.set(key, at: deadline)
                model[key] = deadline
            case 6..<8:
                table.stop(key)
                model[key] = nil
            default:
                now = now + .nanoseconds(Int64.random(in: 0...30, using: &random))
                try takeAll(from: &table, and: &model, now: now)
            }
            #expect(table.next == model.values.min())
            #expect(table[key] == model[key])
        }
    }

    /// What comes out is due, was set for that time, and nothing earlier is left behind.
    private func takeAll(from table: inout TimerTable<Int>, and model: inout [Int: Instant], now: Instant) throws {
        while let key = table.popExpired(now: now) {
            let deadline = model.removeValue(forKey: key)
            let due = try #require(deadline)
            #expect(due <= now)
            #expect(model.values.allSatisfy { $0 >= due })
        }
        #expect(model.values.allSatisfy { $0 > now })
    }

    @Test("a run repeats, the order of equal deadlines included")
    func repeatable() {
        func run() -> [String] {
            var random = RandomSource(seed: 7)
            var table = TimerTable<String>()
            var order: [String] = []
            for step in 0..<2000 {
                let deadline = Instant(nanoseconds: Int64(step + Int.random(in: 0..<4, using: &random)))
                table.set("timer \(Int.random(in: 0..<30, using: &random))", at: deadline)
                if step % 7 == 0 {
                    while let key = table.popExpired(now: Instant(nanoseconds: Int64(step))) { order.append(key) }
                }
            }
            return order
        }
        let first = run()
        #expect(first.count > 100)
        #expect(first == run())
    }

    @Test(
        "moving one deadline for ever takes no more room",
        arguments: [[500], [500, 501], [501, 500, 502], [1, 2, 3, 4, 5, 6, 7]])
    func bounded(deadlines: [Int64]) {
        var table = TimerTable<Int>()
        table.set(0, at: .zero)
        for step in 0..<5000 {
            table.set(1, at: Instant(nanoseconds: deadlines[step % deadlines.count]))
        }
        #expect(places(in: table) <= 65)
        #expect(table.popExpired(now: .zero) == 0)
        #expect(table.popExpired(now: Instant(nanoseconds: 1000)) == 1)
        #expect(table.popExpired(now: Instant(nanoseconds: 1000)) == nil)
        #expect(table.next == nil)
    }

    /// How many places the heap inside holds, stale ones included.
    private func places(in table: TimerTable<Int>) -> Int {
        let heap = Mirror(reflecting: table).children.first { $0.label == "heap" }
        return heap.map { Mirror(reflecting: $0.value).children.count } ?? .max
    }
}
