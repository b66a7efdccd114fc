import PeerBase

// The cloud's state and the search for its first members (behaviour 6.4, 7).

extension Node {
    mutating func openIfVirtual(now: Instant) {
        guard state == .virtual else { return }
        enter(.synchronizing, now: now)
        lastRemembered = now
        scheduleMaintenance(now: now)
        runDiscoveryStage(now: now)
    }

    /// The first admitted route makes the cloud Active: what waited for it happens now.
    mutating func firstRouteAdmitted(now: Instant) {
        guard state == .synchronizing || state == .alone else { return }
        stopDiscovery()
        enter(.active, now: now)
        announceUnannounced(now: now)
        beginWaitingResolves(now: now)
    }

    /// Nobody is known any more: discovery begins at once, with those we knew a moment ago.
    mutating func lastRouteRemoved(_ route: RouteEntry, now: Instant) {
        guard state == .active else { return }
        enter(.alone, now: now)
        registrations.markUnannounced()
        bootstrap.remember(route.endpoints)
        bootstrap.restart()
        runDiscoveryStage(now: now)
    }

    /// One stage of discovery. In Synchronizing the stages follow each other at once; in Alone each waits for its
    /// maintenance tick.
    mutating func runDiscoveryStage(now: Instant) {
        stopDiscovery()
        switch bootstrap.next() {
        case .solicit(let endpoints):
            for endpoint in endpoints where !isOwn(endpoint) && configuration.admits(endpoint.address) {
                stageSolicits.insert(solicit(endpoint, now: now))
            }
            guard !stageSolicits.isEmpty else { return runDiscoveryStage(now: now) }
            timers.set(.discoveryStage, at: now + Limits.discoveryStage)
        case .exhausted:
            discoveryExhausted(now: now)
        }
    }

    /// A conversation of the present stage ended. When all of them failed, waiting longer would bring nothing.
    mutating func conversationEnded(_ solicit: MessageID, gained: Bool, now: Instant) {
        guard stageSolicits.remove(solicit) != nil, !gained, stageSolicits.isEmpty else { return }
        discoveryStageExpired(now: now)
    }

    mutating func discoveryStageExpired(now: Instant) {
        stopDiscovery()
        if state == .synchronizing { runDiscoveryStage(now: now) }
    }

    private mutating func discoveryExhausted(now: Instant) {
        guard state == .synchronizing else { return }
        enter(.alone, now: now)
        beginWaitingResolves(now: now)
    }

    private mutating func stopDiscovery() {
        stageSolicits = []
        timers.stop(.discoveryStage)
    }

    private mutating func enter(_ newState: CloudState, now: Instant) {
        state = newState
        act(.report(.stateChanged(newState)))
    }
}
