import PeerBase

/// The levels that exist around each local identifier (behaviour 9.2).
struct CacheLevels: Sendable {
    /// Half the width of level k: 2^255 / 10^k. Beyond the last one the slices are narrower than one identifier.
    private static let reach: [PeerID] = {
        var widths = [PeerID(1 << 63, 0, 0, 0)]
        while let last = widths.last, !last.isZero { widths.append(last.dividedByTen) }
        return widths.dropLast()
    }()

    /// How many levels an identifier has, level 0 included.
    private var depths: [(owner: PeerID, depth: Int)] = []

    var owners: [PeerID] { depths.map(\.owner) }

    mutating func add(_ owner: PeerID) {
        depths.append((owner, 1))
    }

    mutating func remove(_ owner: PeerID) {
        depths.removeAll { $0.owner == owner }
    }

    /// The deepest existing level that covers `id`, whichever local identifier it is around; of several as deep, the one
    /// around the nearest.
    func slot(of id: PeerID) -> CacheSlot {
        guard let place = place(of: id), place.level > 0 else { return .wholeRing }
        return CacheSlot(owner: UInt16(place.owner), level: UInt8(place.level))
    }

    /// Opens the next level below the slot that `id` falls into. `false` when that level exists already, or nothing
    /// is registered, or no narrower slice is possible.
    mutating func deepen(around id: PeerID) -> Bool {
        guard let (owner, level, _) = place(of: id) else { return false }
        guard level + 1 == depths[owner].depth, depths[owner].depth < Self.reach.count else { return false }
        depths[owner].depth += 1
        return true
    }

    private func place(of id: PeerID) -> (owner: Int, level: Int, distance: PeerID)? {
        var best: (owner: Int, level: Int, distance: PeerID)?
        for (owner, entry) in depths.enumerated() {
            let distance = entry.owner.distance(to: id)
            var level = 0
            while level + 1 < entry.depth, distance <= Self.reach[level + 1] { level += 1 }
            if let best, level < best.level || level == best.level && distance >= best.distance { continue }
            best = (owner, level, distance)
        }
        return best
    }
}

// MARK: Slices of the ring

extension CacheLevels {
    /// A slice of the ring of which the cache wants an even picture (behaviour 15.5).
    struct Slice: Hashable, Sendable {
        var centre: PeerID
        var reach: PeerID
        var isWholeRing: Bool

        /// The widest gap allowed: a fifth of the slice, four times the mean distance of twenty entries.
        var allowedGap: PeerID {
            let tenth = reach.dividedByTen
            return tenth &+ tenth &+ tenth &+ tenth
        }

        func covers(_ id: PeerID) -> Bool { isWholeRing || centre.distance(to: id) <= reach }
    }

    /// Level 0, then the deeper ones of each local identifier.
    var slices: [Slice] {
        let deeper = depths.flatMap { owner, depth in
            (1..<max(depth, 1)).map { Slice(centre: owner, reach: Self.reach[$0], isWholeRing: false) }
        }
        return [Slice(centre: .zero, reach: Self.reach[0], isWholeRing: true)] + deeper
    }
}

extension PeerID {
    /// A tenth, rounded down: long division word by word.
    fileprivate var dividedByTen: PeerID {
        let (q0, r0) = word0.quotientAndRemainder(dividingBy: 10)
        let (q1, r1) = UInt64(10).dividingFullWidth((r0, word1))
        let (q2, r2) = UInt64(10).dividingFullWidth((r1, word2))
        let (q3, _) = UInt64(10).dividingFullWidth((r2, word3))
        return PeerID(q0, q1, q2, q3)
    }
}
