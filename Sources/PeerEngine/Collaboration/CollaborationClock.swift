internal import Collaboration
internal import Sockets

/// The clocks that collaboration goes by outside of tests.
enum CollaborationClock {
    static var moment: Moment { Moment(instant: MonotonicClock.now, time: MonotonicClock.unixMilliseconds) }
}
