package import PeerBase

// Bringing the parts of a cloud together (behaviour 16.3).

extension Node {
    /// Tests at once whether the cloud has fallen apart, and repairs it. Ends with ``Action/completeRepair(_:_:)``.
    package mutating func beginRepair(now: Instant) -> (RequestID, [Action]) {
        let id = nextRequestID()
        if let outcome = refusal(now: now) {
            act(.completeRepair(id, outcome))
            return (id, takeActions())
        }
        if splits.running != nil {
            splits.requests.append(id)
        } else if let local = registrations.ids.randomElement(using: &random), let start = splitTestStart() {
            splits.requests.append(id)
            beginSplitTest(of: local, from: start, now: now)
        } else {
            act(.completeRepair(id, .nobodyToAsk))
        }
        return (id, takeActions())
    }

    private mutating func refusal(now: Instant) -> RepairOutcome? {
        if registrations.isEmpty { return .nothingRegistered }
        if let wait = splits.wait(at: now) {
            counters.throttledRepairs += 1
            return .throttled(retryIn: wait)
        }
        return nil
    }

    mutating func answerRepairs(_ outcome: RepairOutcome) {
        for request in splits.requests { act(.completeRepair(request, outcome)) }
        splits.requests = []
    }

    /// Two parts have found each other. One round of repair per minute; within a round each identifier is repaired as
    /// its test ends.
    mutating func splitFound(
        _ verdict: SplitVerdict, by test: (local: PeerID, start: Endpoint), at found: Resolve.Question, now: Instant
    ) {
        act(.report(.splitFound(isSmaller: verdict == .smaller)))
        let isRound = !splits.remaining.isEmpty || timers[.splitRound] != nil
        if !isRound {
            if let wait = splits.wait(at: now) {
                counters.throttledRepairs += 1
                return answerRepairs(.throttled(retryIn: wait))
            }
            splits.lastRepair = now
            splits.learnedBefore = splits.learned
            splits.reportedVerdict = verdict
            // (d): in the smaller part every other identifier is tested as well.
            if verdict == .smaller { splits.remaining = registrations.ids.filter { $0 != test.local } }
        }
        // Whoever joins a long round may come after its first report.
        if timers[.repairReport] == nil { timers.set(.repairReport, at: now + Limits.repairReport) }
        splits.reports += splits.requests
        splits.requests = []
        repair(test, at: found, now: now)
        scheduleSplitRound(now: now)
    }

    /// Steps a to c, and the announcement that behaviour 11.3 asks for when a split is suspected.
    private mutating func repair(
        _ test: (local: PeerID, start: Endpoint), at found: Resolve.Question, now: Instant
    ) {
        admit(
            PendingAdmission(
                route: found.route, origin: .hop(found.endpoint), source: sourceKey(found.endpoint), reached: [],
                tested: found.endpoint, nonce: nil),
            now: now)
        flood(ownRoute(test.local), to: found.route, reached: [ownEndpoint], now: now)
        _ = solicit(found.endpoint, now: now)
        if test.start != found.endpoint { _ = solicit(test.start, now: now) }
        registrations.markUnannounced(test.local)
        announceUnannounced(now: now)
    }

    private mutating func scheduleSplitRound(now: Instant) {
        guard !splits.remaining.isEmpty else { return timers.stop(.splitRound) }
        timers.set(.splitRound, at: now + Limits.repairPause)
    }

    /// Step d: the next identifier of a round, one a second.
    mutating func splitRoundContinued(now: Instant) {
        guard splits.running == nil else { return scheduleSplitRound(now: now) }
        let next = splits.remaining.popLast().flatMap { registrations[$0]?.id }
        if let next, let start = splitTestStart() { beginSplitTest(of: next, from: start, now: now) }
        scheduleSplitRound(now: now)
    }

    /// What the repair has brought by now is told to those who asked.
    mutating func repairReported(now: Instant) {
        let outcome = RepairOutcome.repaired(
            isSmaller: splits.reportedVerdict == .smaller, learned: splits.learned - splits.learnedBefore)
        for request in splits.reports { act(.completeRepair(request, outcome)) }
        splits.reports = []
    }
}
