package import PNRP
internal import PeerBase
internal import Sockets

// The last minutes of the cloud. Every call of the core begins with reading the clock here, so that the history is told of
// the time before the core changes.

extension PNRPDriver {
    /// The time, for a call of the core.
    func present() -> Instant {
        let now = MonotonicClock.now
        history?.advance(to: now) { figures }
        return now
    }

    /// The last minutes; `nil` where none are kept.
    package func statisticsHistory() -> StatisticsHistory? {
        _ = present()
        return history
    }

    /// A name that stands for no name of anybody's is not to be counted.
    package func leaveOut(_ name: PeerName) {
        uncounted = name
    }

    private var figures: StatisticsHistory.Figures {
        StatisticsHistory.Figures(
            cacheEntries: node.cache.count, estimatedSize: node.cache.estimatedIdentifiers,
            registeredNames: node.registrations.all.count { $0.name != uncounted }, counters: node.counters)
    }
}
