package import PeerBase

// Carrying out walks: the node sends what a ``LookupMachine`` wants and tells it what came back (behaviour 12).

// MARK: For applications

extension Node {
    /// Looks for a publisher of a name. Ends with ``Action/completeResolve(_:_:)``, at the latest when the query's
    /// timeout is over. A virtual cloud is opened; a synchronizing one is waited for (behaviour 6.3).
    package mutating func beginResolve(_ query: ResolveQuery, now: Instant) -> (RequestID, [Action]) {
        openIfVirtual(now: now)
        let id = nextRequestID()
        counters.resolvesStarted += 1
        if let refusal = resolveRefusal ?? (resolves.count < Limits.resolves ? nil : .tooMuchLoad) {
            act(.completeResolve(id, ResolveOutcome(result: refusal, trace: [], elapsed: .zero)))
            return (id, takeActions())
        }
        let target = target(of: query)
        let machine = LookupMachine(
            target: target, criteria: query.criteria.opcode, reason: .applicationRequest, start: ownEndpoint,
            best: query.includesLocal ? registrations.nearest(to: target).map(ownRoute) : nil,
            unwanted: query.includesHost ? [] : Set(configuration.localEndpoints.map(\.address)))
        var resolve = Resolve(purpose: .application(query), started: now, machine: machine)
        resolve.isWaiting = state == .synchronizing
        resolves[id] = resolve
        timers.set(.resolveDeadline(id), at: now + query.timeout)
        note(TraceStep(endpoint: ownEndpoint, matchingBits: 0, elapsed: .zero, verdict: .accepted), in: id)
        if !resolve.isWaiting { start(id, now: now) }
        return (id, takeActions())
    }

    /// The middle of a place within the name: near the hint or ourselves when the nearest publisher is wanted, anywhere
    /// otherwise, so that several publishers share the load (behaviour 12.1).
    private mutating func target(of query: ResolveQuery) -> PeerID {
        let near = query.locationHint ?? ownEndpoint.address
        let location = ServiceLocation(prefix: query.criteria.isNearest ? near.high : random.next(), suffix: 1 << 63)
        return PeerID(p2pID: query.name.p2pID(sha1: cryptography.sha1), serviceLocation: location)
    }

    /// Stops looking. Nothing more will be said of this resolve.
    package mutating func cancelResolve(_ id: RequestID, now: Instant) -> [Action] {
        forget(id)
        holdEnded(now: now)
        return takeActions()
    }

    /// The cloud is left: what people wait for ends with `result`, and walks of our own without a word.
    mutating func abandonResolves(_ result: ResolveOutcome.Result, now: Instant) {
        for (id, resolve) in resolves.sorted(by: { $0.key < $1.key }) {
            if resolve.query == nil { forget(id) } else { finish(id, result, now: now) }
        }
    }

    /// The cloud is Active, or Alone for good: resolves that waited for it begin.
    mutating func beginWaitingResolves(now: Instant) {
        for id in resolves.filter({ $0.value.isWaiting }).keys.sorted() {
            resolves[id]?.isWaiting = false
            start(id, now: now)
        }
    }

    mutating func resolveDeadlineExpired(_ id: RequestID, now: Instant) {
        finish(id, resolves[id]?.lastRecord.map(ResolveOutcome.Result.found) ?? .timedOut, now: now)
    }
}

// MARK: For ourselves

extension Node {
    /// Starts a walk of our own (behaviour 12.1, reason codes other than an application's).
    mutating func beginWalk(
        to target: PeerID, for purpose: Resolve.Purpose, reason: ResolveReason, best: RouteEntry, now: Instant
    ) {
        let machine = LookupMachine(
            target: target, criteria: .none, reason: reason, start: ownEndpoint, best: best)
        start(addWalk(machine, for: purpose, now: now), now: now)
    }

    /// Lets an identifier make itself known once more, by way of a node far away (behaviour 11.2).
    mutating func beginDistantWalk(of local: PeerID, from hop: RouteEntry, now: Instant) {
        var machine = LookupMachine(
            target: local.successor, criteria: .none, reason: .registration, start: ownEndpoint, best: ownRoute(local))
        machine.begin(with: [hop])
        step(addWalk(machine, for: .announcement(local), now: now), now: now)
    }

    /// Starts a walk that looks for any node whose identifier shares `precision` leading bits with `target`
    /// (behaviour 15.5).
    mutating func beginSearch(to target: PeerID, precision: Int, now: Instant) {
        let machine = LookupMachine(
            target: target, criteria: .upperBits, precision: precision, reason: .cacheMaintenance,
            start: ownEndpoint)
        start(addWalk(machine, for: .upkeep, now: now), now: now)
    }

    /// Starts a split test: a walk that begins at `endpoint`, outside what we know, whoever lives there
    /// (behaviour 16.1).
    mutating func beginSplitTest(from endpoint: Endpoint, of local: PeerID, now: Instant) {
        var machine = LookupMachine(
            target: local.successor, criteria: .none, reason: .splitDetection, start: ownEndpoint)
        machine.begin(with: [RouteEntry(id: .zero, port: endpoint.port, addresses: [endpoint.address])])
        step(addWalk(machine, for: .splitTest(local), now: now), now: now)
    }

    private mutating func addWalk(
        _ machine: LookupMachine, for purpose: Resolve.Purpose, now: Instant
    ) -> RequestID {
        let id = nextRequestID()
        resolves[id] = Resolve(purpose: purpose, started: now, machine: machine)
        timers.set(.resolveDeadline(id), at: now + Limits.resolveTimeout)
        return id
    }

    /// Where datagrams get lost, a walk of somebody's that found nobody may have lost its way: it begins anew from what
    /// the cache holds now, and with the publishers that kept silent, a few times while the deadline allows. In a sound
    /// network what was not found is not there.
    mutating func beginAgain(_ id: RequestID, now: Instant) -> Bool {
        guard loss.isHeavy, let resolve = resolves[id], let query = resolve.query, !cache.isEmpty,
            resolve.walksAnew < Limits.walksAnew, now - resolve.started + Limits.walkAnew < query.timeout
        else { return false }
        resolves[id]?.walksAnew += 1
        let (last, own) = (resolve.machine, ownEndpoint)
        let best = query.includesLocal ? registrations.nearest(to: last.target).map(ownRoute) : nil
        resolves[id]?.machine = LookupMachine(
            target: last.target, criteria: last.criteria, reason: last.reason, start: own, best: best,
            unwanted: last.unwanted)
        let near = cache.nearest(to: last.target, count: Limits.initialHops)
        resolves[id]?.machine.begin(with: resolve.silentMatches + near.filter { !resolve.silentMatches.contains($0) })
        step(id, now: now)
        return true
    }

    mutating func cancelAnnouncement(of local: PeerID) {
        for id in resolves.filter({ $0.value.purpose == .announcement(local) }).keys.sorted() { forget(id) }
    }
}

// MARK: Steps

extension Node {
    /// Behaviour 12.3: up to three nearest cached entries, so that a dead first hop is not fatal.
    private mutating func start(_ id: RequestID, now: Instant) {
        guard let target = resolves[id]?.machine.target else { return }
        resolves[id]?.machine.begin(with: cache.nearest(to: target, count: Limits.initialHops))
        step(id, now: now)
    }

    /// Behaviour 12.4.
    mutating func step(_ id: RequestID, now: Instant) {
        guard let next = resolves[id]?.machine.step() else { return }
        switch next {
        case .ask(let hop): ask(hop, for: id, now: now)
        case .verify: verifyBestMatch(id, now: now)
        case .finished: walkEnded(id, now: now)
        }
    }

    private mutating func ask(_ hop: RouteEntry, for id: RequestID, now: Instant) {
        guard let machine = resolves[id]?.machine else { return }
        guard let destination = destination(of: hop) else {
            resolves[id]?.machine.discardCurrent()
            return step(id, now: now)
        }
        let body = Lookup(
            acceptsNotCloser: cache.isSmall || machine.takesAnyHop(after: hop.id),
            precision: UInt16(machine.precision), criteria: machine.criteria, reason: machine.reason,
            target: machine.target, validate: hop.id, bestMatch: machine.best, path: machine.flaggedPath)
        request(.lookup(body), for: .lookup(id), to: destination, route: hop, now: now)
        resolves[id]?.asked = Resolve.Question(route: hop, endpoint: destination)
    }

    /// Behaviour 12.5.
    mutating func lookupAnswered(
        _ id: RequestID, with buffer: AuthorityBuffer, by pending: ReliableLayer.Pending, now: Instant
    ) {
        guard let asked = resolves[id]?.asked, let machine = resolves[id]?.machine else { return }
        let suggestion = buffer.routeEntry.flatMap { isAdmissible($0) ? $0 : nil }
        guard
            let consequences = resolves[id]?.machine.answered(
                buffer.flags, suggestion: suggestion, by: asked.endpoint, acceptsAnyHop: cache.isSmall)
        else { return }
        note(
            TraceStep(
                endpoint: asked.endpoint, matchingBits: machine.matchingBits(asked.route.id),
                elapsed: now - pending.firstSent, verdict: consequences.verdict), in: id)
        if let denied = consequences.denied { removeRoute(denied, at: asked.endpoint, now: now) }
        if let confirmed = consequences.confirmed, !heard(confirmed.id, at: asked.endpoint, now: now),
            resolves[id]?.admitsHops == true
        {
            consider(confirmed, origin: .hop(asked.endpoint), now: now)
        }
        step(id, now: now)
    }

    /// Behaviour 12.6.
    mutating func lookupUnreachable(_ id: RequestID, after elapsed: Duration, now: Instant) {
        guard let asked = resolves[id]?.asked, let machine = resolves[id]?.machine else { return }
        noteSilence(of: asked, matchingBits: machine.matchingBits(asked.route.id), after: elapsed, in: id)
        resolves[id]?.machine.unreachable(asked.endpoint)
        turnAway(asked, by: id, now: now)
        step(id, now: now)
    }

    // MARK: The final INQUIRE (behaviour 12.7)

    mutating func verifyBestMatch(_ id: RequestID, now: Instant) {
        guard let resolve = resolves[id], let best = resolve.machine.best else { return }
        // What is registered here needs no packet; a walk of our own has no other end to reach.
        if registrations[best.id] != nil { return answerLocally(id, best, now: now) }
        guard resolve.isVerified, let destination = destination(of: best) else {
            return finish(id, .notFound, now: now)
        }
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
            note(TraceStep(endpoint: asked.endpoint, matchingBits: 0, elapsed: elapsed, verdict: .deadEnd), in: id)
            removeRoute(asked.route.id, at: asked.endpoint, now: now)
            return refused(id, by: asked.endpoint, now: now)
        }
        heard(asked.route.id, at: asked.endpoint, now: now)
        let verdict = TraceStep.Verdict.acceptedFinalInquire
        note(TraceStep(endpoint: asked.endpoint, matchingBits: 0, elapsed: elapsed, verdict: verdict), in: id)
        guard let query = resolve.query else { return walkProved(id, asked, by: record, now: now) }
        let found = ResolvedRecord(record, name: query.name, publisher: asked.endpoint)
        self.found(found, at: asked.route, by: id, now: now)
    }

    mutating func finalInquireUnreachable(_ id: RequestID, after elapsed: Duration, now: Instant) {
        guard let asked = resolves[id]?.asked else { return }
        noteSilence(of: asked, matchingBits: 0, after: elapsed, in: id)
        let goesOn = resolves[id]?.machine.unverified(by: asked.endpoint) == true
        if resolves[id]?.machine.best != asked.route { turnAway(asked, by: id, now: now) }
        if goesOn { step(id, now: now) } else { walkEnded(id, now: now) }
    }

    /// A silent node leaves the cache (behaviour 12.6).
    private mutating func turnAway(_ asked: Resolve.Question, by id: RequestID, now: Instant) {
        if resolves[id]?.machine.isGoodEnough(asked.route.id) == true { resolves[id]?.noteSilentMatch(asked.route) }
        resolves[id]?.enumeration?.reject(asked.route)
        removeRoute(asked.route.id, at: asked.endpoint, now: now)
    }

    /// Busy is no verdict: the publisher is asked again a second later, at most twice (uncertainty 33).
    private mutating func publisherBusy(_ id: RequestID, after elapsed: Duration, now: Instant) {
        guard let resolve = resolves[id], let asked = resolve.asked else { return }
        note(TraceStep(endpoint: asked.endpoint, matchingBits: 0, elapsed: elapsed, verdict: .tooBusy), in: id)
        guard resolve.busyAnswers < Limits.busyRetries else {
            return refused(id, by: asked.endpoint, now: now)
        }
        resolves[id]?.busyAnswers += 1
        timers.set(.busyPause(id), at: now + Limits.busyPause)
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

    // MARK: The end

    mutating func finish(_ id: RequestID, _ result: ResolveOutcome.Result, now: Instant) {
        guard let resolve = forget(id) else { return }
        switch resolve.purpose {
        case .application:
            let outcome = ResolveOutcome(result: result, trace: resolve.trace, elapsed: now - resolve.started)
            act(.completeResolve(id, outcome))
            holdEnded(now: now)
        case .announcement(let local): announcementEnded(local, wasHeard: resolve.machine.wasHeard, now: now)
        case .upkeep: break
        case .splitTest(let local):
            splitTestEnded(of: local, with: resolve.machine.wasHeard ? .nobody : .silence, now: now)
        }
    }

    @discardableResult
    private mutating func forget(_ id: RequestID) -> Resolve? {
        timers.stop(.resolveDeadline(id))
        timers.stop(.busyPause(id))
        guard let resolve = resolves.removeValue(forKey: id) else { return nil }
        for request in reliable.cancel(where: { $0 == .lookup(id) || $0 == .finalInquire(id) }) {
            timers.stop(.retransmission(request))
            reassembly.discard(request)
        }
        return resolve
    }

    private mutating func noteSilence(
        of asked: Resolve.Question, matchingBits bits: Int, after elapsed: Duration, in id: RequestID
    ) {
        counters.staleCacheHits += 1
        note(
            TraceStep(endpoint: asked.endpoint, matchingBits: bits, elapsed: elapsed, verdict: .unreachable), in: id)
    }

    private mutating func note(_ step: TraceStep, in id: RequestID) {
        // The way to the first record is what people want to see.
        guard let resolve = resolves[id], resolve.query != nil, resolve.enumeration == nil else { return }
        resolves[id]?.trace.append(step)
        act(.report(.hopTaken(id, step)))
    }
}

extension ResolvedRecord {
    init(_ registration: Registration, publisher: Endpoint) {
        self.init(
            id: registration.id, name: registration.name, endpoints: registration.endpoints,
            comment: registration.comment, payload: registration.payload, publisher: publisher)
    }

    fileprivate init(_ record: ValidRecord, name: PeerName, publisher: Endpoint) {
        self.init(
            id: record.id, name: name, endpoints: record.certified.applicationEndpoints,
            comment: record.certified.friendlyName, payload: record.payload, publisher: publisher)
    }
}
