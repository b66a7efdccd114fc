import PeerBase

/// The search for parts of the mesh that have lost us (peer channel 22).
struct IslandSearch: Sendable {
    /// Whether the resolver's next answer is looked through for strangers.
    var isRunning = false
    /// Referrals that may still be followed.
    var followsLeft = 0
}

extension Node {
    /// Every few minutes the resolver is asked whatever is known: a mesh that fell apart has enough neighbours on both sides
    /// and would never notice (peer channel 3, 22).
    mutating func lookForIslands(now: Instant) {
        guard let interval = settings.islandInterval else { return }
        timers.set(.islands, at: now + interval)
        islandSearch = IslandSearch(isRunning: true, followsLeft: Limits.islandReferrals)
        resolve()
    }

    /// A node that neither the neighbours nor the reserve have told of is perhaps of another island: it is tried as a link
    /// beyond those that maintenance wants.
    mutating func followIslands(_ answer: [NodeAddress], now: Instant) {
        guard islandSearch.isRunning else { return }
        islandSearch.isRunning = false
        let stranger = answer.first {
            !reserve.knows(nil, $0) && isCandidate(Acquaintance(node: nil, address: $0), now: now)
        }
        if let stranger, links.connected.count < settings.most { dial(stranger, isExtra: true, now: now) }
    }

    /// The stranger is busy, but one of its neighbours leads to the same island.
    mutating func followIsland(_ told: [Referral], heardFrom peer: LinkPeer, now: Instant) {
        guard islandSearch.followsLeft > 0, links.connected.count < settings.most else { return }
        let next = told.map { Acquaintance(node: $0.node, address: $0.address.heard(from: peer)) }
            .first { !$0.address.endpoints.isEmpty && isCandidate($0, now: now) }
        guard let next else { return }
        islandSearch.followsLeft -= 1
        dial(next.address, isExtra: true, now: now)
    }

    /// Both sides learn at once of each other's nodes.
    mutating func beginExtraLink(_ link: LinkID, now: Instant) {
        timers.set(.extraLink(link), at: now + Limits.extraLinkTime)
        offerSample(on: link)
    }

    /// A link that led into the same mesh goes again if there are enough. One that brings what no other brought may be the
    /// only bridge between two parts: it stays, and is judged like all others from now on.
    mutating func judgeExtraLink(_ link: LinkID, now: Instant) {
        guard let extra = links[link], extra.isConnected else { return }
        links[link]?.isExtra = false
        guard links.connected.count > settings.ideal, extra.flow.useful == 0 else { return }
        counters.pruned += 1
        part(link, .notUsefulNeighbor, now: now)
    }
}
