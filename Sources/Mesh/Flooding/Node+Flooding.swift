import PeerBase

// Messages on their way through a node (peer channel 7): each is taken once, verified before anything is done with it,
// handed to the application and on to all other neighbours. What a neighbour sends twice tells how useful it is (8), and
// in the modern profile which links belong to the tree (22; Node+Tree.swift).

/// What flooding keeps of all links together.
struct FloodTables: Sendable {
    var seen = SeenMemory()
    var store = FloodStore()
    var missing = MissingTable()
    /// When a refusal for this reason was last told.
    var lastTold: [Refusal: Instant] = [:]
}

extension Node {
    /// Flood, linkUtility, iHave, graft, prune, iDontWant, syncRequest or syncReply on a connected link; Flood also on one
    /// beside it (5.4).
    mutating func receiveFlooding(_ frame: Frame, on link: LinkID, now: Instant) {
        switch frame {
        case .flood(let flood): receiveFlood(flood, on: link, now: now)
        case .linkUtility(let report): receiveReport(report, on: link, now: now)
        case .iHave(let ids): receiveAnnouncements(ids, on: link, now: now)
        case .graft(let ids): receiveGraft(ids, on: link, now: now)
        case .prune: receivePrune(on: link, now: now)
        case .iDontWant(let ids): receiveUnwanted(ids, on: link, now: now)
        case .syncRequest(let request): receiveHistoryRequest(request, on: link, now: now)
        case .syncReply(let reply): receiveHistory(reply, on: link, now: now)
        default: break
        }
    }

    /// A link has reached Connected.
    mutating func linkConnected(_ link: LinkID, now: Instant) {
        if settings.usesTree {
            // What we said or heard while the other side had no neighbour, or another one that is dead.
            for id in flooding.store.ids(now: now) { announce(id, on: link, now: now) }
            // At once, before the answer to a late joiner: it sees what that leaves out.
            sendAnnouncements(on: link)
        }
        if connectedLinks.count == 1 { appear(now: now) }
        if history.isWanted { gatherHistory(from: link, now: now) }
    }

    /// A link has left Connected, and is no longer among ``connectedLinks``.
    mutating func linkGone(_ link: LinkID, now: Instant) {
        timers.stop(.message(.report(link)))
        timers.stop(.message(.historyPart(link)))
        if connectedLinks.isEmpty { history.isWanted = true }
        if history.asked == link { askAnotherForHistory(now: now) }
        flooding.missing.forget(link, now: now)
        watchMissing()
    }

    mutating func messageTimerFired(_ timer: MessageTimer, now: Instant) {
        switch timer {
        case .announcements: sendAnnouncements(now: now)
        case .missing: askForMissing(now: now)
        case .report(let link): reportUtility(to: link)
        case .presence: showPresence(now: now)
        case .silence: dropSilentMembers(now: now)
        case .gap(let sender): releaseHeld(of: sender, now: now)
        case .history: askAnotherForHistory(now: now)
        case .gathering: endGathering(now: now)
        case .historyPart(let link): sendHistoryPart(to: link, now: now)
        }
    }
}

// MARK: Taking a message (7.3)

extension Node {
    private mutating func receiveFlood(_ flood: Frame.Flood, on link: LinkID, now: Instant) {
        guard flood.signed.count <= configuration.messageLimit else {
            return abort(link, .misbehaved("a message over the limit of the mesh"), now: now)
        }
        let id = seal.identify(flood.signed)
        links[link]?.flow.known.insert(id)
        guard !flooding.seen.contains(id) else { return receiveDuplicate(on: link, now: now) }
        guard !isBeyondJudging(flood, from: link, now: now) else {
            links[link]?.flow.noteReceived(isUseful: false)
            return reportIfDue(link, now: now)
        }
        let content: Content
        switch verified(flood, now: now) {
        case .success(let opened): content = opened
        case .failure(let fault): return drop(fault, id, from: link, now: now)
        }
        // Only a message whose signature is right counts as seen: else a damaged copy would keep the true one out.
        let wasAnnounced = flooding.missing.remove(id)
        markSeen(id, now: now)
        links[link]?.flow.noteReceived(isUseful: true)
        let message = Message(id: id, content: content, flood: flood, hops: flood.hopsDone.addingOne)
        if let refusal = rateRefusal(of: content, now: now) {
            note(refusal, from: link, now: now)
        } else {
            takeIn(message, from: link, now: now)
        }
        if wasAnnounced { endGatheringIfComplete(now: now) }
        reportIfDue(link, now: now)
    }

    /// A copy of what was here: neither delivered nor forwarded (7.3 step 5), and a link less in the tree (22), unless few
    /// are left there.
    private mutating func receiveDuplicate(on link: LinkID, now: Instant) {
        counters.duplicates += 1
        links[link]?.flow.noteReceived(isUseful: false)
        if settings.usesTree, links[link]?.flow.isEager == true, eagerLinks > Limits.leastEagerLinks {
            links[link]?.flow.isEager = false
            send(.prune, on: link)
        }
        reportIfDue(link, now: now)
    }

    private var eagerLinks: Int { connectedLinks.count { links[$0]?.flow.isEager == true } }

    /// Numbers and rates of its sender (20.6, 20.7).
    private mutating func rateRefusal(of content: Content, now: Instant) -> Refusal? {
        let age = age(of: content, now: now).map { Duration.milliseconds(max(0, $0)) } ?? .zero
        return senders.refusal(of: content, age: age, isSigning: configuration.isSigning, now: now, wall: now + missed)
    }

    private mutating func takeIn(_ message: Message, from link: LinkID, now: Instant) {
        let propagation = propagation(of: message.content, .remote)
        noteMember(message, now: now)
        deliver(message, isWanted: propagation.isDelivered, now: now)
        guard propagation.isForwarded else { return }
        remember(message, now: now)
        guard let onward = message.flood.onward else { return }
        forward(onward, message.id, except: link, now: now)
    }

    /// What the filter says of it (9). Signs of life are no messages of the application: they pass.
    func propagation(of content: Content, _ origin: Origin) -> Propagation {
        if case .presence = content.body { return .localAndRemote }
        return configuration.filter(content, origin)
    }
}

extension Node {
    /// Remembers a message; what the memory had to forget for it before its time is counted (20.7).
    mutating func markSeen(_ id: MessageID, now: Instant) {
        let before = flooding.seen.overflowed
        flooding.seen.insert(id, now: now)
        let forgotten = flooding.seen.overflowed - before
        if forgotten > 0 { counters.causes["seen memory full", default: 0] += forgotten }
    }
}

// MARK: Handing on (7.2 step 4, 7.3 step 8)

extension Node {
    /// Sends a message to every neighbour except the one it came from, or announces it there. What we say ourselves goes out
    /// on all links, those beside the tree too: that costs a few copies of each message in the whole mesh and saves two hops
    /// of eleven on its way to the last member. Ours, as Plumtree's first round is (22; measured by `p2psim mesh`).
    mutating func forward(_ flood: Frame.Flood, _ id: MessageID, except source: LinkID?, now: Instant) {
        flooding.store.insert(id, flood, now: now)
        let others = connectedLinks.filter { $0 != source && !isBeside($0, source) }
        if settings.usesTree, flood.signed.count > Limits.largeMessage {
            for link in others { send(.iDontWant([id]), on: link) }
        }
        for link in others {
            guard let target = links[link] else { continue }
            if settings.usesTree, target.flow.known.contains(id) { continue }
            if target.flow.isEager || source == nil, !target.isCongested {
                push(flood, id, on: link)
            } else {
                announce(id, on: link, now: now)
            }
        }
    }

    /// Whether it leads to the node that the message came from, by another link (5.4).
    private func isBeside(_ link: LinkID, _ source: LinkID?) -> Bool {
        guard let source = source.flatMap({ links[$0] }), !source.isConnected else { return false }
        return links[link]?.node == source.node
    }

    mutating func push(_ flood: Frame.Flood, _ id: MessageID, on link: LinkID) {
        counters.forwarded += 1
        links[link]?.flow.noteSent()
        links[link]?.flow.known.insert(id)
        send(.flood(flood), on: link)
    }
}

// MARK: Refusing (17, 20.6)

/// What is wrong with a message, and whether the neighbour that passed it on should have known.
struct MessageFault: Error, Hashable, Sendable {
    var refusal: Refusal
    var isNeighbours: Bool
    /// Whether it took a judgement of certificates to see it.
    var wasCostly = false
}

extension Node {
    /// Opens a message and looks at everything that can be judged of it alone.
    func verified(_ flood: Frame.Flood, now: Instant, isHistory: Bool = false) -> Result<Content, MessageFault> {
        let content: Content
        switch seal.open(flood.signed, flood.signature) {
        case .success(let opened): content = opened
        case .failure(.malformed): return .failure(MessageFault(refusal: .malformed, isNeighbours: true))
        case .failure(.badSignature): return .failure(MessageFault(refusal: .badSignature, isNeighbours: true))
        // Whom to trust is for each member to say, so that an honest neighbour may have passed it on.
        case .failure(.untrustedSender(let isNew)):
            return .failure(MessageFault(refusal: .untrustedSender, isNeighbours: false, wasCostly: isNew))
        }
        guard content.isWellFormed else { return .failure(MessageFault(refusal: .malformed, isNeighbours: true)) }
        guard content.meshHash == configuration.meshHash else {
            return .failure(MessageFault(refusal: .wrongMesh, isNeighbours: true))
        }
        if case .presence = content.body, flood.signed.count > Limits.presenceBytes {
            return .failure(MessageFault(refusal: .tooLarge, isNeighbours: false))
        }
        guard isTimely(content, now: now, isHistory: isHistory) else {
            return .failure(MessageFault(refusal: .time, isNeighbours: false))
        }
        return .success(content)
    }

    /// Two minutes either way, where senders are known (20.6). History may be as old as it is kept; nothing older is.
    private func isTimely(_ content: Content, now: Instant, isHistory: Bool) -> Bool {
        guard configuration.isSigning else { return true }
        guard let age = age(of: content, now: now) else { return false }
        let skew = Int64(Limits.clockSkew.wholeMilliseconds)
        let oldest = isHistory ? skew + Int64(Limits.recentSpan.wholeMilliseconds) : skew
        return age >= -skew && age <= oldest
    }

    /// How long ago a message was said by its sender's clock, in milliseconds; `nil` for a time that no clock shows. Without
    /// signatures nothing else bounds it.
    func age(of content: Content, now: Instant) -> Int64? {
        let (age, overflow) = unixMilliseconds(now).subtractingReportingOverflow(content.time)
        return overflow ? nil : age
    }

    /// Milliseconds since 1970 at `now`.
    func unixMilliseconds(_ now: Instant) -> Int64 { unixTimeAtZero &+ now.nanoseconds / 1_000_000 }

    /// Drops a message that did not pass; one that no honest neighbour passes on ends the link (20.6).
    private mutating func drop(_ fault: MessageFault, _ id: MessageID, from link: LinkID, now: Instant) {
        noteCost(of: fault, to: link, now: now)
        note(fault.refusal, from: link, now: now)
        guard !fault.isNeighbours else { return cut(link, for: fault, now: now) }
        flooding.missing.remove(id)
        markSeen(id, now: now)
        links[link]?.flow.noteReceived(isUseful: false)
        reportIfDue(link, now: now)
    }

    /// Drops a message whose sender would have to be judged at some cost, when the neighbour has had so many judged that
    /// nobody trusts. It may be honest, for whom to trust is for each member to say: only the message goes, and does not
    /// count as seen, since another neighbour may bring it.
    mutating func isBeyondJudging(_ flood: Frame.Flood, from link: LinkID, now: Instant) -> Bool {
        guard links[link]?.flow.judgements.holds(of: Limits.judgementRate, now: now) == false,
            seal.needsJudgement(flood.signed)
        else { return false }
        note(.untrustedSender, from: link, now: now)
        return true
    }

    mutating func noteCost(of fault: MessageFault, to link: LinkID, now: Instant) {
        if fault.wasCostly { links[link]?.flow.judgements.take(of: Limits.judgementRate, now: now) }
    }

    mutating func cut(_ link: LinkID, for fault: MessageFault, now: Instant) {
        if fault.refusal == .badSignature { ban(link, now: now) }
        abort(link, .misbehaved("a message with \(fault.refusal.fault)"), now: now)
    }

    /// Counts a refusal, and tells it unless the same was told within a second.
    mutating func note(_ refusal: Refusal, from link: LinkID, now: Instant) {
        counters.causes[refusal.cause, default: 0] += 1
        if let last = flooding.lastTold[refusal], last + .seconds(1) > now { return }
        guard let endpoint = links[link]?.peer.endpoint else { return }
        flooding.lastTold[refusal] = now
        act(.report(.messageRefused(refusal, endpoint)))
    }
}
