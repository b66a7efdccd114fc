/// A point in time on a clock that the caller reads: nanoseconds since an epoch of the caller's choice.
///
/// Cores never read a clock; whoever drives them passes `now` (models 3.1). The clock must not run backwards.
package struct Instant: Hashable, Sendable, Comparable {
    package var nanoseconds: Int64

    package init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    package static let zero = Instant(nanoseconds: 0)

    package static func < (left: Instant, right: Instant) -> Bool { left.nanoseconds < right.nanoseconds }

    package static func + (instant: Instant, duration: Duration) -> Instant {
        Instant(nanoseconds: instant.nanoseconds + duration.wholeNanoseconds)
    }

    /// The time from `right` to `left`.
    package static func - (left: Instant, right: Instant) -> Duration {
        // Not `.nanoseconds(_:)`, whose generic arithmetic costs ten times as much in a place that is passed at every
        // datagram.
        Duration(attoseconds: Int128(left.nanoseconds - right.nanoseconds) * 1_000_000_000)
    }
}

extension Duration {
    /// The duration in nanoseconds, fractions cut off.
    package var wholeNanoseconds: Int64 {
        Int64(truncatingIfNeeded: attoseconds / 1_000_000_000)
    }

    /// The duration in milliseconds, rounded to the nearest.
    package var wholeMilliseconds: Int {
        let nanoseconds = wholeNanoseconds
        return Int((nanoseconds + (nanoseconds < 0 ? -500_000 : 500_000)) / 1_000_000)
    }
}

/// A point on the calendar as certified peer addresses carry it: 100 ns ticks since 1601-01-01 UTC (wire 7).
package struct CalendarTime: Hashable, Sendable, Comparable {
    package var ticks: UInt64

    package init(ticks: UInt64) {
        self.ticks = ticks
    }

    /// From nanoseconds since 1970-01-01 UTC.
    package init(unixNanoseconds: Int64) {
        ticks = UInt64(116_444_736_000_000_000 + unixNanoseconds / 100)
    }

    package static func < (left: CalendarTime, right: CalendarTime) -> Bool { left.ticks < right.ticks }

    /// The time from `right` to `left`.
    package static func - (left: CalendarTime, right: CalendarTime) -> Duration {
        Duration(attoseconds: (Int128(left.ticks) - Int128(right.ticks)) * 100_000_000_000)
    }

    package static func + (time: CalendarTime, duration: Duration) -> CalendarTime {
        CalendarTime(ticks: time.ticks &+ UInt64(bitPattern: duration.wholeNanoseconds / 100))
    }
}
