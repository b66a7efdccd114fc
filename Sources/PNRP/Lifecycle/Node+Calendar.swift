package import PeerBase

// The calendar beside the clock (behaviour 11.3, 17.2). The clock stands still while the host sleeps, and somebody may
// set the calendar after the start; records that expire tomorrow expire by the calendar.

extension Node {
    /// What the calendar says now was at ``PeerBase/Instant/zero`` of the clock. Whoever drives a node tells it now and
    /// then, and after every sleep.
    package mutating func calendarRead(origin: CalendarTime, now: Instant) -> [Action] {
        let step = origin - configuration.calendarOrigin
        configuration.calendarOrigin = origin
        if step > Limits.calendarStep || step < .zero - Limits.calendarStep {
            calendarStepped(isForwards: step > .zero, now: now)
        }
        return takeActions()
    }

    /// Every record is signed when it is asked for, so that only those of the last seconds bear a wrong date: they are
    /// made anew for whoever asks again. A step forwards may mean that we slept; others took us for dead meanwhile, and
    /// the names make themselves known again (behaviour 11.3).
    private mutating func calendarStepped(isForwards: Bool, now: Instant) {
        replies = Replies()
        signatures = signatures.filter { if case .proof = $0.value { false } else { true } }
        if isForwards { announceAgain(now: now) }
    }
}
