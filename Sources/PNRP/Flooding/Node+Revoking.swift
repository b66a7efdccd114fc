import PeerBase

// Names taken back by others: who is believed, and who is told (behaviour 13.1 rule 4, 14.4, 17.3).

extension Node {
    /// A Revoke CPA in a FLOOD. `true` when its identifier's owner had to be asked.
    mutating func receiveRevocation(
        _ bytes: [UInt8], flood: Flood, from source: Endpoint, now: Instant
    ) -> Bool {
        let check = RevocationCheck(now: configuration.calendar(at: now))
        guard var revocation = try? check.validate(bytes, with: cryptography) else {
            counters.invalidRecords += 1
            return false
        }
        revocation.reached = union(flood.flooded, [source])
        let id = revocation.id
        // The first node that does not hold the identifier ends the news (behaviour 14.4). One that is just asking
        // about it holds it in this sense: the answer may have left before the name was taken back.
        guard cache[id] != nil || admissions[id] != nil else { return false }
        // Anybody can sign the revocation of an unsecured name and forge the address it comes from, which behaviour 17.3
        // would take for proof. Whoever has the key of the record that admitted the entry is its publisher, though.
        if revocation.isSecure || cache[id]?.key == revocation.key {
            apply(revocation, now: now)
            return false
        }
        // Otherwise the publisher is asked. One that is just proving itself is asked again when it has: then its key is
        // known, and before that nobody vouches for its address.
        guard admissions[id] == nil else {
            admissions.doubt(revocation)
            return false
        }
        return askOwner(about: revocation, now: now)
    }

    /// `false` when nothing is asked: too many questions are open, or this one is.
    @discardableResult
    mutating func askOwner(about revocation: Revocation, now: Instant) -> Bool {
        guard let route = cache[revocation.id]?.route, doubtfulRevocations[revocation.id] == nil,
            let destination = destination(of: route), doubtfulRevocations.count < Limits.pendingAdmissions
        else { return false }
        doubtfulRevocations[revocation.id] = revocation
        let inquire = Inquire(flags: [], validate: revocation.id, nonce: nil)
        request(.inquire(inquire), for: .revocationCheck(revocation.id), to: destination, route: route, now: now)
        return true
    }

    /// The publisher was asked whether it is gone: only its N is a yes.
    mutating func revocationChecked(_ id: PeerID, with buffer: AuthorityBuffer, now: Instant) {
        guard buffer.flags.contains(.notFound) else {
            doubtfulRevocations[id] = nil
            return
        }
        revocationConfirmed(id, now: now)
    }

    /// The publisher denied the identifier or kept silent.
    mutating func revocationConfirmed(_ id: PeerID, now: Instant) {
        guard let revocation = doubtfulRevocations.removeValue(forKey: id) else { return }
        apply(revocation, now: now)
    }

    /// Behaviour 14.4: out of the cache; from a leaf set the news travels on, away from the revoked identifier. The
    /// leaver has told whoever must know and closed the ring itself (behaviour 11.4 step 3); that reaches the nearest and
    /// the fifth of each side, and the places between are looked at again (behaviour 9.5, 15.4).
    mutating func apply(_ revocation: Revocation, now: Instant) {
        let onward = cache.localIDs.compactMap {
            onwardLeaf(from: $0, awayFrom: revocation.id, except: revocation.reached)
        }
        stopAsking(about: revocation.id)
        let places = cache[revocation.id].flatMap { departure(of: $0.route) }?.places ?? []
        removeRoute(revocation.id, now: now)
        for place in places { leafLost(by: place.local, isUpwards: place.isUpwards, now: now) }
        guard let target = onward.first, let destination = destination(of: target) else { return }
        let reached = union(revocation.reached, [ownEndpoint, destination])
        guard reached.count <= Limits.listedEndpoints else { return }
        let body = Flood(
            wantsNoAck: false, validate: target.id, revoke: revocation.record, routeEntry: nil, flooded: reached)
        request(.flood(body), for: .flood(validate: target.id), to: destination, route: target, now: now)
    }

    /// What is still on its way about an identifier that is gone would only bring it back.
    private mutating func stopAsking(about id: PeerID) {
        admissions.remove(id)
        doubtfulRevocations[id] = nil
        for request in reliable.cancel(where: { $0 == .admission(id) || $0 == .revocationCheck(id) }) {
            timers.stop(.retransmission(request))
            reassembly.discard(request)
        }
    }
}
