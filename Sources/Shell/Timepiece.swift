import Glibc

/// Time as the output needs it: for how long a command has been running, and what the clock on the wall says. Tests have
/// one of their own.
package struct Timepiece: Sendable {
    /// Time since some fixed moment; never goes back.
    package let now: @Sendable () -> Duration
    package let sleep: @Sendable (Duration) async throws -> Void
    /// Seconds since 1970.
    package let wallClock: @Sendable () -> Int

    package init(
        now: @escaping @Sendable () -> Duration, sleep: @escaping @Sendable (Duration) async throws -> Void,
        wallClock: @escaping @Sendable () -> Int
    ) {
        self.now = now
        self.sleep = sleep
        self.wallClock = wallClock
    }

    package static let system: Timepiece = {
        let start = ContinuousClock.now
        return Timepiece(
            now: { start.duration(to: .now) }, sleep: { try await Task.sleep(for: $0) }, wallClock: { time(nil) })
    }()
}
