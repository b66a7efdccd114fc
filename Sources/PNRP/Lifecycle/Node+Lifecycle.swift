package import PeerBase

// Who holds the cloud open, and the states between which it moves while it is (behaviour 6.4). Leaving it is told in
// Node+Leaving.swift, the search for members in Node+Discovery.swift.

// MARK: Holds

extension Node {
    /// How many want the cloud: explicit openings, registrations and running resolves (behaviour 6.4).
    package var openCount: Int {
        handles + registrations.count + resolves.values.count { $0.query != nil }
    }

    /// Takes a hold of the cloud and brings it out of Virtual: it looks for members. Without an address of the cloud's
    /// scope it stays Virtual, and opens by itself as soon as one appears.
    package mutating func open(now: Instant) -> [Action] {
        handles += 1
        openIfVirtual(now: now)
        return takeActions()
    }

    /// Gives back one hold. Closing more often than opening is a mistake of the caller (behaviour 6.4).
    package mutating func close(now: Instant) -> [Action] {
        precondition(handles > 0, "a cloud is closed no more often than it was opened")
        handles -= 1
        holdEnded(now: now)
        return takeActions()
    }

    /// Somebody uses the cloud: whatever was to be cleaned up is not.
    mutating func openIfVirtual(now: Instant) {
        timers.stop(.cleanup)
        guard state == .virtual, hasAddresses else { return }
        join(now: now)
    }

    /// The Cloud Cleanup Timer starts when the last hold is gone (behaviour 6.4).
    mutating func holdEnded(now: Instant) {
        guard openCount == 0, state.isRunning || state == .noNet, timers[.cleanup] == nil else { return }
        timers.set(.cleanup, at: now + Limits.cloudCleanup)
    }
}

// MARK: What the state allows (behaviour 6.3)

extension Node {
    /// Why no name can be registered at present. No Net and Alone accept names and announce them later.
    var registrationRefusal: RegistrationError? {
        switch state {
        case .dead: return .cloudDead
        case .disabled: return .cloudDisabled
        case .virtual where !hasAddresses: return .networkUnreachable
        case .virtual, .synchronizing, .active, .noNet, .alone: break
        }
        if !isEnabled { return .cloudDisabled }
        return configuration.isResolveOnly ? .resolveOnly : nil
    }

    /// Why nothing can be resolved at present.
    var resolveRefusal: ResolveOutcome.Result? {
        switch state {
        case .dead: .cloudDead
        case .disabled: .cloudDisabled
        case .noNet: .networkUnreachable
        case .virtual where !hasAddresses: .networkUnreachable
        case .virtual, .synchronizing, .active, .alone: isEnabled ? nil : .cloudDisabled
        }
    }

    /// A cloud for resolving only takes no names, and those it has are revoked (behaviour 2, 6.1).
    package mutating func setResolveOnly(_ isResolveOnly: Bool, now: Instant) -> [Action] {
        configuration.isResolveOnly = isResolveOnly
        if isResolveOnly { revokeAll(now: now) }
        return takeActions()
    }

    mutating func revokeAll(now: Instant) {
        for id in registrations.ids { revoke(id, now: now) }
    }
}

// MARK: Transitions while it runs

extension Node {
    mutating func enter(_ newState: CloudState) {
        state = newState
        act(.report(.stateChanged(newState)))
        updateAdvertisement()
    }

    /// From Virtual or No Net: all stages of discovery from the first (behaviour 6.4).
    mutating func join(now: Instant) {
        enter(.synchronizing)
        lastRemembered = now
        bootstrap.begin()
        scheduleMaintenance(now: now)
        runDiscoveryStage(now: now)
    }

    /// The first admitted route makes the cloud Active: what waited for it happens now.
    mutating func firstRouteAdmitted(now: Instant) {
        guard state == .synchronizing || state == .alone else { return }
        stopDiscovery()
        enter(.active)
        announceUnannounced(now: now)
        beginWaitingResolves(now: now)
    }

    /// Nobody is known any more: discovery begins at once, with those we knew a moment ago.
    mutating func lastRouteRemoved(_ route: RouteEntry, now: Instant) {
        guard state == .active else { return }
        bootstrap.remember(route.endpoints)
        becomeAlone(now: now)
    }

    /// Forgets every route, and looks for members again at once (netsh 4.3.1). Names stay. Those known a moment ago are
    /// asked first: what they say has to prove itself anew.
    package mutating func flush(now: Instant) -> (entries: Int, actions: [Action]) {
        let entries = cache.count
        bootstrap.remember(contacts)
        cache.removeAll()
        if state == .active { becomeAlone(now: now) }
        return (entries, takeActions())
    }

    private mutating func becomeAlone(now: Instant) {
        enter(.alone)
        registrations.markUnheard()
        bootstrap.restart()
        runDiscoveryStage(now: now)
    }

    /// Where those lived that were heard most recently.
    var contacts: [Endpoint] { rememberedRoutes.compactMap(\.route.endpoints.first) }
}
