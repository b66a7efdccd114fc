package import PeerBase

// The synchronization conversation (behaviour 8), both sides, and the probe that borrows its first half.
//
//     initiator                       responder
//     SOLICIT(SHA-1 of nonce)  ──▶    remembers the hash for 15 s
//                              ◀──    ADVERTISE(identifiers)
//     REQUEST(nonce, wanted)   ──▶    the nonce proves it is the same peer
//                              ◀──    ACK, then one FLOOD for each identifier

// MARK: Initiator

extension Node {
    /// Opens a conversation; the route entry of one of our identifiers lets the responder adopt us.
    mutating func solicit(_ endpoint: Endpoint, now: Instant) -> MessageID {
        let nonce = Nonce.random(using: &random)
        return request(.solicit(invitation(nonce)), for: .solicit(nonce), to: endpoint, now: now)
    }

    /// Asks one endpoint for its own identifiers and measures how long it takes (netsh 4.4.1). The answer is
    /// ``Action/completePing(_:_:)``, at the latest after a second.
    package mutating func beginPing(_ endpoint: Endpoint, now: Instant) -> (RequestID, [Action]) {
        openIfVirtual(now: now)
        let id = nextRequestID()
        if state.isRunning {
            let nonce = Nonce.random(using: &random)
            let body = Solicit(type: .local, routeEntry: nil, hashedNonce: cryptography.sha1(nonce.bytes))
            request(.solicit(body), for: .ping(id, nonce), to: endpoint, now: now)
        } else {
            act(.completePing(id, .unanswered))
        }
        holdEnded(now: now)
        return (id, takeActions())
    }

    /// Holds one conversation that a person wants, whatever discovery is doing (netsh 4.3.12). Ends with
    /// ``Action/completeSynchronization(_:_:)``, at the latest after two seconds, eight where many datagrams get lost;
    /// what the node named is then on its way.
    package mutating func beginSynchronization(with endpoint: Endpoint, now: Instant) -> (RequestID, [Action]) {
        openIfVirtual(now: now)
        let id = nextRequestID()
        if state.isRunning {
            let nonce = Nonce.random(using: &random)
            request(.solicit(invitation(nonce)), for: .synchronization(id, nonce), to: endpoint, now: now)
        } else {
            act(.completeSynchronization(id, .unanswered))
        }
        holdEnded(now: now)
        return (id, takeActions())
    }

    /// The SOLICIT of somebody who wants to be known (behaviour 8, initiator 1); a resolver has no route to give.
    private func invitation(_ nonce: Nonce) -> Solicit {
        Solicit(
            type: .any, routeEntry: registrations.ids.first.map(ownRoute),
            hashedNonce: cryptography.sha1(nonce.bytes))
    }

    /// Behaviour 8, initiator 2 and 3: the hash must be that of our nonce; an empty list means there is nothing for us.
    mutating func receive(_ advertise: Advertise, in exchange: Exchange, now: Instant) {
        guard let pending = takeRequest(advertise.acked, answeredBy: .advertise, from: exchange.source, now: now) else {
            return
        }
        switch pending.purpose {
        case .ping(let id, let nonce):
            let outcome = PingOutcome.answered(after: now - pending.firstSent, identifiers: advertise.ids.count)
            act(.completePing(id, answers(advertise, nonce) ? outcome : .unanswered))
        case .solicit(let nonce):
            let gains = follow(advertise, nonce, to: pending.destination, now: now)
            conversationEnded(advertise.acked, gained: gains, now: now)
        case .synchronization(let id, let nonce):
            let outcome = SynchronizationOutcome.answered(identifiers: advertise.ids.count)
            act(.completeSynchronization(id, answers(advertise, nonce) ? outcome : .unanswered))
            _ = follow(advertise, nonce, to: pending.destination, now: now)
        case .request, .flood, .farewell, .lookup, .finalInquire, .admission, .revocationCheck, .liveness,
            .leafQuestion:
            break
        }
    }

    /// Asks for what is new to us of the identifiers named; `false` when nothing is.
    private mutating func follow(
        _ advertise: Advertise, _ nonce: Nonce, to endpoint: Endpoint, now: Instant
    ) -> Bool {
        guard answers(advertise, nonce) else { return false }
        let wanted = advertise.ids.filter { isWanted($0, now: now) }.prefix(Limits.servedIDs)
        guard !wanted.isEmpty else { return false }
        request(.request(Request(nonce: nonce, ids: Array(wanted))), for: .request, to: endpoint, now: now)
        return true
    }

    private func answers(_ advertise: Advertise, _ nonce: Nonce) -> Bool {
        advertise.hashedNonce == cryptography.sha1(nonce.bytes)
    }

    private func isWanted(_ id: PeerID, now: Instant) -> Bool {
        registrations[id] == nil && !isFresh(id, now: now)
    }
}

// MARK: Responder

extension Node {
    /// Behaviour 8, responder 1 to 3.
    mutating func receive(_ solicit: Solicit, in exchange: Exchange, now: Instant) {
        let key = ConversationKey(peer: exchange.source, hashedNonce: solicit.hashedNonce)
        let source = sourceKey(exchange.source)
        guard conversations.admits(key, from: source), throttle.admitSolicit(now: now) else {
            counters.throttledSolicits += 1
            return advertise([], in: exchange, hashedNonce: solicit.hashedNonce, isKept: false, now: now)
        }
        if let surplus = conversations.surplus(for: key, from: source) {
            _ = conversations.close(surplus)
            timers.stop(.conversation(surplus))
        }
        // A repetition is answered as before; a fresh choice would not match what was advertised.
        let offered = conversations[key]?.advertised ?? offer(solicit.type)
        let conversation = ConversationTable.Conversation(
            advertised: offered, joiner: solicit.routeEntry?.id ?? .zero, source: source)
        conversations.open(key, conversation)
        timers.set(.conversation(key), at: now + Limits.conversationLifetime)
        advertise(offered, in: exchange, hashedNonce: solicit.hashedNonce, now: now)
        if let route = solicit.routeEntry { consider(route, origin: .solicit(exchange.source), now: now) }
    }

    /// The answer has gone out once more; the time for its REQUEST begins anew (behaviour 8, responder 1).
    mutating func solicitRepeated(_ solicit: Solicit, in exchange: Exchange, now: Instant) {
        let key = ConversationKey(peer: exchange.source, hashedNonce: solicit.hashedNonce)
        if conversations[key] != nil { timers.set(.conversation(key), at: now + Limits.conversationLifetime) }
    }

    /// Behaviour 8, responder 4: ACK, then each identifier in a FLOOD that asks for no ACK. No more than was advertised
    /// and nothing twice, however often the REQUEST names it; and the bytes count against the source's share, for a
    /// nonce only proves that whoever asks is whoever solicited, not that he lives where he says (behaviour 17.3, 24.8).
    mutating func receive(_ request: Request, in exchange: Exchange, now: Instant) {
        let key = ConversationKey(peer: exchange.source, hashedNonce: cryptography.sha1(request.nonce.bytes))
        guard let conversation = conversations.close(key) else {
            counters.refusedRequests += 1
            return
        }
        timers.stop(.conversation(key))
        reply(.ack(Ack(acked: exchange.id, notFound: false)), in: exchange, now: now)
        for route in conversation.advertised.filter(request.ids.contains).compactMap(heldRoute) {
            let flood = Flood(
                wantsNoAck: true, validate: conversation.joiner, revoke: nil, routeEntry: route,
                flooded: [ownEndpoint])
            tell(.flood(flood), in: exchange, now: now)
        }
    }

    private mutating func advertise(
        _ ids: [PeerID], in exchange: Exchange, hashedNonce: SHA1Digest, isKept: Bool = true, now: Instant
    ) {
        let body = Advertise(acked: exchange.id, ids: ids, hashedNonce: hashedNonce)
        reply(.advertise(body), in: exchange, isKept: isKept, now: now)
    }

    /// Five identifiers spread over the ring, filled up with our own; only our own for a LOCAL solicit.
    private mutating func offer(_ type: SolicitType) -> [PeerID] {
        let own = Array(registrations.ids.prefix(Limits.advertisedIDs))
        guard type != .local else { return own }
        let spread = spreadSample()
        return spread.count < Limits.advertisedIDs
            ? spread + own.prefix(Limits.advertisedIDs - spread.count) : spread
    }

    /// One random entry from each of five equal arcs of the cache's ring order, at a random offset: evenly spread
    /// where the entries are, and never the same answer twice.
    private mutating func spreadSample() -> [PeerID] {
        let entries = cache.entries
        guard entries.count > Limits.advertisedIDs else { return entries.map(\.id) }
        let offset = Int.random(in: 0..<entries.count, using: &random)
        return (0..<Limits.advertisedIDs).map { arc in
            let low = arc * entries.count / Limits.advertisedIDs
            let high = (arc + 1) * entries.count / Limits.advertisedIDs
            return entries[(offset + Int.random(in: low..<high, using: &random)) % entries.count].id
        }
    }

    private func heldRoute(_ id: PeerID) -> RouteEntry? {
        registrations[id] != nil ? ownRoute(id) : cache[id]?.route
    }
}

extension Nonce {
    /// Sixteen bytes of chance (wire 11.6).
    static func random(using random: inout RandomSource) -> Nonce {
        Nonce(high: random.next(), low: random.next())
    }
}
