package import PeerBase

// Local endpoints come and go with the host's addresses; identifiers stay (behaviour 6.2, 11.3).

extension Node {
    /// The addresses of the cloud's scope as they are now; none at all is No Net. The first four that the cloud admits
    /// are used. Every name is announced again with them, because others hold routes to the old ones.
    package mutating func endpointsChanged(to endpoints: [Endpoint], now: Instant) -> [Action] {
        let chosen = Array(endpoints.filter { configuration.admits($0.address) }.prefix(Limits.localEndpoints))
        if chosen.isEmpty {
            networkLost(now: now)
        } else if !hasAddresses || Set(chosen) != Set(configuration.localEndpoints) {
            use(chosen, now: now)
        }
        return takeActions()
    }

    private mutating func use(_ endpoints: [Endpoint], now: Instant) {
        hasAddresses = true
        configuration.localEndpoints = endpoints
        // Whoever was known at an address that is ours now cannot be asked there any more.
        for entry in cache.entries where destination(of: entry.route) == nil { removeRoute(entry.id, now: now) }
        switch state {
        case .noNet: join(now: now)
        case .virtual: if openCount > 0 { openIfVirtual(now: now) }
        case .synchronizing, .active: announceAnew(now: now)
        case .alone:
            announceAnew(now: now)
            // Another address is often another network: no reason to wait for a tick.
            bootstrap.restart()
            runDiscoveryStage(now: now)
        case .dead, .disabled: break
        }
    }

    /// Walks under way carry the old addresses; they end and begin again.
    private mutating func announceAnew(now: Instant) {
        updateAdvertisement()
        announceAgain(now: now)
    }
}

// MARK: Being discoverable

extension Node {
    /// A publisher can be found by SSDP from its first name to its last, while its cloud runs and the policy allows
    /// multicast (behaviour 7, 11.2 step 3, 11.4 step 4). A new address is advertised in place of the old one.
    mutating func updateAdvertisement() {
        let isDiscoverable = state.isRunning && configuration.searchesLink && !registrations.isEmpty
        let wanted = isDiscoverable ? ownEndpoint : nil
        guard wanted != advertised else { return }
        advertised = wanted
        act(wanted.map(Action.advertise) ?? .withdraw)
    }

    /// A node that was alone has something to offer from now on, and may be the one that others on the link wait for:
    /// it searches at once instead of at the next tick. Those who are alone like it hear its announcement.
    mutating func firstNameRegistered(now: Instant) {
        guard state == .alone, configuration.searchesLink, registrations.count == 1 else { return }
        bootstrap.turn(to: .search)
        runDiscoveryStage(now: now)
    }
}
