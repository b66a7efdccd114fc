import PeerBase

// Leaf-set gossip: news of a newcomer and of a departure travel along the ring (behaviour 13.1, 14).

// MARK: Newcomers

extension Node {
    /// A verified route entered the leaf sets of `locals`: tell its neighbours, and tell it about us
    /// (behaviour 14.1 to 14.3).
    mutating func flood(newLeaf admission: PendingAdmission, of locals: [PeerID], now: Instant) {
        let (route, origin) = (admission.route, admission.origin)
        let targets = floodTargets(around: route, except: admission.reached)
        let reached = union(
            admission.reached, targets.compactMap(destination(of:)) + [ownEndpoint, origin.source])
        // A list that would overflow ends the flood here (behaviour 14.2).
        if reached.count <= Limits.listedEndpoints {
            for target in targets { flood(route, to: target, reached: reached, now: now) }
        }
        // Who asked for one of several identifiers need not have heard of the others.
        if registrations.count == 1, origin.knowsUs(route) { return }
        for local in neighbours(of: route.id, among: locals) {
            flood(ownRoute(local), to: route, reached: [ownEndpoint], now: now)
        }
    }

    /// Those of our identifiers that can be in the newcomer's leaf set: the nearest on either side. A node alone whose
    /// first neighbour enters the leaf sets of a thousand names reports ten.
    private func neighbours(of newcomer: PeerID, among locals: [PeerID]) -> [PeerID] {
        let above = locals.sorted { newcomer.clockwise(to: $0) < newcomer.clockwise(to: $1) }
        let below = above.reversed().prefix(Limits.leavesPerSide)
        return above.prefix(Limits.leavesPerSide) + below.filter { !above.prefix(Limits.leavesPerSide).contains($0) }
    }

    /// The nearest cached identifiers above and below the newcomer, those already reached left out.
    private func floodTargets(around route: RouteEntry, except reached: [Endpoint]) -> [RouteEntry] {
        func isOpen(_ other: RouteEntry) -> Bool { !other.endpoints.contains { reached.contains($0) } }
        // Nodes in the list are at most as many as the list has entries, so that many neighbours are enough to look at.
        let depth = Limits.listedEndpoints + 1
        let above = cache.above(route.id, count: depth).first(where: isOpen)
        let below = cache.below(route.id, count: depth).first(where: isOpen)
        guard let above else { return below.map { [$0] } ?? [] }
        guard let below, below.id != above.id else { return [above] }
        return [above, below]
    }

    mutating func flood(_ route: RouteEntry, to target: RouteEntry, reached: [Endpoint], now: Instant) {
        guard let destination = destination(of: target) else { return }
        let body = Flood(
            wantsNoAck: false, validate: target.id, revoke: nil, routeEntry: route, flooded: reached)
        request(.flood(body), for: .flood(validate: target.id), to: destination, route: target, now: now)
    }

    func union(_ list: [Endpoint], _ others: [Endpoint]) -> [Endpoint] {
        others.reduce(into: list) { result, endpoint in
            if !result.contains(endpoint) { result.append(endpoint) }
        }
    }
}

// MARK: Receiving

extension Node {
    /// Behaviour 13.1. The ACK goes out whatever the content is worth; an unacknowledged flood would get us evicted.
    mutating func receive(_ flood: Flood, in exchange: Exchange, now: Instant) {
        let isForUs = flood.validate.isZero || registrations[flood.validate] != nil
        let isProcessed = isForUs && throttle.admitFlood(now: now)
        if !flood.wantsNoAck {
            let ack = Ack(acked: exchange.id, notFound: !isForUs)
            reply(.ack(ack), in: exchange, isKept: isProcessed, now: now)
        }
        guard isProcessed else {
            if isForUs { counters.throttledFloods += 1 } else { counters.refusedRequests += 1 }
            return
        }
        // A revocation that sends us to its owner is all that one FLOOD may make us ask (behaviour 24.8).
        if let bytes = flood.revoke, receiveRevocation(bytes, flood: flood, from: exchange.source, now: now) { return }
        if let route = flood.routeEntry { receive(route, of: flood, from: exchange.source, now: now) }
    }

    /// A FLOOD about a leaf that we hold says one of two things: that it is new, while it is, or that somebody misses
    /// it. Rule 2 of admission would make us deaf to the second for a minute; two seconds are enough there, for
    /// whoever misses it has waited that long for its answer. Everything else goes through admission.
    private mutating func receive(_ route: RouteEntry, of flood: Flood, from source: Endpoint, now: Instant) {
        guard !flood.wantsNoAck, let entry = cache[route.id], entry.route.hasSameEndpoints(as: route),
            cache.isLeaf(route.id)
        else {
            return consider(route, origin: .flood(source), reached: flood.flooded, now: now)
        }
        if now < entry.newsUntil {
            passOn(entry, reached: flood.flooded, from: source, now: now)
        } else if now - entry.lastHeard >= Limits.retransmissionInterval * Limits.transmissions {
            probe(entry, reached: union(flood.flooded, [source]), isHearsay: true, now: now)
        }
    }

    /// News of a leaf we hold already brings us nothing, but those further out may still wait for it: where two waves
    /// meet, both would end (invariant 24.3). It is handed on once, away from the newcomer, to a neighbour that counts
    /// it among its own leaves; behaviour 14.5 asks only that it is not adopted again.
    private mutating func passOn(_ entry: CacheEntry, reached: [Endpoint], from source: Endpoint, now: Instant) {
        let known = union(reached, [source, ownEndpoint])
        let onward = cache.localIDs.compactMap { local -> RouteEntry? in
            let ranks = [true, false].map { cache.rank(of: entry.id, from: local, upwards: $0) }
            guard let rank = ranks.min(), rank < Limits.leavesPerSide - 1 else { return nil }
            return onwardLeaf(from: local, awayFrom: entry.id, except: known)
        }
        guard let target = onward.first, let destination = destination(of: target), known.count < Limits.listedEndpoints
        else { return }
        cache.markPassedOn(entry.id)
        flood(entry.route, to: target, reached: known + [destination], now: now)
    }

    /// The nearest leaf on the side of `local` that looks away from `id` and was not `reached` yet; the side is told by
    /// rank and not by distance, which misleads where the cloud is small.
    func onwardLeaf(from local: PeerID, awayFrom id: PeerID, except reached: [Endpoint]) -> RouteEntry? {
        guard cache.isLeaf(id, of: local) else { return nil }
        let isAbove = cache.rank(of: id, from: local, upwards: true) <= cache.rank(of: id, from: local, upwards: false)
        let leaves =
            isAbove
            ? cache.below(local, count: Limits.leavesPerSide) : cache.above(local, count: Limits.leavesPerSide)
        return leaves.first { $0.id != id && !$0.endpoints.contains(where: reached.contains) }
    }
}

extension CandidateOrigin {
    /// Whether the newcomer itself asked for an identifier of ours and so holds it already. Every other node that adopts a
    /// newcomer reports itself to it, however it heard of it (behaviour 14.3, uncertainty 12): a joiner that solicits
    /// a seed would never learn the seed's own name otherwise.
    fileprivate func knowsUs(_ newcomer: RouteEntry) -> Bool {
        switch self {
        case .flood(let source), .lookup(let source): newcomer.endpoints.contains(source)
        case .solicit, .hop: false
        }
    }
}
