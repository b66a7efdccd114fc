package import PNRP
package import PeerBase

/// What a series of lookups came to.
package struct LookupFigures: Hashable, Sendable {
    package private(set) var lookups = 0
    package private(set) var found = 0
    /// Records of another publisher than the one that lives.
    package private(set) var wrongAnswers = 0
    package private(set) var timedOut = 0
    private var hops: [Int] = []
    private var datagrams = 0
    private var latencies: [Duration] = []

    package init() {}

    /// Adds a lookup of the name that only `publisher` publishes.
    package mutating func add(_ outcome: ResolveOutcome, publishedAt publisher: Endpoint) {
        lookups += 1
        latencies.append(outcome.elapsed)
        datagrams += outcome.trace.dropFirst().reduce(0) { $0 + $1.datagrams }
        switch outcome.result {
        case .found(let record) where record.publisher == publisher:
            found += 1
            hops.append(outcome.trace.count - 2)
        case .found: wrongAnswers += 1
        case .timedOut: timedOut += 1
        case .notFound, .tooMuchLoad, .networkUnreachable, .cloudDead, .cloudDisabled: break
        }
    }

    /// The fraction that found the publisher.
    package var success: Double { Double(found) / Double(max(lookups, 1)) }

    /// LOOKUPs of a lookup that found the name, the one to the publisher included, the final INQUIRE not: every line of
    /// the trace but the first, ourselves, and the last (behaviour 21).
    package var hopsMean: Double { Double(hops.reduce(0, +)) / Double(max(hops.count, 1)) }
    package var hopsP95: Int { percentile(hops, 0.95) ?? 0 }

    /// Datagrams of the walk itself: LOOKUPs, the final INQUIRE, repetitions, and the answers.
    package var messagesPerLookup: Double { Double(datagrams) / Double(max(lookups, 1)) }

    /// The time within which this fraction of the lookups ended.
    package func latency(_ fraction: Double) -> Duration { percentile(latencies, fraction) ?? .zero }

    private func percentile<Value: Comparable>(_ values: [Value], _ fraction: Double) -> Value? {
        guard !values.isEmpty else { return nil }
        return values.sorted()[min(values.count - 1, Int(Double(values.count) * fraction))]
    }
}

extension TraceStep {
    /// What the exchange cost: a question and its answer, one more for each repetition; silence costs the questions.
    fileprivate var datagrams: Int {
        if verdict == .unreachable { return Limits.transmissions }
        return elapsed < Limits.retransmissionInterval ? 2 : 3
    }
}

/// The mean of LOOKUPs in a static ring with perfect caches, 20 entries to a level (behaviour 21).
package enum ExpectedHops {
    private static let table: [(logarithm: Double, mean: Double)] = [
        (1.301, 1.0), (2, 1.8), (3, 2.7), (4, 3.7), (5, 4.7), (6, 5.8),
    ]

    /// The table's mean for so many identifiers, interpolated in their logarithm; the nearest end beyond it.
    package static func mean(identifiers: Int) -> Double {
        let logarithm = decimalLogarithm(identifiers)
        guard let above = table.first(where: { $0.logarithm >= logarithm }) else { return table[table.count - 1].mean }
        guard let below = table.last(where: { $0.logarithm < logarithm }) else { return above.mean }
        let share = (logarithm - below.logarithm) / (above.logarithm - below.logarithm)
        return below.mean + share * (above.mean - below.mean)
    }

    /// To three digits, which the table does not need more of: the standard library alone has no logarithm.
    private static func decimalLogarithm(_ number: Int) -> Double {
        var rest = Double(max(number, 1))
        var whole = 0.0
        while rest >= 10 {
            rest /= 10
            whole += 1
        }
        // Each squaring doubles the logarithm and brings forth one binary digit of it.
        var fraction = 0.0
        for bit in 1...12 {
            rest *= rest
            if rest >= 10 {
                rest /= 10
                fraction += 1 / Double(1 << bit)
            }
        }
        return whole + fraction
    }
}
