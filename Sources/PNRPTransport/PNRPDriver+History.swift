package import PNRP
internal import PeerBase
internal import Sockets

// The clock and the last minutes of the cloud. Every call of the core begins with reading the clock here, so that the
// history is told of the time before the core changes, and the core of a calendar that was set or a host that slept.

extension PNRPDriver {
    /// How often the calendar is looked at: not with every datagram, and soon enough for records that are good for a day.
    private static let calendarReading: Duration = .seconds(1)

    /// The time, for a call of the core.
    func present() -> Instant {
        let now = MonotonicClock.now
        history?.advance(to: now) { figures }
        if now >= calendarDue { readCalendar(now) }
        return now
    }

    private func readCalendar(_ now: Instant) {
        calendarDue = now + Self.calendarReading
        let actions = node.calendarRead(origin: calendarOrigin(), now: now)
        guard !actions.isEmpty, !isClosing else { return }
        perform(actions)
        setAlarm()
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
