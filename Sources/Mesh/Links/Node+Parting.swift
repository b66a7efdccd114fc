import PeerBase

// How links end.

extension Node {
    /// A link is gone: what hangs on it is put right, and its place is filled.
    mutating func forget(_ link: LinkID, _ closure: Closure, now: Instant) {
        guard let gone = links[link] else { return }
        links[link] = nil
        stopTimers(of: link)
        if gone.isReplaced { return timers.stop(.message(.report(link))) }
        settleLoss(of: gone, closure, now: now)
    }

    mutating func stopTimers(of link: LinkID) {
        for timer in [TimerKey.handshake(link), .silence(link), .duplicateCheck(link), .extraLink(link)] {
            timers.stop(timer)
        }
    }

    /// A link is no neighbour any more, or never will be.
    mutating func settleLoss(of gone: Link, _ closure: Closure, now: Instant) {
        counters.causes[closure.cause, default: 0] += 1
        remember(gone, closure, now: now)
        settleWaiting(for: gone.id, now: now)
        recall(replacedBy: gone, closure, now: now)
        if gone.isConnected {
            linkGone(gone.id, now: now)
            if let node = gone.node { act(.report(.neighbourLost(node, gone.peer.endpoint, closure))) }
            reportOnline()
        } else if gone.isInitiator {
            act(.report(.dialFailed(gone.peer.endpoint, closure)))
        }
        repair(hasLostNeighbour: gone.isConnected, now: now)
    }

    /// What the end of a link says about its node: whether to dial it again, and when (peer channel 22).
    private mutating func remember(_ gone: Link, _ closure: Closure, now: Instant) {
        guard gone.leads(to: gone.address) else { return }
        if let pause = gone.pause(after: closure) { avoidance.avoid(gone.address, until: now + pause, now: now) }
        switch closure {
        case .unreachable, .timedOut, .lost, .tooSlow, .insecure:
            if !gone.isConnected { return reserve.noteFailure(gone.address) }
            keepInReserve(gone)
        case .parted(.notUsefulNeighbor, _), .parted(.internalFailure, _):
            if gone.isConnected { keepInReserve(gone) }
        case .parted(.duplicateNeighbor, _):
            if !gone.isConnected { reserve.remove(nil, gone.address) }
        case .parted(.leavingMesh, _), .notAdmitted, .untrusted, .mismatch, .misbehaved, .ourselves:
            reserve.remove(gone.node, gone.address)
        case .parted, .closing: break
        }
    }

    /// The passive view keeps former neighbours; the referral cache has only nodes that were not tried.
    private mutating func keepInReserve(_ gone: Link) {
        guard settings.shuffleInterval != nil else { return }
        reserve.add(gone.node, gone.whereabouts, random: &random)
    }

    /// Says goodbye to all neighbours with referrals, then closes everything (peer channel 3).
    mutating func leaveAll() {
        for link in links.connected {
            send(.disconnect(.init(reason: .leavingMesh, referrals: referrals(for: link))), on: link)
        }
        for link in links.ids { act(.close(link)) }
        links = LinkTable()
        maintenance = Maintenance()
        reportOnline()
    }
}

extension Link {
    /// For how long its node is not dialled again; `nil` for nothing.
    fileprivate func pause(after closure: Closure) -> Duration? {
        switch closure {
        case .notAdmitted, .untrusted, .mismatch, .insecure, .ourselves, .misbehaved, .parted(.duplicateNodeID, _):
            Limits.admissionMemory
        case .parted(.notUsefulNeighbor, _): Limits.pairBackOff
        // An address of a neighbour that we did not know as its own.
        case .parted(.duplicateNeighbor, _): isInitiator && !isConnected ? Limits.pairBackOff : nil
        case .parted(.nodeBusy, _): Limits.busyBackOff
        case .parted(.leavingMesh, _): Limits.leavingBackOff
        case .unreachable, .lost, .timedOut, .tooSlow, .parted(.internalFailure, _): Limits.unreachableBackOff
        case .closing: nil
        }
    }
}
