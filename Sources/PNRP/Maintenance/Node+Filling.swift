import PeerBase

// Searches for nodes where the cache has fewer than it should (behaviour 15.5): one walk at a time, and rarer and rarer
// where there is nobody.

extension Node {
    /// Behaviour 15.5: the widest gap of one level, if it is wider than allowed there and was not searched in vain
    /// lately.
    mutating func balanceLevels(now: Instant) {
        guard !isSearching, !knowsEverybody else { return }
        let slices = registrations.isEmpty ? Array(cache.slices.prefix(1)) : cache.slices
        let slice = slices[upkeep.nextSlice % slices.count]
        upkeep.nextSlice = (upkeep.nextSlice + 1) % slices.count
        let gaps = cache.gaps(in: slice).filter { gap in
            !cache.isAmongLeaves(gap) && !upkeep.gaps.contains { $0.gap == gap && $0.dueAt > now }
        }
        guard let gap = gaps.max(by: { $0.width < $1.width }), upkeep.spend(1, now: now) else { return }
        note(gap, now: now)
        beginSearch(to: gap.middle, precision: gap.precision, now: now)
    }

    private var isSearching: Bool { resolves.values.contains { $0.purpose == .upkeep } }

    /// Counts a search as failed from the start: when it brings something the gap is another one.
    private mutating func note(_ gap: Gap, now: Instant) {
        let failures = upkeep.gaps.first { $0.gap == gap }?.failures ?? 0
        upkeep.gaps.removeAll { $0.gap == gap }
        if upkeep.gaps.count == Limits.searchedGaps { upkeep.gaps.removeFirst() }
        let pause = Duration.searchPause(after: failures)
        upkeep.gaps.append(SearchedGap(gap: gap, failures: failures + 1, dueAt: now + pause))
    }

    private var knowsEverybody: Bool {
        guard let estimate = cache.estimatedIdentifiers else { return false }
        return estimate <= cache.count + registrations.count
    }
}

extension RouteCache {
    /// The gaps wider than the slice allows, where the middle lies in the slice. A cache that has not reached its goal
    /// takes any gap of the whole ring (behaviour 9.1 c).
    func gaps(in slice: CacheLevels.Slice) -> [Gap] {
        let known = (entries.map(\.id) + localIDs).sorted()
        guard let last = known.last else { return [] }
        let allowed = slice.isWholeRing && count < Limits.cacheGoal ? .zero : slice.allowedGap
        var gaps: [Gap] = []
        var start = last
        for end in known {
            // One identifier alone has the whole ring before it.
            let width = start == end ? PeerID.zero.predecessor : start.clockwise(to: end)
            let gap = Gap(start: start, width: width)
            if width > allowed, slice.covers(gap.middle) { gaps.append(gap) }
            start = end
        }
        return gaps
    }

    /// Whether a gap lies within a leaf set, where nobody can be missing that a search would find.
    func isAmongLeaves(_ gap: Gap) -> Bool {
        count >= 2 * Limits.leavesPerSide && isInLeafSpan(gap.middle)
    }
}
