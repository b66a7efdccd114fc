import PeerBase

// What a node does from time to time while it knows others, so that what it knows stays true (behaviour 15). Each rule
// has a file beside this one.

extension Node {
    /// One tick of the Maintenance Timer in Active.
    mutating func maintain(now: Instant) {
        if timers[.neighbourWatch] == nil { watchNeighbours(now: now) }
        checkLiveness(now: now)
        retryLost(now: now)
        checkLeaves(now: now)
        balanceLevels(now: now)
        reannounce(now: now)
        testForSplit(now: now)
        rememberFromTimeToTime(now: now)
    }

    /// The entries heard most recently, which serve best after a restart (behaviour 9.7).
    package var rememberedRoutes: [RememberedRoute] {
        cache.entries.map { RememberedRoute(route: $0.route, lastHeard: $0.lastHeard) }
            .sorted { $0.lastHeard > $1.lastHeard }
            .prefix(Limits.rememberedNodes).map { $0 }
    }

    /// Behaviour 11.3: every name is announced again once a day.
    private mutating func reannounce(now: Instant) {
        registrations.markUnannounced(dueAt: now)
        announceUnannounced(now: now)
    }

    /// Behaviour 15 item 7.
    private mutating func rememberFromTimeToTime(now: Instant) {
        guard now - lastRemembered >= Limits.persistenceInterval else { return }
        lastRemembered = now
        act(.remember(rememberedRoutes))
    }
}
