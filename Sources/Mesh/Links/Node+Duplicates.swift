import PeerBase

// Two links between the same two nodes, by dials that crossed or by a dial over a link that died unnoticed
// (peer channel 5.4 point 3).

extension Node {
    /// Finds out whether the older link is alive, by what came on it just now or by a Ping, and then which one stays.
    mutating func compare(_ newer: LinkID, with older: LinkID, now: Instant) {
        guard let lastHeard = links[older]?.lastHeard else { return }
        guard haveOneKey(newer, older) else { return turnAway(newer, .duplicateNodeID, now: now) }
        if now - lastHeard <= Limits.freshness { return keepOne(of: newer, older, now: now) }
        links[newer]?.state = .checking(older: older)
        links[newer]?.since = now
        timers.set(.duplicateCheck(newer), at: now + Limits.duplicateCheck)
        askForLife(older, now: now)
    }

    /// The older link lives. Of two links opened by one side the newer goes; of two opened by both sides the one that the
    /// node with the higher id opened: the verdict is the same on both sides.
    private mutating func keepOne(of newer: LinkID, _ older: LinkID, now: Instant) {
        guard let new = links[newer], let old = links[older] else { return }
        if new.isInitiator != old.isInitiator, let node = new.node, (id < node) == new.isInitiator {
            join(newer, now: now)
            part(older, .duplicateNeighbor, now: now)
        } else {
            turnAway(newer, .duplicateNeighbor, now: now)
        }
    }

    /// Whether the two links can be of one node: with another key it is another, which borrows the id to take over the
    /// older link. Without TLS nobody has a key. Ours.
    private func haveOneKey(_ newer: LinkID, _ older: LinkID) -> Bool {
        guard let new = links[newer]?.peer.key, let old = links[older]?.peer.key, !new.isEmpty, !old.isEmpty else {
            return true
        }
        return new == old
    }

    private mutating func turnAway(_ newer: LinkID, _ reason: Reason, now: Instant) {
        if links[newer]?.isInitiator == true {
            part(newer, reason, now: now)
        } else {
            refuse(newer, reason, now: now)
        }
    }

    /// A sign of life came on a link that others wait to replace.
    mutating func keepOlder(_ older: LinkID, now: Instant) {
        for newer in waiting(for: older) { keepOne(of: newer, older, now: now) }
    }

    /// The older link had its time.
    mutating func endDuplicateCheck(_ newer: LinkID, now: Instant) {
        guard let new = links[newer], case .checking(let older) = new.state, let old = links[older] else { return }
        if old.lastHeard > new.since { return keepOne(of: newer, older, now: now) }
        abort(older, .tooSlow, now: now)
    }

    /// The links that were waiting for a sign of life of this one, which is gone, go on.
    mutating func settleWaiting(for older: LinkID, now: Instant) {
        for newer in waiting(for: older) { settle(newer, now: now) }
    }

    private func waiting(for older: LinkID) -> [LinkID] {
        links.ids.filter { links[$0]?.state == .checking(older: older) }
    }
}
