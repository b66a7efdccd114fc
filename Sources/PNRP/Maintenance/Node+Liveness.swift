import PeerBase

// Entries that keep silent are asked whether they are there; failure evicts (behaviour 9.6).
//
// The source is silent and DRT asks ten random entries per tick: 0.7 datagrams a second. Here each node watches closely
// only those whose death it is best placed to notice, its nearest neighbour on either side of each identifier, and a
// death found is told to all who hold the dead in their leaf sets. Everybody else is asked ever more rarely while he
// proves alive.

// MARK: The nearest neighbours

extension Node {
    /// Asks the neighbours that have been silent for half a minute. A pair watches each other; whichever's time comes
    /// first asks, and that counts as a sign of life for the other.
    mutating func watchNeighbours(now: Instant) {
        guard state == .active, !registrations.isEmpty else { return }
        let spread = Limits.neighbourWatchSpread.wholeNanoseconds
        let interval =
            Limits.neighbourWatch + .nanoseconds(Int64.random(in: -spread...spread, using: &random))
        var next = now + interval
        for entry in watchedNeighbours() {
            let due = entry.watchDue(after: interval)
            guard due <= now else {
                next = min(next, due)
                continue
            }
            // What the allowance does not cover waits a second.
            if !probe(entry, now: now) { next = min(next, now + .seconds(1)) }
        }
        timers.set(.neighbourWatch, at: next)
    }

    private func watchedNeighbours() -> [CacheEntry] {
        var seen: Set<PeerID> = []
        return registrations.ids.flatMap { cache.above($0, count: 1) + cache.below($0, count: 1) }
            .filter { seen.insert($0.id).inserted }
            .compactMap { cache[$0.id] }
    }
}

// MARK: Everybody else

extension Node {
    /// The entries that have been silent too long, the longest overdue first.
    mutating func checkLiveness(now: Instant) {
        let overdue = cache.entries.filter { $0.checkDue <= now }.sorted { $0.checkDue < $1.checkDue }
        for entry in overdue.prefix(Limits.livenessChecks) { _ = probe(entry, now: now) }
    }

    /// Leaves that were lost are asked again, through admission like any stranger: two lost datagrams in a row happen,
    /// and the two sides of such an error would not look for each other.
    mutating func retryLost(now: Instant) {
        for (index, lost) in upkeep.lost.enumerated().reversed() where lost.retryAt <= now {
            guard cache[lost.route.id] == nil, let destination = destination(of: lost.route) else {
                upkeep.lost.remove(at: index)
                continue
            }
            // What the allowance does not cover waits for the next tick.
            guard upkeep.spend(1, now: now) else { return }
            upkeep.lost.remove(at: index)
            consider(lost.route, origin: .hop(destination), now: now)
            guard lost.retries + 1 < Limits.lostRouteRetries.count else { continue }
            let retries = lost.retries + 1
            let next = LostRoute(
                route: lost.route, retries: retries, retryAt: now + Limits.lostRouteRetries[retries])
            upkeep.lost.insert(next, at: index)
        }
    }
}

// MARK: One question

extension Node {
    /// Asks the node of a cached entry whether it is there: an INQUIRE that wants no record. `reached` is what a FLOOD
    /// named as reached, and `isHearsay` that a FLOOD is why we ask. `false` when our allowance is used up.
    @discardableResult
    mutating func probe(
        _ entry: CacheEntry, reached: [Endpoint] = [], isHearsay: Bool = false, now: Instant
    ) -> Bool {
        guard upkeep.probes[entry.id] == nil, admissions[entry.id] == nil,
            let destination = destination(of: entry.route)
        else { return true }
        guard isHearsay ? upkeep.spendOnHearsay(now: now) : upkeep.spend(1, now: now) else { return false }
        upkeep.probes[entry.id] = reached
        let inquire = Inquire(flags: [], validate: entry.id, nonce: nil)
        request(.inquire(inquire), for: .liveness(entry.id), to: destination, route: entry.route, now: now)
        return true
    }

    /// The node answered; N says that the identifier is not there any more.
    mutating func livenessAnswered(
        _ id: PeerID, with buffer: AuthorityBuffer, by pending: ReliableLayer.Pending, now: Instant
    ) {
        let reached = upkeep.probes.removeValue(forKey: id) ?? []
        if buffer.flags.contains(.notFound) {
            return removeRoute(id, at: pending.destination, reached: reached, now: now)
        }
        heard(id, at: pending.destination, now: now)
    }

    /// The node kept silent.
    mutating func livenessFailed(_ id: PeerID, at endpoint: Endpoint, now: Instant) {
        let reached = upkeep.probes.removeValue(forKey: id) ?? []
        removeRoute(id, at: endpoint, reached: reached, now: now)
    }
}
