internal import Glibc
internal import NIOCore
internal import PeerBase

/// The clocks of a driver: NIO's for the core's instants, so that they agree with the loop's alarms, and the system's
/// for what others see.
package enum MeshClock {
    static var now: Instant { Instant(nanoseconds: Int64(NIODeadline.now().uptimeNanoseconds)) }

    /// Milliseconds since 1970-01-01 UTC at ``PeerBase/Instant/zero``, as the system's clock stands now.
    static func unixTimeAtZero(now: Instant) -> Int64 {
        (unixNanoseconds - now.nanoseconds) / 1_000_000
    }

    /// Milliseconds since 1970-01-01 UTC.
    package static var unixMilliseconds: Int64 { unixNanoseconds / 1_000_000 }

    private static var unixNanoseconds: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}

extension Instant {
    var deadline: NIODeadline { .uptimeNanoseconds(UInt64(max(0, nanoseconds))) }
}

extension Duration {
    var timeAmount: TimeAmount { .nanoseconds(wholeNanoseconds) }
}
