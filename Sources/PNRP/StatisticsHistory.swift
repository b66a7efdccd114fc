package import PeerBase

/// The figures of one cloud over the last minutes, one sample for each ``Limits/historyInterval``.
///
/// It has no timer. Whoever drives a node tells it the time *before* each event, so that the figures it is given are those
/// of the whole time since the last event: what is missing then is filled in truthfully, and a quiet cloud costs nothing.
package struct StatisticsHistory: Hashable, Sendable {
    /// A cloud at one moment, counted from its start.
    package struct Figures: Hashable, Sendable {
        package var cacheEntries: Int
        package var estimatedSize: Int?
        package var registeredNames: Int
        package var counters: Counters

        package init(cacheEntries: Int, estimatedSize: Int?, registeredNames: Int, counters: Counters) {
            self.cacheEntries = cacheEntries
            self.estimatedSize = estimatedSize
            self.registeredNames = registeredNames
            self.counters = counters
        }
    }

    /// A cloud at the end of one interval, and what came and went in it.
    package struct Sample: Hashable, Sendable {
        package var cacheEntries: Int
        package var estimatedSize: Int?
        package var registeredNames: Int
        package var datagramsReceived = 0
        package var datagramsSent = 0
        /// Requests refused because too many came, of every kind that `show statistics` counts.
        package var throttled = 0
    }

    /// Oldest first; at most ``Limits/historySamples``.
    package private(set) var samples: [Sample] = []
    /// The end of the interval of the last sample.
    private var last: Instant
    /// What had been counted then.
    private var counted = Counters()

    package init(since start: Instant) {
        last = start
    }

    /// Takes the samples that have become due by `now`. `figures` is what has been true since the last event before it.
    package mutating func advance(to now: Instant, _ figures: () -> Figures) {
        guard now - last >= Limits.historyInterval else { return }
        let figures = figures()
        let due = Int((now - last).wholeNanoseconds / Limits.historyInterval.wholeNanoseconds)
        add(Sample(figures, since: counted))
        // Nothing came and nothing went in the others.
        let quiet = Sample(figures, since: figures.counters)
        for _ in 0..<min(due - 1, Limits.historySamples) { add(quiet) }
        counted = figures.counters
        last = last + Limits.historyInterval * due
    }

    private mutating func add(_ sample: Sample) {
        if samples.count == Limits.historySamples { samples.removeFirst() }
        samples.append(sample)
    }
}

extension StatisticsHistory.Sample {
    fileprivate init(_ figures: StatisticsHistory.Figures, since before: Counters) {
        cacheEntries = figures.cacheEntries
        estimatedSize = figures.estimatedSize
        registeredNames = figures.registeredNames
        datagramsReceived = figures.counters.datagramsReceived - before.datagramsReceived
        datagramsSent = figures.counters.datagramsSent - before.datagramsSent
        throttled = figures.counters.throttled - before.throttled
    }
}

extension Counters {
    /// All that `show statistics` tells of as throttled (netsh O-4).
    fileprivate var throttled: Int { throttledResolves + throttledSolicits + throttledFloods + throttledRepairs }
}
