import PeerBase
import Testing

@testable import PNRP

@Suite("The last minutes of a cloud") struct StatisticsHistoryTests {
    private var history = StatisticsHistory(since: .zero)

    @Test("before the first interval is over there is nothing, and nobody is asked for figures")
    mutating func beginning() {
        history.advance(to: at(4999)) {
            Issue.record("no sample is due")
            return figures()
        }
        #expect(history.samples.isEmpty)
    }

    @Test("a sample holds what is there, and what came and went since the last")
    mutating func differences() {
        history.advance(to: at(5000)) { figures(entries: 3, received: 10, sent: 4, throttled: 1) }
        history.advance(to: at(10_200)) { figures(entries: 5, received: 25, sent: 4, throttled: 3) }
        #expect(
            history.samples == [
                .init(
                    cacheEntries: 3, estimatedSize: nil, registeredNames: 1, datagramsReceived: 10, datagramsSent: 4,
                    throttled: 1),
                .init(
                    cacheEntries: 5, estimatedSize: nil, registeredNames: 1, datagramsReceived: 15, datagramsSent: 0,
                    throttled: 2),
            ])
    }

    @Test("a late call moves no boundary: intervals follow each other without drift")
    mutating func boundaries() {
        history.advance(to: at(9000)) { figures(entries: 1) }
        history.advance(to: at(9999)) { figures(entries: 2) }
        #expect(history.samples.map(\.cacheEntries) == [1])
        history.advance(to: at(10_000)) { figures(entries: 3) }
        #expect(history.samples.map(\.cacheEntries) == [1, 3])
    }

    @Test("a quiet time is filled with what was true all along; traffic belongs to its beginning")
    mutating func quiet() {
        history.advance(to: at(21_000)) { figures(entries: 7, received: 12) }
        #expect(history.samples.map(\.cacheEntries) == [7, 7, 7, 7])
        #expect(history.samples.map(\.datagramsReceived) == [12, 0, 0, 0])
    }

    @Test("it holds ten minutes, however long a cloud lives or sleeps")
    mutating func bound() {
        for tick in 1...500 { history.advance(to: at(tick * 5000)) { figures(entries: tick) } }
        #expect(history.samples.map(\.cacheEntries) == Array(381...500))
        history.advance(to: at(365 * 86_400_000)) { figures(entries: 1) }
        #expect(history.samples.map(\.cacheEntries) == Array(repeating: 1, count: 120))
    }
}

private func figures(
    entries: Int = 0, received: Int = 0, sent: Int = 0, throttled: Int = 0
) -> StatisticsHistory.Figures {
    var counters = Counters()
    counters.datagramsReceived = received
    counters.datagramsSent = sent
    counters.throttledFloods = throttled
    return .init(cacheEntries: entries, estimatedSize: nil, registeredNames: 1, counters: counters)
}

private func at(_ milliseconds: Int) -> Instant { .zero + .milliseconds(milliseconds) }
