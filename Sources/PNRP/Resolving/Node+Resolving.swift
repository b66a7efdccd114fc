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
            act(.completeResolve(id, ResolveOutcome(result: refusal, target: nil, trace: [], elapsed: .zero)))
            holdEnded(now: now)
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
        let own = registrations.nearest(to: target)
        note(TraceStep(endpoint: ownEndpoint, id: own, matchingBits: 0, elapsed: .zero, verdict: .accepted), in: id)
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

    /// Where datagrams get lost, a walk of somebody's that found nobody may have lost its way: it begins anew from what
    /// the cache holds now, and with those that kept silent, publishers first, a few times while the deadline allows. In
    /// a sound network what was not found is not there; a node that has just joined has too few answers to know, and takes
    /// silence for a loss at first.
    mutating func beginAgain(_ id: RequestID, now: Instant) -> Bool {
        guard let resolve = resolves[id], let query = resolve.query, resolve.walksAnew < mostWalksAnew(resolve),
            now - resolve.started + Limits.walkAnew < query.timeout
        else { return false }
        resolves[id]?.walksAnew += 1
        let (last, own) = (resolve.machine, ownEndpoint)
        let best = query.includesLocal ? registrations.nearest(to: last.target).map(ownRoute) : nil
        resolves[id]?.machine = LookupMachine(
            target: last.target, criteria: last.criteria, reason: last.reason, start: own, best: best,
            unwanted: last.unwanted)
        // Where nothing proves losses, invariant 24.2 holds for all walks together.
        if !loss.isNoticed { resolves[id]?.machine.countQuestions(of: last) }
        let matches = resolve.silentMatches
        let near = cache.nearest(to: last.target, count: Limits.initialHops).filter { !matches.contains($0) }
        resolves[id]?.machine.begin(with: matches + (near.isEmpty ? resolve.silentHops : near))
        resolves[id]?.silentHops = []
        step(id, now: now)
        return true
    }

    private func mostWalksAnew(_ resolve: Resolve) -> Int {
        let wasSilence = !resolve.silentMatches.isEmpty || !resolve.silentHops.isEmpty
        if loss.isHeavy || loss.isNoticed && wasSilence { return Limits.walksAnew }
        return loss.isKnown || !wasSilence ? 0 : Limits.walksAfterSilence
    }

    mutating func resolveDeadlineExpired(_ id: RequestID, now: Instant) {
        finish(id, resolves[id]?.lastRecord.map(ResolveOutcome.Result.found) ?? .timedOut, now: now)
    }
}

// MARK: Steps

extension Node {
    /// Behaviour 12.3: up to three nearest cached entries, so that a dead first hop is not fatal.
    mutating func start(_ id: RequestID, now: Instant) {
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
                asked, matchingBits: machine.matchingBits(asked.route.id), elapsed: now - pending.firstSent,
                verdict: consequences.verdict), in: id)
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
        if !asksAgain(asked, for: id, now: now) { step(id, now: now) }
    }

    /// A publisher of the name that kept silent is asked again before the walk strays to those who may know another, as
    /// long as the silence may be a loss.
    mutating func asksAgain(_ asked: Resolve.Question, for id: RequestID, now: Instant) -> Bool {
        guard let resolve = resolves[id], resolve.enumeration == nil, resolve.machine.isGoodEnough(asked.route.id)
        else {
            return false
        }
        return beginAgain(id, now: now)
    }

    // MARK: The end

    mutating func finish(_ id: RequestID, _ result: ResolveOutcome.Result, now: Instant) {
        guard let resolve = forget(id) else { return }
        switch resolve.purpose {
        case .application:
            let outcome = ResolveOutcome(
                result: result, target: resolve.machine.target, trace: resolve.trace, elapsed: now - resolve.started)
            act(.completeResolve(id, outcome))
            holdEnded(now: now)
        case .announcement(let local): announcementEnded(local, wasHeard: resolve.machine.wasHeard, now: now)
        case .upkeep: break
        case .splitTest(let local):
            splitTestEnded(of: local, with: resolve.machine.wasHeard ? .nobody : .silence, now: now)
        }
    }

    @discardableResult
    mutating func forget(_ id: RequestID) -> Resolve? {
        timers.stop(.resolveDeadline(id))
        timers.stop(.busyPause(id))
        guard let resolve = resolves.removeValue(forKey: id) else { return nil }
        for request in reliable.cancel(where: { $0 == .lookup(id) || $0 == .finalInquire(id) }) {
            timers.stop(.retransmission(request))
            reassembly.discard(request)
        }
        return resolve
    }

    mutating func noteSilence(
        of asked: Resolve.Question, matchingBits bits: Int, after elapsed: Duration, in id: RequestID
    ) {
        counters.staleCacheHits += 1
        note(TraceStep(asked, matchingBits: bits, elapsed: elapsed, verdict: .unreachable), in: id)
    }

    mutating func note(_ step: TraceStep, in id: RequestID) {
        guard let resolve = resolves[id], resolve.query != nil else { return }
        // The way to the first record is what people want to see afterwards.
        if resolve.enumeration == nil { resolves[id]?.trace.append(step) }
        act(.report(.hopTaken(id, step)))
    }
}

extension TraceStep {
    /// Matching bits are zero in what belongs to a final INQUIRE (behaviour 20).
    init(_ asked: Resolve.Question, matchingBits: Int = 0, elapsed: Duration, verdict: Verdict) {
        self.init(
            endpoint: asked.endpoint, id: asked.route.id.isZero ? nil : asked.route.id, matchingBits: matchingBits,
            elapsed: elapsed, verdict: verdict)
    }
}

extension ResolvedRecord {
    init(_ registration: Registration, publisher: Endpoint) {
        self.init(
            id: registration.id, name: registration.name, endpoints: registration.endpoints,
            comment: registration.comment, payload: registration.payload, publisher: publisher)
    }
}
