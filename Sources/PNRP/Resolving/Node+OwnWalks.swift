import PeerBase

// Walks of our own: to make an identifier known, to fill the cache, to test for a split (behaviour 11.2, 15, 16).

extension Node {
    /// Starts a walk of our own (behaviour 12.1, reason codes other than an application's).
    mutating func beginWalk(
        to target: PeerID, for purpose: Resolve.Purpose, reason: ResolveReason, best: RouteEntry, now: Instant
    ) {
        let machine = LookupMachine(
            target: target, criteria: .none, reason: reason, start: ownEndpoint, best: best)
        start(addWalk(machine, for: purpose, now: now), now: now)
    }

    /// Lets an identifier make itself known once more, by way of a node far away (behaviour 11.2).
    mutating func beginDistantWalk(of local: PeerID, from hop: RouteEntry, now: Instant) {
        var machine = LookupMachine(
            target: local.successor, criteria: .none, reason: .registration, start: ownEndpoint, best: ownRoute(local))
        machine.begin(with: [hop])
        step(addWalk(machine, for: .announcement(local), now: now), now: now)
    }

    /// Starts a walk that looks for any node whose identifier shares `precision` leading bits with `target`
    /// (behaviour 15.5).
    mutating func beginSearch(to target: PeerID, precision: Int, now: Instant) {
        let machine = LookupMachine(
            target: target, criteria: .upperBits, precision: precision, reason: .cacheMaintenance,
            start: ownEndpoint)
        start(addWalk(machine, for: .upkeep, now: now), now: now)
    }

    /// Starts a split test: a walk that begins at `endpoint`, outside what we know, whoever lives there
    /// (behaviour 16.1).
    mutating func beginSplitTest(from endpoint: Endpoint, of local: PeerID, now: Instant) {
        var machine = LookupMachine(
            target: local.successor, criteria: .none, reason: .splitDetection, start: ownEndpoint)
        machine.begin(with: [RouteEntry(id: .zero, port: endpoint.port, addresses: [endpoint.address])])
        step(addWalk(machine, for: .splitTest(local), now: now), now: now)
    }

    private mutating func addWalk(
        _ machine: LookupMachine, for purpose: Resolve.Purpose, now: Instant
    ) -> RequestID {
        let id = nextRequestID()
        resolves[id] = Resolve(purpose: purpose, started: now, machine: machine)
        timers.set(.resolveDeadline(id), at: now + Limits.resolveTimeout)
        return id
    }

    mutating func cancelAnnouncement(of local: PeerID) {
        for id in resolves.filter({ $0.value.purpose == .announcement(local) }).keys.sorted() { forget(id) }
    }
}
