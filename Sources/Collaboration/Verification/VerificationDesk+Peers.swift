package import PeerBase

// What peers do, and time. A peer is who its pin says; what it sends out of order ends the attempt.

extension VerificationDesk {
    /// A request of `POST /verify` has come.
    package mutating func receive(
        _ message: VerificationMessage, on connection: ConnectionID, from peer: Pin, now: Instant
    ) -> [Action] {
        guard peer != own, !isInitiator(with: peer) else { return [.close(connection)] }
        switch message {
        case .commitment(let commitment): return committed(commitment, on: connection, by: peer, now: now)
        case .nonce(let nonce): return revealed(nonce, on: connection, by: peer, now: now)
        case .verdict(let agrees): return judged(agrees, on: connection, by: peer)
        case .checked: return [.close(connection)] + broken(peer)
        }
    }

    /// The answer to what we posted.
    package mutating func answered(by peer: Pin, _ message: VerificationMessage, now: Instant) -> [Action] {
        guard let session = sessions[peer], isInitiator(with: peer) else { return [] }
        switch (session.step, message) {
        case (.committed, .nonce(let nonce)):
            sessions[peer]?.peerNonce = nonce
            sessions[peer]?.step = .revealed
            return [.post(peer, .nonce(session.nonce))]
        case (.revealed, .checked): return compare(with: peer, now: now)
        case (.comparing, .verdict(let theirs)):
            guard let ours = session.ours else { return end(peer, .broken) }
            return end(peer, ours && theirs ? .verified : .disagreed)
        default: return end(peer, .broken)
        }
    }

    /// What we posted had no answer. A peer who closes while our nonce is to be checked has found it wrong, or is gone:
    /// nobody can tell.
    package mutating func failed(with peer: Pin) -> [Action] {
        sessions[peer] == nil ? [] : end(peer, .disconnected)
    }

    /// A connection of the signalling service is gone.
    package mutating func closed(_ connection: ConnectionID) -> [Action] {
        for (peer, waiting) in early where waiting.connection == connection {
            early[peer] = nil
            timers.stop(.early(peer))
        }
        guard let peer = sessions.first(where: { $0.value.waiting == connection })?.key else { return [] }
        sessions[peer]?.waiting = nil
        return end(peer, .disconnected)
    }

    package mutating func advance(to now: Instant) -> [Action] {
        var actions: [Action] = []
        while let key = timers.popExpired(now: now) {
            switch key {
            case .session(let peer): actions += end(peer, .timedOut)
            case .early(let peer):
                if let waiting = early.removeValue(forKey: peer) { actions.append(.close(waiting.connection)) }
            }
        }
        return actions
    }

    private mutating func committed(
        _ commitment: [UInt8], on connection: ConnectionID, by peer: Pin, now: Instant
    ) -> [Action] {
        guard requests.take(peer, now: now) else { return [.close(connection)] }
        if let session = sessions[peer] {
            guard session.step == .expecting else { return [.close(connection)] + broken(peer) }
            return answer(commitment, of: peer, on: connection)
        }
        var actions: [Action] = [.hold(connection)]
        if let older = early[peer] {
            actions.append(.close(older.connection))
        } else {
            guard early.count < Limits.waitingVerifications else { return [.close(connection)] }
        }
        early[peer] = Early(connection: connection, commitment: commitment)
        timers.set(.early(peer), at: now + Limits.verificationTime)
        return actions
    }

    mutating func answer(_ commitment: [UInt8], of peer: Pin, on connection: ConnectionID) -> [Action] {
        guard let session = sessions[peer] else { return [.close(connection)] }
        sessions[peer]?.commitment = commitment
        sessions[peer]?.step = .answered
        return [.respond(connection, .nonce(session.nonce))]
    }

    private mutating func revealed(
        _ nonce: [UInt8], on connection: ConnectionID, by peer: Pin, now: Instant
    ) -> [Action] {
        guard let session = sessions[peer], session.step == .answered, sha256(nonce) == session.commitment else {
            return [.close(connection)] + broken(peer)
        }
        sessions[peer]?.peerNonce = nonce
        return [.respond(connection, .checked)] + compare(with: peer, now: now)
    }

    /// The initiator's person has spoken; ours may have, too.
    private mutating func judged(_ agrees: Bool, on connection: ConnectionID, by peer: Pin) -> [Action] {
        guard let session = sessions[peer], session.step == .comparing, session.theirs == nil else {
            return [.close(connection)] + broken(peer)
        }
        sessions[peer]?.theirs = agrees
        sessions[peer]?.waiting = connection
        guard let ours = session.ours else {
            return agrees
                ? [.hold(connection)] : [.respond(connection, .verdict(false))] + end(peer, .disagreed)
        }
        return [.respond(connection, .verdict(ours))] + end(peer, ours && agrees ? .verified : .disagreed)
    }

    private mutating func broken(_ peer: Pin) -> [Action] {
        sessions[peer] == nil ? [] : end(peer, .broken)
    }
}
