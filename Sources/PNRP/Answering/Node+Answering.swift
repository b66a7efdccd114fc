import PeerBase

// Answering LOOKUP and INQUIRE (behaviour 13.3, 13.4).

// MARK: LOOKUP

extension Node {
    /// Behaviour 13.3: name the best next hop we know, and nothing that would lead the asker astray.
    mutating func receive(_ lookup: Lookup, in exchange: Exchange, now: Instant) {
        switch throttle.admitLookup(from: sourceKey(exchange.source), now: now) {
        case .granted: break
        case .busy:
            counters.throttledResolves += 1
            return reply(AuthorityBuffer(flags: .busy), in: exchange, isKept: false, now: now)
        case .refused:
            counters.throttledResolves += 1
            return
        }
        counters.lookupsAnswered += 1
        if let route = lookup.bestMatch { consider(route, origin: .lookup(exchange.source), now: now) }
        let isNotLocal = !lookup.validate.isZero && registrations[lookup.validate] == nil
        let remote = remoteCandidate(for: lookup)
        let local = localCandidate(for: lookup, isNotLocal: isNotLocal)
        var flags: AuthorityFlags = []
        if isNotLocal { flags.insert(.notFound) }
        if remote == nil, cache.isInLeafSpan(lookup.target) { flags.insert(.leafSet) }
        let buffer = AuthorityBuffer(flags: flags, routeEntry: nearer(local, remote, to: lookup.target))
        reply(buffer, in: exchange, now: now)
    }

    /// Step 4: our identifier nearest the target, unless the asker has been here. Without an identifier to hold it
    /// against nothing needs to be closer (uncertainty 25).
    private func localCandidate(for lookup: Lookup, isNotLocal: Bool) -> RouteEntry? {
        guard !lookup.path.contains(where: isOwn), let nearest = registrations.nearest(to: lookup.target) else {
            return nil
        }
        guard isNotLocal || lookup.validate.isZero || isCloser(nearest, for: lookup) else { return nil }
        return ownRoute(nearest)
    }

    /// Steps 5 and 6: one of the three nearest usable entries, 4:2:1 by chance so that nobody can count on being
    /// chosen; the nearest for sure when it is what the asker looks for.
    private mutating func remoteCandidate(for lookup: Lookup) -> RouteEntry? {
        let nearest = cache.nearest(to: lookup.target, count: 3) { route in
            (lookup.acceptsNotCloser || lookup.validate.isZero || self.isCloser(route.id, for: lookup))
                && !route.endpoints.contains(where: lookup.path.contains)
                // One that keeps silent just now is nobody to send others to (R).
                && self.cache[route.id]?.isSilent == false
        }
        guard let first = nearest.first else { return nil }
        if let match = nearest.first(where: { lookup.isSatisfied(by: $0.id) }) { return match }
        let weights = [4, 2, 1].prefix(nearest.count)
        var draw = Int.random(in: 0..<weights.reduce(0, +), using: &random)
        for (route, weight) in zip(nearest, weights) {
            if draw < weight { return route }
            draw -= weight
        }
        return first
    }

    private func isCloser(_ id: PeerID, for lookup: Lookup) -> Bool {
        id.distance(to: lookup.target) < lookup.validate.distance(to: lookup.target)
    }

    private func nearer(_ left: RouteEntry?, _ right: RouteEntry?, to target: PeerID) -> RouteEntry? {
        guard let left, let right else { return left ?? right }
        return right.id.distance(to: target) < left.id.distance(to: target) ? right : left
    }
}

// MARK: INQUIRE

extension Node {
    /// Behaviour 13.4: whether the identifier is ours, and on demand the proof. What costs no signature is answered
    /// as often as it is asked.
    mutating func receive(_ inquire: Inquire, in exchange: Exchange, now: Instant) {
        counters.inquiriesAnswered += 1
        guard let registration = registrations[inquire.validate] else {
            return reply(AuthorityBuffer(flags: .notFound), in: exchange, isKept: false, now: now)
        }
        // The payload alone, without the record, may be asked for too (wire 5.1); it is signed by itself, over a nonce.
        let wantsPayload = inquire.flags.contains(.extendedPayload) && inquire.nonce != nil
        if inquire.flags.contains(.cpa) || wantsPayload && registration.payload != nil {
            return prove(registration, to: inquire, in: exchange, now: now)
        }
        var buffer = AuthorityBuffer(flags: [])
        if inquire.flags.contains(.certificateChain) { buffer.classifier = registration.name.classifier }
        reply(buffer, in: exchange, isKept: false, now: now)
    }

    /// The record over the asker's nonce, with what it is held against: the route entry, and the classifier, for which
    /// there is no flag (wire 17.8, 17.9).
    private mutating func prove(
        _ registration: Registration, to inquire: Inquire, in exchange: Exchange, now: Instant
    ) {
        let draft = RecordDraft(
            registration: registration, serviceAddresses: configuration.localEndpoints,
            nonce: inquire.nonce ?? .zero, notAfter: configuration.calendar(at: now) + Limits.recordValidity)
        let record = inquire.flags.contains(.cpa) ? draft.record : nil
        var buffer = AuthorityBuffer(flags: [], routeEntry: record.map { _ in ownRoute(registration.id) })
        if record != nil || inquire.flags.contains(.certificateChain) {
            buffer.classifier = registration.name.classifier
        }
        let proof = Proof(
            id: registration.id, exchange: exchange, buffer: buffer, record: record,
            payload: inquire.flags.contains(.extendedPayload) ? draft.payload : nil)
        let parts = [record?.signedBytes, proof.payload?.signedBytes].compactMap(\.self)
        let proving = Replies.Proving(source: exchange.source, nonce: draft.nonce, id: registration.id)
        guard mayMake(proof, of: parts.count, proving, now: now) else {
            counters.throttledInquiries += 1
            return reply(AuthorityBuffer(flags: .busy), in: exchange, isKept: false, now: now)
        }
        throttle.takeSignatures(parts.count, now: now)
        replies.note(proving, now: now)
        keep(.inTheMaking, in: exchange, now: now)
        requestSignatures(parts, with: registration.identity, for: .proof(proof))
    }

    /// Once for each source and nonce, as often in a second as the key can bear, and no more bytes than the asker may
    /// have (behaviour 13.4, 17.3); the bytes are taken here.
    private mutating func mayMake(
        _ proof: Proof, of signatureCount: Int, _ proving: Replies.Proving, now: Instant
    ) -> Bool {
        signatures.count < Limits.pendingSignatures && !replies.isProving(proving)
            && throttle.hasSignatures(signatureCount, now: now)
            && throttle.spend(proof.byteCount, on: sourceKey(proof.exchange.source), now: now)
    }

    /// The signatures for a proof have come: put them in and send it.
    mutating func complete(_ proof: Proof, with signatures: [[UInt8]], now: Instant) {
        // A name taken back while its record was being signed is not given out any more.
        guard registrations[proof.id] != nil else {
            return replyPrepaid(AuthorityBuffer(flags: .notFound), in: proof.exchange, now: now)
        }
        replyPrepaid(proof.signed(signatures), in: proof.exchange, now: now)
    }
}

extension Lookup {
    /// Whether an identifier has all the bits in common with the target that the criteria ask for (behaviour 12.1).
    fileprivate func isSatisfied(by id: PeerID) -> Bool {
        let bits = target.commonPrefixLength(with: id)
        switch criteria {
        case .none: return bits == 256
        case .anyPeerName, .nearestPeerName: return bits >= 128
        case .nearest64PeerName: return bits >= 192
        case .upperBits: return bits >= Int(precision)
        }
    }
}
