import PeerBase

/// Where the search for neighbours stands (peer channel 6.2).
struct Maintenance: Sendable {
    /// How many neighbours the present pass wants; `nil` between passes.
    var goal: Int?
    var passEnds = Instant.zero
    var resolvesLeft = 0
    var passes = 0
    var isResolving = false
    /// Before this the resolver is not asked again by a new pass.
    var nextResolve = Instant.zero
    var resolvePause = Limits.firstResolvePause
    var nextFullCheck = Instant.zero
    /// When a neighbour was last left for its small utility.
    var lastPrune: Instant?
}

extension Node {
    mutating func startLinking(now: Instant) {
        maintain(now: now)
        if let interval = settings.shuffleInterval { timers.set(.shuffle, at: now + interval) }
        if let interval = settings.islandInterval { timers.set(.islands, at: now + interval) }
    }

    /// One pass (peer channel 6.2): the first wants the minimum, every later one the ideal. The modern profile looks every
    /// second whether it is below the minimum, and less often whether it could do better (22).
    mutating func maintain(now: Instant) {
        let count = links.connected.count
        maintenance.passes += 1
        let isFirst = maintenance.passes == 1
        timers.set(.maintenance, at: now + (isFirst ? settings.retryInterval : settings.maintenanceInterval))
        if isFirst {
            maintenance.nextFullCheck = now + (settings.fullCheckInterval ?? .zero)
            return beginPass(goal: settings.low, now: now)
        }
        if now >= maintenance.nextFullCheck {
            maintenance.nextFullCheck = now + (settings.fullCheckInterval ?? .zero)
            if count > settings.ideal { prune(now: now) }
            beginPass(goal: settings.ideal, now: now)
        } else if count < settings.low {
            beginPass(goal: settings.ideal, now: now)
        }
    }

    mutating func beginPass(goal: Int, now: Instant) {
        maintenance.goal = goal
        maintenance.passEnds = now + Limits.passLimit
        maintenance.resolvesLeft = now >= maintenance.nextResolve ? Limits.resolvesPerPass : 0
        search(now: now)
    }

    /// Goes on with the pass: dials nodes of the reserve by chance, as many at once as are missing, and turns to the
    /// resolver when it knows nobody (peer channel 5.2, 6.2).
    mutating func search(now: Instant) {
        guard isOpen, let goal = maintenance.goal else { return }
        guard links.connected.count < goal, now < maintenance.passEnds else {
            maintenance.goal = nil
            return
        }
        var missing = goal - links.connected.count - links.attempts
        while missing > 0,
            let next = reserve.entries.filter({ isCandidate($0, now: now) }).randomElement(using: &random)
        {
            dial(next.address, now: now)
            missing -= 1
        }
        guard missing > 0, maintenance.resolvesLeft > 0, !maintenance.isResolving else { return }
        maintenance.resolvesLeft -= 1
        resolve()
    }

    mutating func resolve() {
        guard !maintenance.isResolving else { return }
        maintenance.isResolving = true
        act(.resolve(count: Limits.addressesPerResolve))
    }

    /// The resolver has answered. Answers that bring nobody new make the pauses longer, in the profile that would
    /// otherwise ask every second; but not while there is no neighbour at all: whoever has one is told of others, whoever
    /// has none hears of nobody else, and its like may come any moment (peer channel 3, 23 check 13). Chance keeps nodes
    /// that were started together from asking together.
    mutating func takeAnswer(_ addresses: [NodeAddress], now: Instant) {
        maintenance.isResolving = false
        let usable = addresses.prefix(settings.reserve).filter {
            $0.isValid && !$0.sharesPlace(with: configuration.address)
        }
        followIslands(usable, now: now)
        for address in usable where !isLinked(nil, address) { reserve.add(nil, address, random: &random) }
        if let longest = settings.longestResolvePause {
            let isNew = usable.contains { isCandidate(Acquaintance(node: nil, address: $0), now: now) }
            let isEager = isNew || links.connected.isEmpty
            maintenance.resolvePause = isEager ? Limits.firstResolvePause : min(maintenance.resolvePause * 2, longest)
            let jitter = Int64.random(in: 0...maintenance.resolvePause.wholeNanoseconds / 2, using: &random)
            maintenance.nextResolve = now + maintenance.resolvePause + .nanoseconds(jitter)
        }
        search(now: now)
    }

    mutating func dial(_ address: NodeAddress, isExtra: Bool = false, now: Instant) {
        guard let first = address.endpoints.first else { return }
        let id = nextLinkID()
        let peer = LinkPeer(endpoint: first.endpoint, zone: first.zone)
        var link = Link(id: id, isInitiator: true, peer: peer, address: address, now: now)
        link.isExtra = isExtra
        links.insert(link)
        counters.dialled += 1
        // The referral cache holds what has not been tried (peer channel 1); the passive view keeps its nodes.
        if settings.shuffleInterval == nil { reserve.remove(nil, address) }
        timers.set(.handshake(id), at: now + settings.handshakeLimit)
        act(.dial(id, address))
    }

    /// Whether a known node may be dialled now.
    func isCandidate(_ known: Acquaintance, now: Instant) -> Bool {
        known.node != id && !avoidance.contains(known.address, now: now)
            && !known.address.sharesPlace(with: configuration.address) && !isLinked(known.node, known.address)
    }

    /// Whether there is a link, in whatever state, to this node.
    func isLinked(_ node: NodeID?, _ address: NodeAddress) -> Bool {
        links.contains { ($0.node != nil && $0.node == node) || $0.leads(to: address) }
    }

    /// Below the minimum the classic profile acts at once (peer channel 3, 6.1), the modern one with its next heartbeat (22).
    mutating func repair(hasLostNeighbour: Bool, now: Instant) {
        guard isOpen else { return }
        if links.connected.isEmpty {
            maintenance.resolvePause = Limits.firstResolvePause
            maintenance.nextResolve = now
        }
        if hasLostNeighbour, settings.fullCheckInterval == nil, links.connected.count < settings.low {
            beginPass(goal: settings.ideal, now: now)
        } else {
            search(now: now)
        }
    }

    /// `RefreshConnection` (peer channel 3).
    mutating func lookForMore(now: Instant) {
        avoidance.forgetAll()
        maintenance.goal = links.connected.count + 1
        maintenance.passEnds = now + Limits.passLimit
        maintenance.resolvesLeft = Limits.resolvesPerPass - 1
        resolve()
    }
}

extension Link {
    /// Whether it leads to the node that listens there. Of what a visitor claims, only places on the host from which it
    /// came count: nobody can keep us from dialling others by naming their addresses.
    func leads(to other: NodeAddress) -> Bool {
        other.endpoints.contains { place in
            address.endpoints.contains(place)
                && (isInitiator || place.endpoint.address == peer.endpoint.address)
        }
    }
}
