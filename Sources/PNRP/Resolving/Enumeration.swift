import PeerBase

/// The search for the further publishers of a name once one is found (behaviour 12.8). Which walks to make, not how.
///
/// Registrations of one name are neighbours on the ring. A walk to the identifier beside the outermost known one, with
/// the known ones on its path so that nobody names them, ends at the next publisher or at another name; then that side
/// is done. A path holds few endpoints. Beyond ``Limits/listedPublishers`` what is left of the name's range is searched
/// by its middles: the publisher nearest to the middle of a stretch divides it, and where none is nearer than its ends
/// the stretch is empty.
struct Enumeration: Sendable {
    /// One walk: where to, whom to ask first, nearest first, and which endpoints nobody shall name.
    struct Probe: Hashable, Sendable {
        var target: PeerID
        var firstHops: [RouteEntry]
        var listed: [Endpoint]
    }

    private enum Side: Hashable, Sendable {
        case up
        case down
    }

    private let p2pID: P2PID
    /// The publishers known, in no order. Those of a stretch that walks have covered are all known, between `low` and
    /// `high`.
    private var found: [RouteEntry]
    /// Those that did not prove themselves or are gone: nobody shall name them again.
    private var rejected: [RouteEntry] = []
    private var hasRejected = false
    private var low: UInt128
    private var high: UInt128
    /// The sides not yet done; the first is next.
    private var sides: [Side] = [.up, .down]
    /// Places where publishers may be that no path could hide; empty until the paths are full.
    private var stretches: [ClosedRange<UInt128>] = []
    private var isByStretches = false

    /// Starts beside the publisher found first.
    init(after first: RouteEntry) {
        p2pID = first.id.p2pID
        found = [first]
        low = first.id.place
        high = first.id.place
    }

    /// The identifiers that are no news.
    var known: Set<PeerID> { Set((found + rejected).map(\.id)) }

    /// A walk found this one.
    mutating func add(_ route: RouteEntry) {
        found.append(route)
        let place = route.id.place
        low = min(low, place)
        high = max(high, place)
        sides.reverse()
        guard let index = stretches.firstIndex(where: { $0.contains(place) }) else { return }
        let stretch = stretches.remove(at: index)
        append(stretch.lowerBound, below: place)
        if place < stretch.upperBound { stretches.append(place + 1...stretch.upperBound) }
    }

    /// A walk came upon one that is no publisher, or not any more.
    mutating func reject(_ route: RouteEntry) {
        guard rejected.count < Limits.listedPublishers, !known.contains(route.id) else { return }
        rejected.append(route)
        hasRejected = true
    }

    /// The last walk found nothing new. One that was led to an impostor is made again without him.
    mutating func cameBackEmpty() {
        guard !hasRejected else { return hasRejected = false }
        if isByStretches {
            stretches.removeLast()
        } else {
            sides.removeFirst()
        }
    }

    /// The next walk to make; `nil` when every publisher is known.
    mutating func next() -> Probe? {
        if !isByStretches, found.count > Limits.listedPublishers { divideTheRest() }
        if isByStretches {
            guard let stretch = stretches.last else { return nil }
            let middle = stretch.lowerBound + (stretch.upperBound - stretch.lowerBound) / 2
            return probe(middle, listing: false)
        }
        while let side = sides.first {
            let (place, isBeyond) =
                side == .up ? high.addingReportingOverflow(1) : low.subtractingReportingOverflow(1)
            if !isBeyond { return probe(place, listing: true) }
            sides.removeFirst()
        }
        return nil
    }

    private mutating func divideTheRest() {
        isByStretches = true
        if sides.contains(.down) { append(0, below: low) }
        if sides.contains(.up), high < .max { stretches.append(high + 1...UInt128.max) }
    }

    private mutating func append(_ start: UInt128, below end: UInt128) {
        if start < end { stretches.append(start...end - 1) }
    }

    private func probe(_ place: UInt128, listing: Bool) -> Probe {
        let target = PeerID(p2pID, at: place)
        let nearest = found.sorted { $0.id.distance(to: target) < $1.id.distance(to: target) }
        // The path keeps its latest entries when it overflows, so the nearest come last.
        let listed = rejected + (listing ? nearest.reversed() : [])
        return Probe(target: target, firstHops: Array(nearest.prefix(2)), listed: listed.flatMap(\.endpoints))
    }
}

extension PeerID {
    /// The place within the name as one number.
    fileprivate var place: UInt128 { UInt128(word2) << 64 | UInt128(word3) }

    fileprivate init(_ p2pID: P2PID, at place: UInt128) {
        self.init(p2pID.high, p2pID.low, UInt64(place >> 64), UInt64(truncatingIfNeeded: place))
    }
}
