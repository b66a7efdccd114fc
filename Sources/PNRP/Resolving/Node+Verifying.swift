import PeerBase

// The final INQUIRE: the best match has to prove itself (behaviour 12.7).

extension Node {
    mutating func verifyBestMatch(_ id: RequestID, now: Instant) {
        guard let resolve = resolves[id], let best = resolve.machine.best else { return }
        // What is registered here needs no packet; a walk of our own has no other end to reach.
        if registrations[best.id] != nil { return answerLocally(id, best, now: now) }
        guard resolve.isVerified else { return finish(id, .notFound, now: now) }
        guard let destination = destination(of: best) else { return cannotAsk(best, for: id, now: now) }
        let nonce = Nonce.random(using: &random)
        resolves[id]?.nonce = nonce
        resolves[id]?.asked = Resolve.Question(route: best, endpoint: destination)
        // No payload for a split test.
        let extras: InquireFlags = resolve.query == nil ? [] : .extendedPayload
        let body = Inquire(flags: extras.union([.cpa, .certificateChain]), validate: best.id, nonce: nonce)
        request(.inquire(body), for: .finalInquire(id), to: destination, route: best, now: now)
    }

    mutating func finalInquireAnswered(
        _ id: RequestID, with buffer: AuthorityBuffer, by pending: ReliableLayer.Pending, now: Instant
    ) {
        guard let resolve = resolves[id], let asked = resolve.asked else { return }
        if buffer.flags.contains(.busy) { return publisherBusy(id, after: now - pending.firstSent, now: now) }
        let expected = RecordExpectation(
            validate: asked.route.id, nonce: resolve.nonce, now: configuration.calendar(at: now),
            wantsPayload: resolve.query != nil)
        let elapsed = now - pending.firstSent
        guard let record = try? expected.validate(buffer, with: cryptography),
            resolve.query.map({ speaks(record, for: $0) }) ?? true
        else {
            if !buffer.flags.contains(.notFound) { counters.invalidRecords += 1 }
            note(TraceStep(asked, elapsed: elapsed, verdict: .deadEnd), in: id)
            removeRoute(asked.route.id, at: asked.endpoint, now: now)
            return refused(id, by: asked.endpoint, now: now)
        }
        heard(asked.route.id, at: asked.endpoint, now: now)
        let verdict = TraceStep.Verdict.acceptedFinalInquire
        note(TraceStep(asked, elapsed: elapsed, verdict: verdict), in: id)
        guard let query = resolve.query else { return walkProved(id, asked, by: record, now: now) }
        let found = ResolvedRecord(record, name: query.name, publisher: asked.endpoint)
        self.found(found, at: asked.route, by: id, now: now)
    }

    mutating func finalInquireUnreachable(_ id: RequestID, after elapsed: Duration, now: Instant) {
        guard let asked = resolves[id]?.asked else { return }
        noteSilence(of: asked, matchingBits: 0, after: elapsed, in: id)
        let goesOn = resolves[id]?.machine.unverified(by: asked.endpoint) == true
        if resolves[id]?.machine.best != asked.route {
            turnAway(asked, by: id, now: now)
            if asksAgain(asked, for: id, now: now) { return }
        }
        if goesOn { step(id, now: now) } else { walkEnded(id, now: now) }
    }

    /// A silent node leaves the cache (behaviour 12.6).
    mutating func turnAway(_ asked: Resolve.Question, by id: RequestID, now: Instant) {
        let isMatch = resolves[id]?.machine.isGoodEnough(asked.route.id) == true
        resolves[id]?.noteSilence(of: asked.route, isMatch: isMatch)
        resolves[id]?.enumeration?.reject(asked.route)
        removeRoute(asked.route.id, at: asked.endpoint, now: now)
    }

    /// Busy is no verdict: the publisher is asked again a second later, at most twice (uncertainty 33).
    private mutating func publisherBusy(_ id: RequestID, after elapsed: Duration, now: Instant) {
        guard let resolve = resolves[id], let asked = resolve.asked else { return }
        note(TraceStep(asked, elapsed: elapsed, verdict: .tooBusy), in: id)
        guard resolve.busyAnswers < Limits.busyRetries else {
            return refused(id, by: asked.endpoint, now: now)
        }
        resolves[id]?.busyAnswers += 1
        timers.set(.busyPause(id), at: now + Limits.busyPause)
    }

    /// None of its addresses can be asked, or they are ours by now; the match before it takes its place.
    private mutating func cannotAsk(_ best: RouteEntry, for id: RequestID, now: Instant) {
        let endpoint = best.endpoints.first ?? ownEndpoint
        resolves[id]?.asked = Resolve.Question(route: best, endpoint: endpoint)
        refused(id, by: endpoint, now: now)
    }

    private mutating func refused(_ id: RequestID, by endpoint: Endpoint, now: Instant) {
        resolves[id]?.busyAnswers = 0
        if let asked = resolves[id]?.asked { resolves[id]?.enumeration?.reject(asked.route) }
        guard resolves[id]?.machine.refused(by: endpoint) == true else { return walkEnded(id, now: now) }
        step(id, now: now)
    }

    /// Behaviour 12.7, last rule: the record speaks for the name that was asked for and not for another.
    private func speaks(_ record: ValidRecord, for query: ResolveQuery) -> Bool {
        guard record.id.p2pID == query.name.p2pID(sha1: cryptography.sha1) else { return false }
        switch query.name.authority {
        case .unsecured: return !record.certified.isSecured
        case .secure: return record.certified.isSecured
        }
    }

    private mutating func answerLocally(_ id: RequestID, _ best: RouteEntry, now: Instant) {
        guard let query = resolves[id]?.query, let registration = registrations[best.id],
            registration.name == query.name
        else { return finish(id, .notFound, now: now) }
        found(ResolvedRecord(registration, publisher: ownEndpoint), at: best, by: id, now: now)
    }

    /// The node that a split test ended at has proved itself (behaviour 16.2). A record for other addresses proves
    /// another node.
    private mutating func walkProved(
        _ id: RequestID, _ asked: Resolve.Question, by record: ValidRecord, now: Instant
    ) {
        guard case .splitTest(let local)? = resolves[id]?.purpose else { return }
        forget(id)
        let isSame = record.certified.matches(asked.route)
        splitTestEnded(of: local, with: isSame ? .node(asked) : .nobody, now: now)
    }
}

extension ResolvedRecord {
    fileprivate init(_ record: ValidRecord, name: PeerName, publisher: Endpoint) {
        self.init(
            id: record.id, name: name, endpoints: record.certified.applicationEndpoints,
            comment: record.certified.friendlyName, payload: record.payload, publisher: publisher)
    }
}
