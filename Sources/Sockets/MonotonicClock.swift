internal import Glibc
package import NIOCore
package import PeerBase

/// The clock that drives every core of this process: NIO's, so that instants and the loops' alarms agree; and the
/// system's, for what others see.
package enum MonotonicClock {
    package static var now: Instant { Instant(nanoseconds: Int64(NIODeadline.now().uptimeNanoseconds)) }

    /// The calendar at ``PeerBase/Instant/zero`` of this clock, as the system's clock stands now.
    package static var calendarOrigin: CalendarTime { CalendarTime(unixNanoseconds: unixNanoseconds(at: .zero)) }

    /// An instant of this clock in nanoseconds since 1970-01-01 UTC, as the system's clock stands now.
    package static func unixNanoseconds(at instant: Instant) -> Int64 {
        calendarNanoseconds - now.nanoseconds + instant.nanoseconds
    }

    /// An instant of this clock in milliseconds since 1970-01-01 UTC, as the system's clock stands now.
    package static func unixMilliseconds(at instant: Instant) -> Int64 { unixNanoseconds(at: instant) / 1_000_000 }

    /// Milliseconds since 1970-01-01 UTC, by the system's clock.
    package static var unixMilliseconds: Int64 { calendarNanoseconds / 1_000_000 }

    /// Nanoseconds since 1970-01-01 UTC.
    private static var calendarNanoseconds: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}

extension Instant {
    package var deadline: NIODeadline { .uptimeNanoseconds(UInt64(max(0, nanoseconds))) }
}

extension Duration {
    package var timeAmount: TimeAmount { .nanoseconds(wholeNanoseconds) }
}
