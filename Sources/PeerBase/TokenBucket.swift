/// How much of something may happen: so many units a second in the long run, so many at once.
package struct RateLimit: Hashable, Sendable {
    /// Nanoseconds in which one unit grows back.
    let interval: Int64
    package let burst: Int

    /// `perSecond` is 1...1,000,000,000.
    package init(perSecond: Int, burst: Int) {
        precondition((1...1_000_000_000).contains(perSecond) && burst > 0, "a rate is at least one and fits a second")
        interval = 1_000_000_000 / Int64(perSecond)
        self.burst = burst
    }

    /// The time in which an empty bucket fills, in nanoseconds.
    var capacity: Int64 { interval * Int64(burst) }
}

/// A bucket of tokens that refills with time: every unit takes one, and what is not there cannot be taken.
///
/// All it keeps is the instant at which it will be full again; the limit is said at each use, so that a table of many
/// buckets stays small. A new bucket is full.
package struct TokenBucket: Hashable, Sendable {
    private var fullAt = Instant(nanoseconds: .min)

    package init() {}

    /// Whether nothing is missing, so that the bucket need not be remembered.
    package func isFull(now: Instant) -> Bool { fullAt <= now }

    /// Whether `amount` tokens are there.
    package func holds(_ amount: Int = 1, of limit: RateLimit, now: Instant) -> Bool {
        missing(now) + Int64(amount) * limit.interval <= limit.capacity
    }

    /// Takes `amount` tokens; `false`, and nothing taken, when so many are not there.
    @discardableResult
    package mutating func take(_ amount: Int = 1, of limit: RateLimit, now: Instant) -> Bool {
        guard holds(amount, of: limit, now: now) else { return false }
        fullAt = Instant(nanoseconds: now.nanoseconds + missing(now) + Int64(amount) * limit.interval)
        return true
    }

    /// How long the bucket still needs to be full, in nanoseconds.
    private func missing(_ now: Instant) -> Int64 {
        fullAt <= now ? 0 : fullAt.nanoseconds - now.nanoseconds
    }
}
