import PeerBase

// The Maintenance Timer (behaviour 15): it runs from the opening of the cloud to its end, whatever state comes between,
// so that no state can be left without one.

extension Node {
    /// With nobody known a tick runs the next stage of discovery (behaviour 15 item 1); a cloud that is still
    /// synchronizing is at it already. With somebody known it is time for what keeps the cloud in order.
    mutating func maintenanceTimerExpired(now: Instant) {
        scheduleMaintenance(now: now)
        switch state {
        case .active: maintain(now: now)
        case .alone:
            runDiscoveryStage(now: now)
            if !registrations.isEmpty { solicitKnown(now: now) }
        case .synchronizing, .virtual, .dead, .disabled, .noNet: break
        }
    }

    /// Periodic timers are spread by a fifth so that nodes started together do not stay together (behaviour 22).
    mutating func scheduleMaintenance(now: Instant) {
        let isSparse = cache.count <= Limits.sparseCache
        let period = isSparse ? Limits.sparseMaintenanceInterval : Limits.maintenanceInterval
        let fifth = period.wholeNanoseconds / 5
        timers.set(.maintenance, at: now + period + .nanoseconds(Int64.random(in: -fifth...fifth, using: &random)))
    }

    /// A publisher with an empty cache turns to those it has known (behaviour 15 item 1), two at a time: a lonely node
    /// must not be a noisy one.
    private mutating func solicitKnown(now: Instant) {
        for endpoint in bootstrap.nextKnown() where mayBeAsked(endpoint) { _ = solicit(endpoint, now: now) }
    }
}
