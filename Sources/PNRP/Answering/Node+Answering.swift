import PeerBase

// Answering LOOKUP and INQUIRE (behaviour 13.3, 13.4).

// MARK: LOOKUP

extension Node {
    /// Behaviour 13.3: name the best next hop we know, and nothing that would lead the asker astray.
    mutating func receive(_ lookup: Lookup, in exchange: Exchange, now: Instant) {
        counters.lookupsAnswered += 1
        if let route = lookup.bestMatch { consider(route, origin: .lookup(exchange.source), now: now) }
        let isNotLocal = !lookup.validate.isZero && registrations[lookup.validate] == nil
        let remote = remoteCandidate(for: lookup)
        let local = localCandidate(for: lookup, isNotLocal: isNotLocal)
        var flags: AuthorityFlags = []
        if isNotLocal { flags.insert(.notFound) }
        if remote == nil, cache.isInLeafSpan(lookup.target) { flags.insert(.leafSet) }
        let buffer = AuthorityBuffer(flags: flags, routeEntry: nearer(local, remote, to: lookup.target))
        send(buffer, answering: exchange)
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
    /// Behaviour 13.4: whether the identifier is ours, and on demand the proof.
    mutating func receive(_ inquire: Inquire, in exchange: Exchange, now: Instant) {
        counters.inquiriesAnswered += 1
        guard let registration = registrations[inquire.validate] else {
            return send(AuthorityBuffer(flags: .notFound), answering: exchange)
        }
        var buffer = AuthorityBuffer(flags: [])
        guard inquire.flags.contains(.cpa) else {
            if inquire.flags.contains(.certificateChain) { buffer.classifier = registration.name.classifier }
            return send(buffer, answering: exchange)
        }
        guard signatures.count < Limits.pendingSignatures else {
            counters.turnedAwayInquiries += 1
            return send(AuthorityBuffer(flags: .busy), answering: exchange)
        }
        // The route entry comes along because the record is held against it, the classifier because there is no flag
        // to ask for it (wire 17.8, 17.9).
        buffer.classifier = registration.name.classifier
        buffer.routeEntry = ownRoute(registration.id)
        let draft = RecordDraft(
            registration: registration, serviceAddresses: configuration.localEndpoints,
            nonce: inquire.nonce ?? .zero, notAfter: configuration.calendar(at: now) + Limits.recordValidity)
        let record = draft.record
        let payload = inquire.flags.contains(.extendedPayload) ? draft.payload : nil
        let parts = [record.signedBytes] + (payload.map { [$0.signedBytes] } ?? [])
        let proof = Proof(exchange: exchange, buffer: buffer, record: record, payload: payload)
        requestSignatures(parts, with: registration.identity, for: .proof(proof))
    }

    /// The signatures for a proof have come: put them in and send it.
    mutating func complete(_ proof: Proof, with signatures: [[UInt8]]) {
        // A name taken back while its record was being signed is not given out any more.
        guard let route = proof.buffer.routeEntry, registrations[route.id] != nil else {
            return send(AuthorityBuffer(flags: .notFound), answering: proof.exchange)
        }
        var record = proof.record
        record.signature = signatures[0]
        var buffer = proof.buffer
        buffer.cpa = record.encoded()
        if var payload = proof.payload {
            payload.signature = signatures[1]
            buffer.extendedPayload = payload.encoded()
        }
        send(buffer, answering: proof.exchange)
    }

    private mutating func send(_ buffer: AuthorityBuffer, answering exchange: Exchange) {
        let id = reliable.freshID(random: &random)
        for message in buffer.messages(acking: exchange.id, id: id) {
            act(.send(message.encoded(), to: exchange.source, from: exchange.local))
        }
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
