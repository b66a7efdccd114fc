import PeerBase

// Requests that are repeated until answered, and answers that are sent once (behaviour 5).

extension Node {
    /// Sends a reliable request to one endpoint of a node; `route` names its other addresses.
    @discardableResult
    mutating func request(
        _ body: Message.Body, for purpose: ReliableLayer.Purpose, to destination: Endpoint, route: RouteEntry? = nil,
        now: Instant
    ) -> MessageID {
        let id = reliable.freshID(random: &random)
        let pending = ReliableLayer.Pending(
            purpose: purpose, bytes: Message(id: id, body: body).encoded(), destination: destination,
            alternates: route?.addresses ?? [], transmissions: purpose.transmissions(patience: loss.patience),
            firstSent: now)
        reliable.add(id, pending)
        timers.set(.retransmission(id), at: now + Limits.retransmissionInterval)
        transmit(pending)
        return id
    }

    /// Nothing ever goes to an address that no member can have, whoever named it; such a request fails like one that
    /// nobody answers (behaviour 17.3).
    private mutating func transmit(_ pending: ReliableLayer.Pending) {
        guard configuration.admits(pending.destination.address) else { return }
        act(.send(pending.bytes, to: pending.destination, from: nil))
    }

    /// Matches an answer with its request and stops the repetition; `nil`, counted, when nothing waits for it.
    mutating func takeRequest(
        _ id: MessageID, answeredBy kind: ReliableLayer.AnswerKind, from source: Endpoint, now: Instant
    ) -> ReliableLayer.Pending? {
        guard let pending = reliable.take(id, answeredBy: kind, from: source) else {
            counters.unmatchedAnswers += 1
            return nil
        }
        timers.stop(.retransmission(id))
        reassembly.discard(id)
        // What a third transmission brings says nothing of the share of the second.
        if pending.transmissions > 1, pending.transmissionsUsed <= 2 {
            loss.answered(isLate: pending.transmissionsUsed == 2, by: sourceKey(pending.destination), now: now)
        }
        return pending
    }

    /// Behaviour 5, timer expiry: the same bytes once more, or failure.
    mutating func retransmissionTimerExpired(_ id: MessageID, now: Instant) {
        reassembly.discard(id)
        switch reliable.expire(id) {
        case .resend(let pending):
            cache.missed(pending.destination)
            transmit(pending)
            timers.set(.retransmission(id), at: now + Limits.retransmissionInterval)
        case .failed(let pending):
            requestFailed(id, pending, now: now)
        case nil:
            break
        }
    }

    /// Behaviour 5, on failure, by type.
    private mutating func requestFailed(_ id: MessageID, _ pending: ReliableLayer.Pending, now: Instant) {
        switch pending.purpose {
        case .solicit: conversationEnded(id, gained: false, now: now)
        case .synchronization(let synchronization, _):
            act(.completeSynchronization(synchronization, .unanswered))
        case .ping(let ping, _): act(.completePing(ping, .unanswered))
        case .request: break
        case .flood(let validate): removeRoute(validate, at: pending.destination, now: now)
        case .farewell(let farewell, let validate):
            removeRoute(validate, at: pending.destination, now: now)
            farewellEnded(farewell)
        case .lookup(let resolve): lookupUnreachable(resolve, after: now - pending.firstSent, now: now)
        case .finalInquire(let resolve): finalInquireUnreachable(resolve, after: now - pending.firstSent, now: now)
        case .admission(let candidate):
            admissions.remove(candidate)
            removeRoute(candidate, at: pending.destination, now: now)
        case .revocationCheck(let revoked): revocationConfirmed(revoked, now: now)
        case .leafQuestion(let id): removeRoute(id, at: pending.destination, now: now)
        case .liveness(let id): livenessFailed(id, at: pending.destination, now: now)
        }
    }

    /// The endpoint at which to ask a node; `nil` when it has none that can be asked.
    func destination(of route: RouteEntry) -> Endpoint? {
        configuration.destination(among: route.endpoints.filter { configuration.admits($0) && !isOwn($0) })
    }
}

extension Configuration {
    /// Whether a member of this cloud can live at `endpoint`: an address of its scope, and a port above 1024 (wire 1,
    /// behaviour 9.3 rule 1). Multicast, unspecified and other scopes' addresses are neither answered nor asked.
    func admits(_ endpoint: Endpoint) -> Bool { endpoint.port > 1024 && admits(endpoint.address) }
}

extension ReliableLayer.Purpose {
    /// A probe asks once, so that its round trip is one; everything else is repeated: twice in all (behaviour 5), and as
    /// often again as it takes where many datagrams get lost, or the living would be taken for dead.
    fileprivate func transmissions(patience: Int) -> Int {
        if case .ping = self { return 1 }
        return Limits.transmissions * patience
    }
}
