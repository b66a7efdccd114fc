package import PeerBase

/// The routes to other nodes' identifiers, in ring order (behaviour 9).
///
/// One sorted array holds every entry once. The leaf sets are read off that order: the five entries above and the
/// five below a local identifier, so they can never disagree with the cache. Levels limit how many entries of each
/// slice of the ring are kept; leaves are pinned and not counted.
package struct RouteCache: Sendable {
    /// What became of an entry handed in.
    package enum Insertion: Hashable, Sendable {
        /// Known already: addresses replaced, nothing to tell anybody.
        case refreshed
        /// New; `leafOf` names the local identifiers whose leaf set it entered.
        case inserted(leafOf: [PeerID])
    }

    /// The entries, ordered by identifier.
    package private(set) var entries: [CacheEntry] = []
    private var levels = CacheLevels()

    package init() {}

    package var isEmpty: Bool { entries.isEmpty }
    package var count: Int { entries.count }
    /// Whether hops that are not closer are accepted too (behaviour 12.4, 12.5 rule 9).
    package var isSmall: Bool { entries.count < Limits.smallCache }
    package var localIDs: [PeerID] { levels.owners }

    package subscript(id: PeerID) -> CacheEntry? { index(of: id).map { entries[$0] } }

    /// The slices of the ring that the levels divide it into.
    var slices: [CacheLevels.Slice] { levels.slices }
}

// MARK: Changing

extension RouteCache {
    /// Adds or refreshes a verified route (behaviour 9.4); `key` is the digest of the key that signed its record, if one
    /// came. Chance picks the victim of a full level.
    package mutating func insert(
        _ route: RouteEntry, key: SHA1Digest? = nil, now: Instant, random: inout RandomSource
    ) -> Insertion {
        let index = position(of: route.id)
        if index < entries.count, entries[index].id == route.id {
            if key != nil || !entries[index].route.hasSameEndpoints(as: route) { entries[index].key = key }
            entries[index].route = route
            entries[index].heard(at: now, isProof: true)
            return .refreshed
        }
        entries.insert(CacheEntry(route: route, key: key, admitted: now, slot: levels.slot(of: route.id)), at: index)
        makeRoom(around: route.id, now: now, random: &random)
        return .inserted(leafOf: localIDs.filter { isLeaf(route.id, of: $0) })
    }

    /// Notes that the node of `id` answered for it; `false` when it is not cached.
    @discardableResult
    package mutating func heard(_ id: PeerID, now: Instant) -> Bool {
        guard let index = index(of: id) else { return false }
        entries[index].heard(at: now, isProof: true)
        return true
    }

    /// Notes that a message came from `endpoint`, true or forged.
    mutating func noticed(_ endpoint: Endpoint, now: Instant) {
        for index in entries.indices where entries[index].route.lives(at: endpoint) {
            entries[index].heard(at: now, isProof: false)
        }
    }

    /// Notes that a request to `endpoint` had to be repeated.
    mutating func missed(_ endpoint: Endpoint) {
        for index in entries.indices where entries[index].route.lives(at: endpoint) { entries[index].isSilent = true }
    }

    mutating func markPassedOn(_ id: PeerID) {
        if let index = index(of: id) { entries[index].newsUntil = .zero }
    }

    /// Removes an entry; the nearest remaining one on its side becomes a leaf by itself (behaviour 9.5).
    @discardableResult
    package mutating func remove(_ id: PeerID) -> CacheEntry? {
        index(of: id).map { entries.remove(at: $0) }
    }

    /// Forgets every route. The local identifiers keep their place.
    mutating func removeAll() {
        entries = []
    }

    /// Gives a new local identifier its levels and leaf set; our own identifiers are never cached.
    package mutating func addLocal(_ id: PeerID) {
        remove(id)
        levels.add(id)
        assignSlots()
    }

    package mutating func removeLocal(_ id: PeerID, now: Instant, random: inout RandomSource) {
        levels.remove(id)
        assignSlots()
        while let full = firstFullSlot() { evict(from: full, sparing: .zero, now: now, random: &random) }
    }

    /// The level rule of behaviour 9.4: the entry itself counts now, and so do those that it pushed out of a leaf set.
    private mutating func makeRoom(around id: PeerID, now: Instant, random: inout RandomSource) {
        while let full = firstFullSlot() {
            if full == levels.slot(of: id), levels.deepen(around: id) {
                assignSlots()
            } else {
                evict(from: full, sparing: id, now: now, random: &random)
            }
        }
    }

    /// One pass over the entries: an insertion costs as much as moving them.
    private func firstFullSlot() -> CacheSlot? {
        guard entries.count > Limits.levelCapacity else { return nil }
        let pinned = leafMask
        var counts: [CacheSlot: Int] = [:]
        for index in entries.indices where !pinned[index] {
            let slot = entries[index].slot
            let count = counts[slot, default: 0] + 1
            if count > Limits.levelCapacity { return slot }
            counts[slot] = count
        }
        return nil
    }

    /// Behaviour 9.4: a random victim, among the stale entries when there are any. Round trips do not break ties, as
    /// behaviour 5 would allow: whoever is near and quick could push all others out of a level.
    private mutating func evict(
        from slot: CacheSlot, sparing id: PeerID, now: Instant, random: inout RandomSource
    ) {
        let pinned = leafMask
        let candidates = entries.indices.filter {
            !pinned[$0] && entries[$0].slot == slot && entries[$0].id != id
        }
        let stale = candidates.filter { entries[$0].isStale(at: now) }
        guard let victim = (stale.isEmpty ? candidates : stale).randomElement(using: &random) else {
            preconditionFailure("a full level holds more entries than the one spared")
        }
        entries.remove(at: victim)
    }

    /// Which entries belong to a leaf set: five on either side of each local identifier.
    private var leafMask: [Bool] {
        var mask = [Bool](repeating: false, count: entries.count)
        for local in localIDs {
            let start = position(of: local)
            for step in 0..<min(Limits.leavesPerSide, entries.count) {
                mask[(start + step) % entries.count] = true
                mask[(start - 1 - step + entries.count) % entries.count] = true
            }
        }
        return mask
    }

    private mutating func assignSlots() {
        for index in entries.indices { entries[index].slot = levels.slot(of: entries[index].id) }
    }

    private func index(of id: PeerID) -> Int? {
        let index = position(of: id)
        return index < entries.count && entries[index].id == id ? index : nil
    }

    /// Where `id` stands or would stand.
    private func position(of id: PeerID) -> Int {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].id < id { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

// MARK: Neighbours on the ring

extension RouteCache {
    /// Up to `count` entries next above `id`, nearest first, `id` itself left out.
    package func above(_ id: PeerID, count: Int) -> [RouteEntry] {
        let start = position(of: id)
        let first = start < entries.count && entries[start].id == id ? start + 1 : start
        return walk(from: first, step: 1, excluding: id, count: count)
    }

    /// Up to `count` entries next below `id`, nearest first, `id` itself left out.
    package func below(_ id: PeerID, count: Int) -> [RouteEntry] {
        walk(from: position(of: id) - 1, step: -1, excluding: id, count: count)
    }

    /// Whether `id` is, or would be, in the leaf set of the local identifier: among the five nearest of either
    /// side, counted on the ring (behaviour 9.2).
    package func isLeaf(_ id: PeerID, of local: PeerID) -> Bool {
        guard id != local else { return false }
        return rank(of: id, from: local, upwards: true) < Limits.leavesPerSide
            || rank(of: id, from: local, upwards: false) < Limits.leavesPerSide
    }

    /// Whether `id` is, or would be, in the leaf set of any local identifier.
    package func isLeaf(_ id: PeerID) -> Bool { localIDs.contains { isLeaf(id, of: $0) } }

    /// How many entries stand between the local identifier and `id` on the way up or down.
    package func rank(of id: PeerID, from local: PeerID, upwards: Bool) -> Int {
        let place = position(of: id)
        let start = position(of: local)
        let isHeld = place < entries.count && entries[place].id == id
        if upwards {
            return place >= start && local < id ? place - start : entries.count - start + place
        }
        let between = id < local && place <= start ? start - place : entries.count - place + start
        return isHeld ? between - 1 : between
    }

    private func walk(from first: Int, step: Int, excluding id: PeerID, count: Int) -> [RouteEntry] {
        guard !entries.isEmpty else { return [] }
        var routes: [RouteEntry] = []
        var index = first
        for _ in entries.indices where routes.count < count {
            index = (index + entries.count) % entries.count
            if entries[index].id != id { routes.append(entries[index].route) }
            index += step
        }
        return routes
    }
}

// MARK: Searching

extension RouteCache {
    /// The `count` entries nearest to `target` that `isUsable` lets through, nearest first: one pass, no sorting.
    package func nearest(
        to target: PeerID, count: Int, where isUsable: (RouteEntry) -> Bool = { _ in true }
    ) -> [RouteEntry] {
        var best: [(distance: PeerID, index: Int)] = []
        for index in entries.indices {
            let distance = entries[index].id.distance(to: target)
            if best.count == count, let worst = best.last, worst.distance <= distance { continue }
            guard isUsable(entries[index].route) else { continue }
            if best.count == count { best.removeLast() }
            best.insert((distance, index), at: best.firstIndex { distance < $0.distance } ?? best.count)
        }
        return best.map { entries[$0.index].route }
    }

    /// Whether `target` lies within the span of the leaf set of some local identifier: from its fifth neighbour
    /// below to its fifth above; the whole ring while fewer are known (behaviour 13.3 rule 7).
    package func isInLeafSpan(_ target: PeerID) -> Bool {
        localIDs.contains { local in
            let up = above(local, count: Limits.leavesPerSide)
            let down = below(local, count: Limits.leavesPerSide)
            guard up.count == Limits.leavesPerSide, let high = up.last?.id, let low = down.last?.id else { return true }
            return low.clockwise(to: target) <= low.clockwise(to: high)
                || low.clockwise(to: local) > low.clockwise(to: high)
        }
    }

    /// The number of identifiers in the cloud as the leaf sets suggest it; `nil` when nothing can be said
    /// (behaviour 10).
    package var estimatedIdentifiers: Int? {
        let estimates = localIDs.compactMap(estimate(around:)).filter { $0 < Limits.largestEstimate }
        guard !estimates.isEmpty else { return nil }
        let mean = estimates.reduce(0, +) / Double(estimates.count)
        return max(Int(mean + 0.5), localIDs.count + entries.count)
    }

    /// How dense the leaf set lies. The source takes the nearest leaf of each side and says 2 / gap; so few leaves tell
    /// a cloud of 40 from one of 10 or 200 only by luck. All leaves together make the error three times smaller.
    private func estimate(around local: PeerID) -> Double? {
        let up = above(local, count: Limits.leavesPerSide)
        let down = below(local, count: Limits.leavesPerSide)
        guard let high = up.last?.id, let low = down.last?.id else { return nil }
        // Both sides overlap: the leaf set is the whole cloud, and counted.
        if entries.count < 2 * Limits.leavesPerSide { return Double(entries.count + 1) }
        let gap = low.clockwise(to: high)
        let width = Double(gap.word0) / 18_446_744_073_709_551_616.0 + Double(gap.word1) * 0x1p-128
        return width > 0 ? Double(up.count + down.count) / width : nil
    }
}
