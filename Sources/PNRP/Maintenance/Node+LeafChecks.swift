import PeerBase

// Whether a leaf set has holes (behaviour 15.4). The digest walks to ID + 1 while a side has fewer than five; since a lost
// leaf is replaced by the next best entry of the cache, no side is ever short in that sense, and such a walk names the
// nearest only. Instead the members are asked, one question a tick after every change and rarely later: a LOOKUP for the
// middle of the place between two leaves. Whoever stands between them is nearer to it than both, so that the answer names
// him if the one asked knows him; when he belongs into the leaf set he is verified and told to others like any newcomer.
// The flagged path holds nobody but us: with the leaves in it, further identifiers of their nodes would be hidden.

extension Node {
    /// At most one question per tick (behaviour 15.4).
    mutating func checkLeaves(now: Instant) {
        for id in registrations.ids where upkeep.leafChecks[id] == nil {
            upkeep.leafChecks[id] = LeafCheck(dueAt: now)
        }
        if upkeep.leafChecks.count > registrations.count {
            upkeep.leafChecks = upkeep.leafChecks.filter { registrations[$0.key] != nil }
        }
        let due = registrations.ids.filter { upkeep.leafChecks[$0].map { $0.dueAt <= now } ?? false }
        guard let local = due.randomElement(using: &random), let check = upkeep.leafChecks[local] else { return }
        guard upkeep.spend(1, now: now) else { return }
        upkeep.leafChecks[local]?.advance(now: now)
        ask(about: check, of: local, now: now)
    }

    /// Leaves came: everything is looked at again once the news of them has spread.
    mutating func leavesGained(by locals: [PeerID], now: Instant) {
        for local in locals { upkeep.leafChecks[local] = LeafCheck(dueAt: now + Limits.newsLifetime) }
        splits.halvings = 0
    }

    /// A leaf went: the same, with the far end of its side first.
    mutating func leafLost(by local: PeerID, isUpwards: Bool, now: Instant) {
        upkeep.leafChecks[local] = LeafCheck(step: isUpwards ? 0 : 1, dueAt: now + Limits.newsLifetime)
        splits.halvings = 0
    }

    private mutating func ask(about check: LeafCheck, of local: PeerID, now: Instant) {
        let above = cache.above(local, count: Limits.leavesPerSide)
        let below = cache.below(local, count: Limits.leavesPerSide)
        let side = check.isUpwards ? above : below
        guard check.rank < side.count else { return }
        let outer = side[check.rank]
        let inner = check.rank == 0 ? nil : side[check.rank - 1]
        let (low, high) = check.isUpwards ? (inner?.id ?? local, outer.id) : (outer.id, inner?.id ?? local)
        // Both ends of the place know it well.
        let asked = inner.map { Bool.random(using: &random) ? $0 : outer } ?? outer
        guard let destination = destination(of: asked) else { return }
        // Whoever is nearest: with a precision of zero all satisfy, and no chance is involved (behaviour 13.3 step 6).
        let body = Lookup(
            acceptsNotCloser: true, precision: 0, criteria: .upperBits, reason: .cacheMaintenance,
            target: low &+ low.clockwise(to: high).halved, validate: asked.id, bestMatch: nil,
            path: [ownEndpoint])
        request(.lookup(body), for: .leafQuestion(asked.id), to: destination, route: asked, now: now)
    }

    /// A leaf named the nearest one that it knows there.
    mutating func leafQuestionAnswered(
        _ id: PeerID, with buffer: AuthorityBuffer, by pending: ReliableLayer.Pending, now: Instant
    ) {
        if buffer.flags.contains(.notFound) { return removeRoute(id, at: pending.destination, now: now) }
        heard(id, at: pending.destination, now: now)
        guard let named = buffer.routeEntry, cache[named.id] == nil, cache.isLeaf(named.id) else { return }
        consider(named, origin: .hop(pending.destination), now: now)
    }
}
