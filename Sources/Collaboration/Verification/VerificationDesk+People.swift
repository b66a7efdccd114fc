package import PeerBase

// What people do: start, say yes or no, give up.

extension VerificationDesk {
    /// Our person has started to compare with this peer.
    package mutating func start(with peer: Pin, now: Instant) throws(Refusal) -> [Action] {
        guard peer != own else { throw .isMe }
        guard sessions[peer] == nil else { throw .underWay }
        guard starts.take(peer, now: now) else { throw .tooSoon }
        let nonce = random.bytes(VerificationMessage.size)
        timers.set(.session(peer), at: now + Limits.verificationTime)
        guard !isInitiator(with: peer) else {
            sessions[peer] = Session(step: .committed, nonce: nonce)
            return [.post(peer, .commitment(sha256(nonce)))]
        }
        sessions[peer] = Session(step: .expecting, nonce: nonce)
        guard let waiting = early.removeValue(forKey: peer) else { return [] }
        timers.stop(.early(peer))
        return answer(waiting.commitment, of: peer, on: waiting.connection)
    }

    /// What our person says about the two codes.
    package mutating func decide(_ peer: Pin, agrees: Bool, now: Instant) -> [Action] {
        guard let session = sessions[peer], session.step == .comparing, session.ours == nil else { return [] }
        sessions[peer]?.ours = agrees
        if isInitiator(with: peer) { return [.post(peer, .verdict(agrees))] }
        guard let connection = session.waiting, let theirs = session.theirs else { return [] }
        return [.respond(connection, .verdict(agrees))] + end(peer, agrees && theirs ? .verified : .disagreed)
    }

    /// Our person gives up.
    package mutating func cancel(_ peer: Pin) -> [Action] {
        sessions[peer] == nil ? [] : end(peer, .canceled)
    }

    mutating func end(_ peer: Pin, _ outcome: Outcome) -> [Action] {
        let waiting = sessions.removeValue(forKey: peer)?.waiting
        timers.stop(.session(peer))
        let isAnswered = outcome == .verified || outcome == .disagreed
        return (isAnswered ? [] : waiting.map { [.close($0)] } ?? []) + [.ended(peer, outcome)]
    }

    /// The code is on both screens now; both people have this long.
    mutating func compare(with peer: Pin, now: Instant) -> [Action] {
        guard let session = sessions[peer] else { return [] }
        sessions[peer]?.step = .comparing
        timers.set(.session(peer), at: now + Limits.verificationTime)
        return [.show(peer, code: code(session, with: peer))]
    }
}
