import Synchronization

/// A clock for waiting that takes no time.
final class ScriptedClock: Clock {
    enum Manner: Sendable {
        /// Whoever sleeps wakes up at once, and it is as late as they wished.
        case jumps
        /// Whoever sleeps does so until they are cancelled.
        case stands
    }

    struct Instant: InstantProtocol {
        var offset: Duration = .zero

        func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        func duration(to other: Instant) -> Duration { other.offset - offset }
        static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
    }

    private let manner: Manner
    private let time = Mutex(Instant())

    init(_ manner: Manner) { self.manner = manner }

    var now: Instant { time.withLock { $0 } }
    var minimumResolution: Duration { .zero }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        try Task.checkCancellation()
        guard manner == .stands else { return time.withLock { $0 = max($0, deadline) } }
        for await _ in AsyncStream<Never>.makeStream().stream {}
        throw CancellationError()
    }
}
