import PeerBase

// One record or several: what happens when a publisher has proved itself (behaviour 12.8).

extension Node {
    /// A record that holds up. The only one wanted ends the resolve; of several each is delivered, and the search goes
    /// on beside those known.
    mutating func found(_ record: ResolvedRecord, at route: RouteEntry, by id: RequestID, now: Instant) {
        guard let query = resolves[id]?.query else { return }
        guard query.limit > 1 else { return finish(id, .found(record), now: now) }
        deliver(record, by: id)
        if resolves[id]?.enumeration == nil {
            resolves[id]?.enumeration = Enumeration(after: route)
            if query.includesLocal { deliverOwn(query, but: record.id, by: id) }
        } else {
            resolves[id]?.enumeration?.add(route)
        }
        lookFurther(id, now: now)
    }

    /// A walk has nobody left to ask.
    mutating func walkEnded(_ id: RequestID, now: Instant) {
        guard resolves[id]?.enumeration != nil else {
            if !beginAgain(id, now: now) { finish(id, .notFound, now: now) }
            return
        }
        resolves[id]?.enumeration?.cameBackEmpty()
        lookFurther(id, now: now)
    }

    private mutating func lookFurther(_ id: RequestID, now: Instant) {
        guard let resolve = resolves[id], let query = resolve.query, let last = resolve.lastRecord else { return }
        guard resolve.recordsFound < query.limit, let probe = resolves[id]?.enumeration?.next() else {
            return finish(id, .found(last), now: now)
        }
        let known = resolve.enumeration?.known ?? []
        var machine = LookupMachine(
            target: probe.target, criteria: .nearestPeerName, reason: .applicationRequest, start: ownEndpoint,
            unwanted: resolve.machine.unwanted)
        machine.lookBeyond(known, listing: probe.listed)
        let others = cache.nearest(to: probe.target, count: Limits.initialHops) { !known.contains($0.id) }
        machine.begin(with: probe.firstHops + others)
        resolves[id]?.machine = machine
        step(id, now: now)
    }

    /// Our own endpoint is on every path, so that no walk comes upon our own registrations.
    private mutating func deliverOwn(_ query: ResolveQuery, but delivered: PeerID, by id: RequestID) {
        for registration in registrations.all where registration.name == query.name && registration.id != delivered {
            guard let count = resolves[id]?.recordsFound, count < query.limit else { return }
            deliver(ResolvedRecord(registration, publisher: ownEndpoint), by: id)
        }
    }

    private mutating func deliver(_ record: ResolvedRecord, by id: RequestID) {
        resolves[id]?.recordsFound += 1
        resolves[id]?.lastRecord = record
        act(.deliver(id, record))
    }
}
