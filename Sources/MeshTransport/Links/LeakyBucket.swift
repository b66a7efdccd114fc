internal import PeerBase

/// A bucket that empties at a steady rate and may be filled beyond its rim: for what is only known once it has come.
struct LeakyBucket: Hashable, Sendable {
    private let rate: Int64
    private let period: Int64
    /// Nanoseconds in which a full bucket empties.
    private let capacity: Int64
    private var emptyAt = Instant(nanoseconds: .min)

    /// `rate` units leak away in each `period`; as many as in `periods` of them fill it.
    init(rate: Int, per period: Duration, periods: Int) {
        self.rate = Int64(rate)
        self.period = period.wholeNanoseconds
        capacity = self.period * Int64(periods)
    }

    mutating func add(_ amount: Int, now: Instant) {
        let cost = Int64(amount) * period / rate
        emptyAt = Instant(nanoseconds: max(emptyAt, now).nanoseconds + cost)
    }

    func isHalfEmpty(_ now: Instant) -> Bool { level(now) <= capacity / 2 }
    /// Whether one more unit fits.
    func hasRoom(_ now: Instant) -> Bool { level(now) + period / rate <= capacity }

    /// When the bucket will be just full; `nil` when it is not over its rim.
    func overflowEnd(_ now: Instant) -> Instant? {
        let level = level(now)
        return level > capacity ? Instant(nanoseconds: now.nanoseconds + level - capacity) : nil
    }

    private func level(_ now: Instant) -> Int64 { emptyAt <= now ? 0 : emptyAt.nanoseconds - now.nanoseconds }
}
