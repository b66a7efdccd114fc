import PeerBase

/// How often each pin was declined without asking a person: such an answer costs its sender nothing, and a line of the
/// log each time.
struct DeclinePace: Sendable {
    private struct Count: Sendable {
        var declines = 0
        let until: Instant
    }

    private var counts: [Pin: Count] = [:]

    /// Whether this pin may be declined once more; counts it if so.
    mutating func admits(_ pin: Pin, now: Instant) -> Bool {
        counts = counts.filter { now < $0.value.until }
        if counts[pin] == nil {
            if counts.count >= Limits.declinedPins, let oldest = counts.min(by: { $0.value.until < $1.value.until }) {
                counts[oldest.key] = nil
            }
            counts[pin] = Count(until: now + Limits.unaskedDeclineTime)
        }
        guard let count = counts[pin], count.declines < Limits.unaskedDeclines else { return false }
        counts[pin]?.declines += 1
        return true
    }
}
