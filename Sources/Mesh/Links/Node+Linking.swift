import PeerBase

// How two nodes become neighbours: Connect, then Welcome or Refuse (peer channel 5).

extension Node {
    /// Somebody was let in by the driver and has to say Connect.
    mutating func admitVisitor(_ link: LinkID, peer: LinkPeer, now: Instant) {
        guard isOpen else { return act(.close(link)) }
        if let refusal = doorRefusal(of: peer, now: now) {
            counters.turnedAway += 1
            act(.close(link))
            return act(.report(.turnedAway(peer.endpoint, refusal)))
        }
        counters.accepted += 1
        links.insert(Link(id: link, isInitiator: false, peer: peer, address: NodeAddress([]), now: now))
        timers.set(.handshake(link), at: now + settings.handshakeLimit)
    }

    /// A link of ours is ready: says Connect, unless so many neighbours came meanwhile that there is no room (5.2).
    mutating func introduce(on link: LinkID, to peer: LinkPeer, now: Instant) {
        guard links[link]?.state == .dialling else { return }
        guard links.connected.count < settings.most else {
            act(.close(link))
            return forget(link, .parted(.nodeBusy, byPeer: false), now: now)
        }
        guard !isBanned(peer, now: now) else {
            act(.close(link))
            return forget(link, .notAdmitted, now: now)
        }
        links[link]?.peer = peer
        links[link]?.state = .connecting
        links[link]?.since = now
        let said = configuration.address.said(to: peer)
        let address = said.endpoints.isEmpty ? configuration.address.withoutZones : said
        send(.connect(.init(node: id, address: address)), on: link)
    }

    private func doorRefusal(of peer: LinkPeer, now: Instant) -> DoorRefusal? {
        if isBanned(peer, now: now) { return .banned }
        return links.visitors < Limits.visitors ? nil : .crowded
    }

    private func isBanned(_ peer: LinkPeer, now: Instant) -> Bool { bannedKeys.contains(peer.key, now: now) }

    /// Keeps the key of this neighbour out for ten minutes (17); on links without TLS nobody has a key.
    mutating func ban(_ link: LinkID, now: Instant) {
        guard let key = links[link]?.peer.key, !key.isEmpty else { return }
        bannedKeys.avoid(key, until: now + Limits.keyBan, now: now)
    }

    mutating func giveUpHandshake(_ link: LinkID, now: Instant) {
        guard let waiting = links[link], !waiting.isConnected else { return }
        act(.close(link))
        forget(link, .timedOut, now: now)
    }

    /// Decides on a Connect in the order of peer channel 5.4.
    mutating func receiveConnect(_ connect: Frame.Connect, on link: LinkID, now: Instant) {
        guard let peer = links[link]?.peer else { return }
        guard connect.address.isValid else {
            return abort(link, .misbehaved("Connect without a valid address"), now: now)
        }
        guard peer.isNamed(connect.node) else {
            return abort(link, .misbehaved("Connect in the name of another node"), now: now)
        }
        links[link]?.node = connect.node
        links[link]?.address = connect.address.heard(from: peer)
        guard connect.node != id else { return refuse(link, .duplicateNodeID, now: now) }
        settle(link, now: now)
    }

    /// The other side took us as its neighbour. The rules for duplicates are those of a Connect (5.4).
    mutating func receiveWelcome(_ welcome: Frame.Welcome, on link: LinkID, now: Instant) {
        guard let peer = links[link]?.peer else { return }
        guard welcome.node != id else { return abort(link, .ourselves, now: now) }
        guard peer.isNamed(welcome.node) else {
            return abort(link, .misbehaved("Welcome in the name of another node"), now: now)
        }
        guard takeReferrals(welcome.referrals, from: link, now: now) else { return }
        links[link]?.node = welcome.node
        settle(link, now: now)
    }

    /// The other side did not take us, but perhaps its neighbours do.
    mutating func receiveRefuse(_ refuse: Frame.Refuse, on link: LinkID, now: Instant) {
        guard [.duplicateNeighbor, .duplicateNodeID, .nodeBusy].contains(refuse.reason) else {
            return abort(link, .misbehaved("Refuse for a reason of its own"), now: now)
        }
        guard let refused = links[link], takeReferrals(refuse.referrals, from: link, now: now) else { return }
        act(.close(link))
        forget(link, .parted(refuse.reason, byPeer: true), now: now)
        if refused.isExtra, refuse.reason == .nodeBusy {
            followIsland(refuse.referrals, heardFrom: refused.peer, now: now)
        }
    }

    mutating func receiveDisconnect(_ disconnect: Frame.Disconnect, on link: LinkID, now: Instant) {
        guard takeReferrals(disconnect.referrals, from: link, now: now) else { return }
        act(.close(link))
        forget(link, .parted(disconnect.reason, byPeer: true), now: now)
    }

    /// A link whose other side is known becomes a neighbour, unless there is one with this node already, or too many.
    mutating func settle(_ link: LinkID, now: Instant) {
        guard let settling = links[link], let node = settling.node else { return }
        if let older = links.neighbour(node), older != link { return compare(link, with: older, now: now) }
        if !settling.isInitiator, links.connected.count >= settings.most { return refuse(link, .nodeBusy, now: now) }
        join(link, now: now)
    }

    /// Makes a link a neighbour.
    mutating func join(_ link: LinkID, now: Instant) {
        guard let joining = links[link] else { return }
        if !joining.isInitiator {
            send(.welcome(.init(node: id, referrals: referrals(for: link))), on: link)
        }
        enter(link, now: now)
        if joining.isExtra { beginExtraLink(link, now: now) }
        search(now: now)
    }

    /// What it means to have one more neighbour.
    mutating func enter(_ link: LinkID, now: Instant) {
        guard let joining = links[link], let node = joining.node else { return }
        links.connect(link)
        links[link]?.since = now
        reserve.remove(node, joining.address)
        timers.stop(.handshake(link))
        timers.stop(.duplicateCheck(link))
        if let pingAfter = settings.pingAfter { timers.set(.silence(link), at: now + pingAfter) }
        // The pass after 10 s is for a node that is still alone (6.1).
        if maintenance.passes == 1 { timers.set(.maintenance, at: now + settings.maintenanceInterval) }
        act(.report(.neighbourConnected(node, joining.peer.endpoint)))
        reportOnline()
        linkConnected(link, now: now)
    }

    /// Online and Offline are the first neighbour and the loss of the last (peer channel 3).
    mutating func reportOnline() {
        guard isOnline != wasOnline else { return }
        wasOnline = isOnline
        act(.report(isOnline ? .wentOnline : .wentOffline))
    }
}

extension LinkPeer {
    /// Whether this can be the node that was admitted.
    fileprivate func isNamed(_ node: NodeID) -> Bool { self.node.map { $0 == node } ?? true }
}

extension NodeAddress {
    fileprivate var withoutZones: NodeAddress { NodeAddress(endpoints.map { ScopedEndpoint($0.endpoint) }) }
}
