import PeerBase

// What a node does from time to time while it knows others (behaviour 15).

extension Node {
    /// One tick of the Maintenance Timer in Active.
    mutating func maintain(now: Instant) {
        rememberFromTimeToTime(now: now)
    }

    /// The entries heard most recently, which serve best after a restart (behaviour 9.7).
    package var rememberedRoutes: [RememberedRoute] {
        cache.entries.map { RememberedRoute(route: $0.route, lastHeard: $0.lastHeard) }
            .sorted { $0.lastHeard > $1.lastHeard }
            .prefix(Limits.rememberedNodes).map { $0 }
    }

    /// Behaviour 15 item 7.
    private mutating func rememberFromTimeToTime(now: Instant) {
        guard now - lastRemembered >= Limits.persistenceInterval else { return }
        lastRemembered = now
        act(.remember(rememberedRoutes))
    }
}
