internal import PeerBase

/// How much one neighbour sends: floods and bytes, each a bucket that leaks at the sustained rate (peer channel 20.7).
/// What has come is counted even when it is too much; then the link is not read until the bucket has leaked again.
struct InboundRate: Hashable, Sendable {
    private var floods: LeakyBucket
    private var bytes: LeakyBucket
    private let excessTime: Duration
    /// Since when the neighbour has been asking for more than its share without a rest.
    private var excessSince: Instant?

    enum Verdict: Hashable, Sendable {
        case fine
        /// Not to be read until then.
        case pause(until: Instant)
        /// It has been going on for too long.
        case close
    }

    init(_ figures: TransportFigures) {
        floods = LeakyBucket(rate: figures.floodsPerSecond, per: .seconds(1), periods: figures.burst)
        bytes = LeakyBucket(rate: figures.bytesPerSecond, per: .seconds(1), periods: figures.burst)
        excessTime = figures.excessTime
    }

    mutating func came(bytes count: Int, isFlood: Bool, now: Instant) -> Verdict {
        // A rest is over half of the burst gone: a neighbour that fills each gap as soon as it opens never has one.
        if floods.isHalfEmpty(now), bytes.isHalfEmpty(now) { excessSince = nil }
        bytes.add(count, now: now)
        if isFlood { floods.add(1, now: now) }
        guard let end = [floods.overflowEnd(now), bytes.overflowEnd(now)].compactMap(\.self).max() else { return .fine }
        let since = excessSince ?? now
        excessSince = since
        return now - since >= excessTime ? .close : .pause(until: end)
    }
}
