import PeerBase

// The cloud's state and the search for its first members (behaviour 6.4, 7).

extension Node {
    mutating func openIfVirtual(now: Instant) {
        guard state == .virtual else { return }
        enter(.synchronizing, now: now)
        timers.set(.persistence, at: now + Limits.persistenceInterval)
        runDiscoveryStage(now: now)
    }

    /// The first admitted route makes the cloud Active: what waited for it happens now.
    mutating func firstRouteAdmitted(now: Instant) {
        guard state == .synchronizing || state == .alone else { return }
        stopDiscovery()
        timers.stop(.maintenance)
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
        switch state {
        case .synchronizing: runDiscoveryStage(now: now)
        case .alone: scheduleMaintenance(now: now)
        case .virtual, .active, .dead, .disabled, .noNet: break
        }
    }

    mutating func maintenanceTimerExpired(now: Instant) {
        guard state == .alone else { return }
        bootstrap.restartIfThrough()
        runDiscoveryStage(now: now)
    }

    mutating func persistenceTimerExpired(now: Instant) {
        act(.remember(rememberedRoutes))
        timers.set(.persistence, at: now + Limits.persistenceInterval)
    }

    /// The entries heard most recently, which serve best after a restart (behaviour 9.7).
    package var rememberedRoutes: [RememberedRoute] {
        cache.entries.map { RememberedRoute(route: $0.route, lastHeard: $0.lastHeard) }
            .sorted { $0.lastHeard > $1.lastHeard }
            .prefix(Limits.rememberedNodes).map { $0 }
    }

    private mutating func discoveryExhausted(now: Instant) {
        if state == .synchronizing {
            enter(.alone, now: now)
            beginWaitingResolves(now: now)
        }
        scheduleMaintenance(now: now)
    }

    private mutating func stopDiscovery() {
        stageSolicits = []
        timers.stop(.discoveryStage)
    }

    /// Periodic timers are spread by a fifth so that nodes started together do not stay together (behaviour 22).
    private mutating func scheduleMaintenance(now: Instant) {
        let nanoseconds = Limits.maintenanceInterval.wholeNanoseconds
        let spread = Int64.random(in: -(nanoseconds / 5)...(nanoseconds / 5), using: &random)
        timers.set(.maintenance, at: now + .nanoseconds(nanoseconds + spread))
    }

    private mutating func enter(_ newState: CloudState, now: Instant) {
        state = newState
        act(.report(.stateChanged(newState)))
    }
}
