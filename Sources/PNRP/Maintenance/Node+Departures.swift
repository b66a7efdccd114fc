import PeerBase

// A leaf that vanished without a word (behaviour 9.5). The one who notices tells the others, and closes the ring as a
// leaver would have done (behaviour 11.4 step 3).
//
// The news is an ordinary FLOOD of the dead node's route entry. Whoever holds it as a leaf and has not had an answer
// from it within two seconds asks it again instead of taking the sender's word, and so removes it two seconds later; a
// liar causes one INQUIRE, which the living answer.

extension Node {
    /// Who has to know that `route` is gone, gathered while it is still cached.
    struct Departure {
        var route: RouteEntry
        /// The leaves of ours that have it among their own.
        var holders: [RouteEntry] = []
        /// The sides of leaf sets that it was in, and how far out.
        var places: [(local: PeerID, isUpwards: Bool, rank: Int)] = []
    }

    /// `nil` when the identifier is in no leaf set of ours.
    func departure(of route: RouteEntry) -> Departure? {
        var departure = Departure(route: route)
        for local in cache.localIDs {
            for isUpwards in [true, false] {
                let rank = cache.rank(of: route.id, from: local, upwards: isUpwards)
                if rank < Limits.leavesPerSide { departure.places.append((local, isUpwards, rank)) }
            }
        }
        guard !departure.places.isEmpty else { return nil }
        let around =
            cache.above(route.id, count: Limits.leavesPerSide) + cache.below(route.id, count: Limits.leavesPerSide)
        for holder in around where cache.isLeaf(holder.id) && !departure.holders.contains(holder) {
            departure.holders.append(holder)
        }
        return departure
    }

    /// The leaf is out of the cache: tells the others, closes the ring where we stood next to it, and looks whether those
    /// who take its place as the nearest or have moved up at the end are there. They may have died with it, and nobody
    /// told us because they were no leaves of ours.
    mutating func leafDeparted(_ departure: Departure, reached: [Endpoint], now: Instant) {
        remember(departure.route, now: now)
        tell(departure, except: reached, now: now)
        for (local, isUpwards, rank) in departure.places {
            leafLost(by: local, isUpwards: isUpwards, now: now)
            if rank == 0 { closeRing(around: local, isUpwards: isUpwards, now: now) }
            let side =
                isUpwards
                ? cache.above(local, count: Limits.leavesPerSide) : cache.below(local, count: Limits.leavesPerSide)
            for route in (rank == 0 ? side.prefix(1) : []) + side.dropFirst(Limits.leavesPerSide - 1) {
                guard let entry = cache[route.id], now - entry.lastContact > Limits.recentContact else { continue }
                probe(entry, now: now)
            }
        }
    }

    private mutating func tell(_ departure: Departure, except reached: [Endpoint], now: Instant) {
        let targets = departure.holders.filter { !$0.endpoints.contains(where: reached.contains) }
        let list = union(reached, targets.compactMap(destination(of:)) + [ownEndpoint])
        guard !targets.isEmpty, list.count <= Limits.listedEndpoints, upkeep.spend(targets.count, now: now) else {
            return
        }
        for target in targets { flood(departure.route, to: target, reached: list, now: now) }
    }

    /// Each leaf on our side of the gap has one place free at its far end. It is given the one that we, next to the
    /// gap, know to come there: the fourth beyond the gap to the nearest of them, the first to the fourth. The neighbour
    /// on the other side does the same for his.
    private mutating func closeRing(around local: PeerID, isUpwards: Bool, now: Instant) {
        let reach = Limits.leavesPerSide - 1
        let beyond = isUpwards ? cache.above(local, count: reach) : cache.below(local, count: reach)
        let here = isUpwards ? cache.below(local, count: reach) : cache.above(local, count: reach)
        // Where the two sides overlap the cloud is so small that everybody has everybody.
        guard beyond.count == reach, here.count == reach, Set(beyond.map(\.id)).isDisjoint(with: here.map(\.id)),
            upkeep.spend(reach, now: now)
        else { return }
        for (target, newcomer) in zip(here, beyond.reversed()) {
            flood(newcomer, to: target, reached: [ownEndpoint], now: now)
        }
    }

    private mutating func remember(_ route: RouteEntry, now: Instant) {
        upkeep.lost.removeAll { $0.route.id == route.id }
        if upkeep.lost.count == Limits.lostRoutes { upkeep.lost.removeFirst() }
        upkeep.lost.append(LostRoute(route: route, retryAt: now + Limits.lostRouteRetries[0]))
    }
}
