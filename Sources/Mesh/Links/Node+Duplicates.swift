import PeerBase

// Two links between the same two nodes, by dials that crossed or by a dial over a link that died unnoticed
// (peer channel 5.4 point 3).
//
// Frames on the two links overtake each other, so one side knows of both before the other does. Nobody closes the losing
// link before the other side is known to have the winning one: who accepted the winner lets the loser rest, and who dialled
// it says goodbye on the loser when its Welcome comes. A link that only seems dead rests on both sides. What was sent on the
// loser until then is taken: no message is lost, and nobody is without a neighbour in between. Ours; the rule which one
// stays is that of 5.4.

extension Node {
    /// Decides which of two links stays, or asks the older one for a sign of life first.
    mutating func compare(_ newer: LinkID, with older: LinkID, now: Instant) {
        guard let new = links[newer], let old = links[older] else { return }
        guard haveOneKey(new, old) else { return turnAway(newer, .duplicateNodeID, now: now) }
        if newerStays(new, old) { return replace(older, by: newer, now: now) }
        links[newer]?.state = .checking(older: older)
        links[newer]?.since = now
        timers.set(.duplicateCheck(newer), at: now + Limits.duplicateCheck)
        askForLife(older, now: now)
    }

    /// Of two links opened by both sides the one stays that the node with the lower id opened, whether the other is alive or
    /// not. Of two opened by one side the newer stays only if the older is dead.
    private func newerStays(_ new: Link, _ old: Link) -> Bool {
        guard new.isInitiator != old.isInitiator, let node = new.node else { return false }
        return (id < node) == new.isInitiator
    }

    /// Whether the two links can be of one node: with another key it is another, which borrows the id to take over the
    /// older link. Without TLS nobody has a key. Ours.
    private func haveOneKey(_ new: Link, _ old: Link) -> Bool {
        let (new, old) = (new.peer.key, old.peer.key)
        return new.isEmpty || old.isEmpty || new == old
    }

    /// By the rule the newer link stays. Who dialled it knows by its Welcome that the other side has both, and says goodbye
    /// on the older one; the other side waits for that.
    private mutating func replace(_ older: LinkID, by newer: LinkID, now: Instant) {
        guard links[newer]?.isInitiator == true else { return giveUp(older, for: newer, now: now) }
        join(newer, now: now)
        sayGoodbye(on: older, now: now)
    }

    /// The older link rests: what seems dead here may live for the other side, which then says goodbye on the newer one.
    private mutating func giveUp(_ older: LinkID, for newer: LinkID, now: Instant) {
        join(newer, now: now)
        if let resting = links.resting(links[older]?.node) { drop(resting, now: now) }
        setAside(older, .resting, now: now)
    }

    private mutating func turnAway(_ newer: LinkID, _ reason: Reason, now: Instant) {
        switch (links[newer]?.isInitiator, reason) {
        case (true?, .duplicateNeighbor): sayGoodbye(on: newer, now: now)
        case (true?, _): part(newer, reason, now: now)
        default: refuse(newer, reason, now: now)
        }
    }

    private mutating func sayGoodbye(on link: LinkID, now: Instant) {
        send(.disconnect(.init(reason: .duplicateNeighbor, referrals: referrals(for: link))), on: link)
        setAside(link, .leaving, now: now)
    }

    /// The link counts no more, but lives until the other side closes it or has had its time.
    private mutating func setAside(_ link: LinkID, _ state: Link.State, now: Instant) {
        guard let gone = links[link] else { return }
        links.setAside(link, state)
        stopTimers(of: link)
        timers.set(.duplicateCheck(link), at: now + Limits.replacedLinkTime)
        settleLoss(of: gone, .parted(.duplicateNeighbor, byPeer: false), now: now)
    }

    private mutating func drop(_ replaced: LinkID, now: Instant) {
        act(.close(replaced))
        forget(replaced, .parted(.duplicateNeighbor, byPeer: false), now: now)
    }

    // MARK: The older link is asked

    /// The older link has answered, so that the newer one goes.
    mutating func keepOlder(_ older: LinkID, now: Instant) {
        for newer in waiting(for: older) { turnAway(newer, .duplicateNeighbor, now: now) }
    }

    /// The older link had its time to answer; or one that was replaced had its time to be closed.
    mutating func endDuplicateCheck(_ link: LinkID, now: Instant) {
        guard let timed = links[link] else { return }
        switch timed.state {
        case .checking(let older):
            guard let old = links[older] else { return }
            if old.lastHeard > timed.since { return keepOlder(older, now: now) }
            giveUp(older, for: link, now: now)
        case .resting: sayLateGoodbye(on: link, now: now)
        case .leaving: drop(link, now: now)
        case .dialling, .expecting, .connecting, .connected: break
        }
    }

    private mutating func sayLateGoodbye(on link: LinkID, now: Instant) {
        send(.disconnect(.init(reason: .duplicateNeighbor, referrals: referrals(for: link))), on: link)
        drop(link, now: now)
    }

    /// The links that were waiting for a sign of life of this one, which is gone, go on.
    mutating func settleWaiting(for older: LinkID, now: Instant) {
        for newer in waiting(for: older) { settle(newer, now: now) }
    }

    private func waiting(for older: LinkID) -> [LinkID] {
        links.ids.filter { links[$0]?.state == .checking(older: older) }
    }

    // MARK: The newer link comes to nothing

    /// The other side has kept the link that rests here, or the one that replaced it broke: it is a neighbour again, which
    /// a Ping makes TCP look after.
    mutating func recall(replacedBy gone: Link, _ closure: Closure, now: Instant) {
        switch closure {
        case .parted(.duplicateNeighbor, byPeer: true), .lost: break
        default: return
        }
        guard gone.isConnected, let node = gone.node, links.neighbour(node) == nil, let link = links.resting(node)
        else { return }
        enter(link, now: now)
        askForLife(link, now: now)
    }
}
