import PeerBase

// Late joiners (peer channel 22): on its first link a node asks one neighbour what was said lately, and gets it marked as
// history, each message once. Signatures, dedupe and sequences count as ever; the time may be as old as what is kept
// (20.6). Nothing of it is handed on unasked.

extension Node {
    /// Keeps what a person said to all, for those who come later. A message with a hop count was not meant for all.
    mutating func remember(_ message: Message, now: Instant) {
        guard case .text = message.content.body, message.flood.hopsLeft == nil else { return }
        guard let age = age(of: message.content, now: now).map({ max(0, $0) }),
            age < Int64(Limits.recentSpan.wholeMilliseconds)
        else { return }
        let flood = message.hops == 0 ? message.flood : message.flood.onward ?? message.flood
        let time = min(message.content.time, unixMilliseconds(now) &+ Int64(Limits.clockSkew.wholeMilliseconds))
        recent.insert(
            RecentMessages.Entry(
                flood: flood, number: MessageNumber(of: message.content), time: time, at: now + .milliseconds(-age)),
            now: now)
    }

    // MARK: Asking

    /// Until the answer is complete nothing is delivered of senders of whom we do not know where they are: their history
    /// comes first.
    mutating func gatherHistory(from link: LinkID, now: Instant) {
        senders.isGathering = true
        timers.set(.message(.gathering), at: now + Limits.gathering)
        history.isWanted = false
        history.deadline = now + Limits.historyLimit
        askForHistory(link, now: now)
    }

    /// The answer is complete, all that neighbours announced has come or was given up, and nobody has only just begun to
    /// speak.
    mutating func endGatheringIfComplete(now: Instant) {
        guard senders.isGathering, history.asked == nil, flooding.missing.isEmpty else { return }
        let patience = Limits.gapWait + Limits.gapExtension
        guard !senders.hasRowsBegun(after: unixMilliseconds(now) &- Int64(patience.wholeMilliseconds)) else { return }
        endGathering(now: now)
    }

    mutating func endGathering(now: Instant) {
        timers.stop(.message(.gathering))
        hand(senders.endHistory())
        for sender in senders.holding { watchGap(of: sender) }
    }

    private mutating func askForHistory(_ link: LinkID, now: Instant) {
        history.asked = link
        history.room = Limits.recentMessages + Limits.recentPresences
        let request = Frame.SyncRequest(
            messages: UInt32(Limits.recentMessages), bytes: UInt32(Limits.recentBytes))
        send(.syncRequest(request), on: link)
        waitForHistory(now: now)
    }

    /// For the next part.
    private mutating func waitForHistory(now: Instant) {
        timers.set(.message(.history), at: min(now + Limits.historyWait, history.deadline))
    }

    /// Whoever was asked has gone, or takes too long: the next neighbour that was not asked yet.
    mutating func askAnotherForHistory(now: Instant) {
        if let asked = history.asked { history.late.insert(asked) }
        stopAsking()
        history.late.formIntersection(connectedLinks)
        guard voice.isOpen else { return }
        if now < history.deadline, let next = connectedLinks.first(where: { !history.late.contains($0) }) {
            askForHistory(next, now: now)
        } else {
            rest(now: now)
        }
    }

    private mutating func stopAsking() {
        history.asked = nil
        timers.stop(.message(.history))
    }

    /// Nobody answers any more: what was announced gets a little time to come.
    private mutating func rest(now: Instant) {
        guard let deadline = timers[.message(.gathering)] else { return }
        timers.set(.message(.gathering), at: min(deadline, now + Limits.gatheringRest))
        endGatheringIfComplete(now: now)
    }

    mutating func receiveHistory(_ reply: Frame.SyncReply, on link: LinkID, now: Instant) {
        // The rest of an answer that took too long is not wanted any more.
        if history.late.contains(link) { return }
        guard history.asked == link, reply.floods.count <= history.room else {
            return abort(link, .misbehaved("history that was not asked for"), now: now)
        }
        guard reply.isLast || !reply.floods.isEmpty else {
            return abort(link, .misbehaved("a part of history without anything in it"), now: now)
        }
        history.room -= reply.floods.count
        for flood in reply.floods {
            guard takeHistory(flood, from: link, now: now) else { return }
        }
        if reply.isLast {
            stopAsking()
            rest(now: now)
        } else {
            waitForHistory(now: now)
        }
    }

    /// Takes one message of history; `false` when it ended the link.
    private mutating func takeHistory(_ flood: Frame.Flood, from link: LinkID, now: Instant) -> Bool {
        let id = seal.identify(flood.signed)
        // What is kept here was delivered, and may have been longer ago than messages count as seen.
        guard flood.signed.count <= configuration.messageLimit, !flooding.seen.contains(id), !recent.contains(flood)
        else { return true }
        guard !isBeyondJudging(flood, from: link, now: now) else { return true }
        switch verified(flood, now: now, isHistory: true) {
        case .failure(let fault):
            noteCost(of: fault, to: link, now: now)
            note(fault.refusal, from: link, now: now)
            guard fault.isNeighbours else { return true }
            cut(link, for: fault, now: now)
            return false
        case .success(let content):
            // Our own lines come back when a link breaks for long.
            guard content.sender != configuration.member || content.opening != voice.opening else { return true }
            takeHistory(
                Message(
                    id: id, content: content, flood: flood, hops: flood.hopsDone.addingOne, isHistory: true),
                from: link, now: now)
            return true
        }
    }

    private mutating func takeHistory(_ message: Message, from link: LinkID, now: Instant) {
        guard !configuration.isSigning || !senders.hasUsed(message.content) else {
            return note(.replay, from: link, now: now)
        }
        flooding.missing.remove(message.id)
        markSeen(message.id, now: now)
        noteMember(message, now: now)
        let propagation = propagation(of: message.content, .remote)
        deliver(message, isWanted: propagation.isDelivered, now: now)
        guard propagation.isForwarded else { return }
        remember(message, now: now)
        offer(message, except: link, now: now)
    }

    /// Tells the other neighbours of a message of history that they may lack: two parts of a mesh that have just met know
    /// of each other only what their first link asked for.
    private mutating func offer(_ message: Message, except link: LinkID, now: Instant) {
        guard settings.usesTree, let age = age(of: message.content, now: now),
            age < Int64(Limits.floodMemory.wholeMilliseconds), let onward = message.flood.onward
        else { return }
        flooding.store.insert(message.id, onward, now: now)
        for other in connectedLinks where other != link { announce(message.id, on: other, now: now) }
    }

    // MARK: Answering

    /// Once a link: whoever asks again gets nothing.
    mutating func receiveHistoryRequest(_ request: Frame.SyncRequest, on link: LinkID, now: Instant) {
        guard links[link]?.flow.hasAskedForHistory == false else { return }
        let bytes = min(Int(request.bytes), Limits.recentBytes)
        let presences = presencesToTell(bytes: min(bytes, Limits.recentPresenceBytes))
        let size = presences.reduce(0) { $0 + $1.signed.count }
        let texts = recent.newest(
            min(Int(request.messages), Limits.recentMessages), bytes: bytes - size, now: now
        ) { [senders, settings] number in
            // What waits here for one before it was announced on the link, and goes there in its order.
            !settings.usesTree || !senders.isHolding(number)
        }
        links[link]?.flow.hasAskedForHistory = true
        links[link]?.flow.history = presences + texts
        sendHistoryPart(to: link, now: now)
    }

    /// Our own sign of life, and those of the others heard last.
    private func presencesToTell(bytes: Int) -> ArraySlice<Frame.Flood> {
        var size = 0
        let presences = ([voice.presence].compactMap { $0 } + roster.presences).prefix(Limits.recentPresences)
        return presences.prefix { flood in
            size += flood.signed.count
            return size <= bytes
        }
    }

    /// The next part, as large as a control frame allows; while the link is congested it waits.
    mutating func sendHistoryPart(to link: LinkID, now: Instant) {
        guard let state = links[link], state.isConnected else { return }
        guard !state.isCongested else {
            return timers.set(.message(.historyPart(link)), at: now + Limits.historyPause)
        }
        var size = 0
        let part = state.flow.history.prefix(Limits.syncedMessages).prefix { flood in
            defer { size += flood.signed.count + flood.signature.count }
            return size == 0 || size + flood.signed.count + flood.signature.count <= Limits.historyPart
        }
        let rest = state.flow.history.dropFirst(part.count)
        links[link]?.flow.history = Array(rest)
        send(.syncReply(.init(floods: Array(part), isLast: rest.isEmpty)), on: link)
        if !rest.isEmpty { timers.set(.message(.historyPart(link)), at: now + Limits.historyPause) }
    }
}
