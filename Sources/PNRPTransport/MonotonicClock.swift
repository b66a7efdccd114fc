internal import Glibc
internal import NIOCore
package import PeerBase

/// The clock that drives every core of this process: NIO's, so that instants and the loop's alarms agree.
package enum MonotonicClock {
    package static var now: Instant { Instant(nanoseconds: Int64(NIODeadline.now().uptimeNanoseconds)) }

    /// The calendar at ``PeerBase/Instant/zero`` of this clock, as the system's clock stands now.
    package static var calendarOrigin: CalendarTime { CalendarTime(unixNanoseconds: unixNanoseconds(at: .zero)) }

    /// An instant of this clock in nanoseconds since 1970-01-01 UTC, as the system's clock stands now.
    package static func unixNanoseconds(at instant: Instant) -> Int64 {
        calendarNanoseconds - now.nanoseconds + instant.nanoseconds
    }

    /// Nanoseconds since 1970-01-01 UTC.
    private static var calendarNanoseconds: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}

extension Instant {
    var deadline: NIODeadline { .uptimeNanoseconds(UInt64(max(0, nanoseconds))) }
}
