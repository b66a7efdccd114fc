package import PeerBase

// The search for the first members (behaviour 7): remembered nodes, then the link, then the seeds.

/// What the present stage of discovery waits for.
enum DiscoveryActivity: Hashable, Sendable {
    /// For its conversations to end.
    case soliciting
    /// For answers to an SSDP search; each starts a conversation.
    case searching
    /// For DNS to name the seeds.
    case lookingUp
}

// MARK: Stages

extension Node {
    /// One stage of discovery. In Synchronizing the stages follow each other at once; in Alone each waits for its
    /// maintenance tick.
    mutating func runDiscoveryStage(now: Instant) {
        stopDiscovery()
        switch bootstrap.next(isAlone: state == .alone, now: now) {
        case .solicit(let endpoints): solicitStage(endpoints, now: now)
        case .search:
            findings.searchBegan(now: now)
            act(.search)
            wait(for: .searching, until: now + Limits.discoveryStage)
        case .lookUpSeeds:
            act(.lookUpSeeds)
            wait(for: .lookingUp, until: now + Limits.seedLookup)
        case .awaitSeeds(let deadline): wait(for: .lookingUp, until: deadline)
        case .exhausted: discoveryExhausted(now: now)
        }
    }

    private mutating func solicitStage(_ endpoints: [Endpoint], now: Instant) {
        for endpoint in endpoints where mayBeAsked(endpoint) { stageSolicits.insert(solicit(endpoint, now: now)) }
        if !stageSolicits.isEmpty {
            wait(for: .soliciting, until: now + Limits.discoveryStage)
        } else if state == .synchronizing {
            runDiscoveryStage(now: now)
        }
    }

    /// A conversation of the present stage ended. When all of them failed, waiting longer would bring nothing; only a
    /// search may still be answered.
    mutating func conversationEnded(_ solicit: MessageID, gained: Bool, now: Instant) {
        guard stageSolicits.remove(solicit) != nil, !gained, stageSolicits.isEmpty else { return }
        if discovery == .soliciting { discoveryStageExpired(now: now) }
    }

    mutating func discoveryStageExpired(now: Instant) {
        if discovery == .searching, !stageSolicits.isEmpty {
            // Conversations with those who answered late fail on their own within this time.
            return wait(for: .soliciting, until: now + Limits.retransmissionInterval * Limits.transmissions)
        }
        let isWaitingForSeeds = discovery == .lookingUp
        stopDiscovery()
        if state == .synchronizing || isWaitingForSeeds { runDiscoveryStage(now: now) }
    }

    mutating func stopDiscovery() {
        stageSolicits = []
        discovery = nil
        timers.stop(.discoveryStage)
    }

    private mutating func wait(for activity: DiscoveryActivity, until deadline: Instant) {
        discovery = activity
        timers.set(.discoveryStage, at: deadline)
    }

    /// Behaviour 6.4: alone now, and whoever waits for a name is told so. Where somebody was asked and kept silent while a
    /// resolve waits, it is asked a few times more first: two datagrams lost in a row are no answer for a program that
    /// looks for one name and ends.
    private mutating func discoveryExhausted(now: Instant) {
        guard state == .synchronizing else { return }
        if resolves.values.contains(where: \.isWaiting), bootstrap.repeatForResolves() {
            return runDiscoveryStage(now: now)
        }
        enter(.alone)
        beginWaitingResolves(now: now)
    }

    /// Whether a SOLICIT to this endpoint makes sense: a member's address, not ours, and nobody asked this moment.
    func mayBeAsked(_ endpoint: Endpoint) -> Bool {
        guard configuration.admits(endpoint), !isOwn(endpoint) else { return false }
        return !reliable.isSoliciting(endpoint)
    }
}

// MARK: What others found

extension Node {
    /// SSDP named a member: it answered a search of ours, or announced itself on the link.
    ///
    /// Only publishers are discoverable (behaviour 7), so that of several hosts started together nobody may be there to
    /// answer the first search; each would then sit in Alone until a search of its own happens to fall after somebody's
    /// registration, ten seconds or more later. The announcement that goes with a registration closes that gap: whoever
    /// is synchronizing or alone takes it for an answer and solicits the newcomer at once. If both sides have a name,
    /// one exchange is enough for both, because the SOLICIT carries a route. Two nodes without a name have nothing to
    /// tell each other; a link becomes a cloud with its second publisher, and resolvers join with its first.
    ///
    /// An Active node follows too while its cache is small. On a quiet link pairs form first, and a node that stopped
    /// listening with its first neighbour would leave two pairs side by side for good. With a larger cache it keeps
    /// strangers in mind: its next split test begins at one of them.
    package mutating func discovered(_ endpoint: Endpoint, now: Instant) -> [Action] {
        if state == .active, configuration.admits(endpoint), !isOwn(endpoint), isStranger(endpoint) {
            findings.noteStranger(endpoint)
        }
        if isWelcome(endpoint), mayBeAsked(endpoint), findings.admit(endpoint, now: now) {
            let conversation = solicit(endpoint, now: now)
            if discovery == .searching { stageSolicits.insert(conversation) }
        }
        return takeActions()
    }

    private func isWelcome(_ endpoint: Endpoint) -> Bool {
        switch state {
        case .synchronizing, .alone: true
        case .active: cache.isSmall && isStranger(endpoint)
        case .virtual, .dead, .disabled, .noNet: false
        }
    }

    /// The seeds as far as they are known: the answer to ``Action/lookUpSeeds``, empty when there are none. It may come
    /// in parts, the last of which `isComplete` and holds the others: one name that nobody knows must not keep a seed
    /// from being asked that needs no name. Of those who come too late, a node that is alone asks one at once.
    package mutating func seedsFound(_ found: [Endpoint], isComplete: Bool = true, now: Instant) -> [Action] {
        let bringsNew = bootstrap.seedsFound(found, isComplete: isComplete, now: now)
        configuration.seeds = bootstrap.seeds
        if discovery == .lookingUp {
            if isComplete || !found.isEmpty { discoveryStageExpired(now: now) }
        } else if bringsNew, state == .alone {
            bootstrap.turnToFoundSeeds()
            runDiscoveryStage(now: now)
        }
        return takeActions()
    }

    /// Other seeds from now on. A node that is alone asks one of them at once.
    package mutating func setSeeds(_ seeds: [Endpoint], now: Instant) -> [Action] {
        configuration.seeds = seeds
        bootstrap.replaceSeeds(seeds)
        if state == .alone {
            bootstrap.turn(to: .seeds)
            runDiscoveryStage(now: now)
        }
        return takeActions()
    }
}
