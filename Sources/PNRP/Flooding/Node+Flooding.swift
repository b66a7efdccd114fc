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
        guard let local = locals.first, !origin.knowsUs(route) else { return }
        flood(ownRoute(local), to: route, reached: [ownEndpoint], now: now)
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
        if !flood.wantsNoAck {
            answer(.ack(Ack(acked: exchange.id, notFound: !isForUs)), to: exchange.source, from: exchange.local)
        }
        guard isForUs else {
            counters.refusedRequests += 1
            return
        }
        if let route = flood.routeEntry { receive(route, of: flood, from: exchange.source, now: now) }
        if let bytes = flood.revoke { receiveRevocation(bytes, flood: flood, from: exchange.source, now: now) }
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
            probe(entry, reached: union(flood.flooded, [source]), now: now)
        }
    }

    /// News of a leaf we hold already brings us nothing, but those further out may still wait for it: where two waves
    /// meet, both would end (invariant 24.3). It is handed on once, away from the newcomer, to a neighbour that counts
    /// it among its own leaves; behaviour 14.5 asks only that it is not adopted again.
    private mutating func passOn(_ entry: CacheEntry, reached: [Endpoint], from source: Endpoint, now: Instant) {
        let onward = cache.localIDs.compactMap { local -> RouteEntry? in
            let ranks = [true, false].map { cache.rank(of: entry.id, from: local, upwards: $0) }
            guard let rank = ranks.min(), rank < Limits.leavesPerSide - 1 else { return nil }
            return onwardLeaf(from: local, awayFrom: entry.id)
        }
        let known = union(reached, [source, ownEndpoint])
        guard let target = onward.first(where: { !$0.endpoints.contains(where: known.contains) }),
            let destination = destination(of: target), known.count < Limits.listedEndpoints
        else { return }
        cache.markPassedOn(entry.id)
        flood(entry.route, to: target, reached: known + [destination], now: now)
    }

    private mutating func receiveRevocation(
        _ bytes: [UInt8], flood: Flood, from source: Endpoint, now: Instant
    ) {
        let check = RevocationCheck(now: configuration.calendar(at: now))
        guard var revocation = try? check.validate(bytes, with: cryptography) else {
            counters.invalidRecords += 1
            return
        }
        // The first node that does not hold the identifier ends the news (behaviour 14.4).
        guard let held = cache[revocation.id] else { return }
        revocation.reached = union(flood.flooded, [source])
        if revocation.isSecure || held.route.endpoints.contains(source) {
            return apply(revocation, now: now)
        }
        // Anybody can sign the revocation of an unsecured name, so its publisher is asked (behaviour 17.3).
        guard doubtfulRevocations[revocation.id] == nil, let destination = destination(of: held.route),
            doubtfulRevocations.count < Limits.pendingAdmissions
        else { return }
        doubtfulRevocations[revocation.id] = revocation
        let inquire = Inquire(flags: [], validate: revocation.id, nonce: nil)
        request(
            .inquire(inquire), for: .revocationCheck(revocation.id), to: destination, route: held.route, now: now)
    }

    /// The publisher was asked whether it is gone: only its N is a yes.
    mutating func revocationChecked(_ id: PeerID, with buffer: AuthorityBuffer, now: Instant) {
        guard buffer.flags.contains(.notFound) else {
            doubtfulRevocations[id] = nil
            return
        }
        revocationConfirmed(id, now: now)
    }

    /// The publisher denied the identifier or kept silent.
    mutating func revocationConfirmed(_ id: PeerID, now: Instant) {
        guard let revocation = doubtfulRevocations.removeValue(forKey: id) else { return }
        apply(revocation, now: now)
    }

    /// Behaviour 14.4: out of the cache; from a leaf set the news travels on, away from the revoked identifier.
    mutating func apply(_ revocation: Revocation, now: Instant) {
        let onward = cache.localIDs.compactMap { onwardLeaf(from: $0, awayFrom: revocation.id) }
        removeRoute(revocation.id, now: now)
        guard let target = onward.first(where: { !$0.endpoints.contains(where: revocation.reached.contains) }),
            let destination = destination(of: target)
        else { return }
        let reached = union(revocation.reached, [ownEndpoint, destination])
        guard reached.count <= Limits.listedEndpoints else { return }
        let body = Flood(
            wantsNoAck: false, validate: target.id, revoke: revocation.record, routeEntry: nil, flooded: reached)
        request(.flood(body), for: .flood(validate: target.id), to: destination, route: target, now: now)
    }

    /// The nearest leaf on the side of `local` that looks away from `id`; the side is told by rank and not by distance,
    /// which misleads where the cloud is small.
    private func onwardLeaf(from local: PeerID, awayFrom id: PeerID) -> RouteEntry? {
        guard cache.isLeaf(id, of: local) else { return nil }
        let isAbove = cache.rank(of: id, from: local, upwards: true) <= cache.rank(of: id, from: local, upwards: false)
        let leaves =
            isAbove
            ? cache.below(local, count: Limits.leavesPerSide) : cache.above(local, count: Limits.leavesPerSide)
        return leaves.first { $0.id != id }
    }
}

extension CandidateOrigin {
    /// Whether the newcomer itself asked for our identifier and so holds it already. Every other node that adopts a
    /// newcomer reports itself to it, however it heard of it (behaviour 14.3, uncertainty 12): a joiner that solicits
    /// a seed would never learn the seed's own name otherwise.
    fileprivate func knowsUs(_ newcomer: RouteEntry) -> Bool {
        switch self {
        case .flood(let source), .lookup(let source): newcomer.endpoints.contains(source)
        case .solicit, .hop: false
        }
    }
}
