import PeerBase

// Whether the cloud has fallen apart: a walk to our own place that begins outside our neighbourhood (behaviour 16.1).

extension Node {
    /// Each tick: about four tests per tick in the whole cloud, fewer and fewer while they find nothing, and one a day
    /// in any case. Never two at once.
    mutating func testForSplit(now: Instant) {
        guard splits.running == nil, let local = registrations.ids.randomElement(using: &random) else { return }
        guard let last = splits.lastTest else {
            splits.lastTest = now
            return
        }
        let isOverdue = now - last >= Limits.splitTestInterval
        guard isOverdue || Double.random(in: 0..<1, using: &random) < splitTestShare else { return }
        guard upkeep.spend(1, now: now), let start = splitTestStart() else { return }
        beginSplitTest(of: local, from: start, now: now)
    }

    /// This node's share of the cloud's tests. The source has no back-off; without one the tests of a small cloud alone
    /// would be more traffic than a settled node may cause (architecture 6).
    private var splitTestShare: Double {
        let identifiers = max(cache.estimatedIdentifiers ?? 1, 1)
        let nodes = max(Double(identifiers) / Double(max(registrations.count, 1)), 1)
        return min(1, Limits.splitTestsPerTick / nodes) / Double(1 << splits.halvings)
    }

    mutating func beginSplitTest(of local: PeerID, from start: Endpoint, now: Instant) {
        splits.running = (local, start)
        splits.known = Set(cache.entries.map(\.id))
        splits.lastTest = now
        beginSplitTest(from: start, of: local, now: now)
    }

    /// A seed or a stranger that SSDP named, in turn, those seeds last that we know from our own part of the cloud; without
    /// any a stranger of another kind: a node remembered from earlier or a lost one.
    mutating func splitTestStart() -> Endpoint? {
        let seeds = configuration.seeds.filter { !isOwn($0) && configuration.admits($0.address) }
        let unknown = (seeds + findings.strangers).filter(isStranger)
        let candidates = unknown.isEmpty ? seeds : unknown
        if !candidates.isEmpty {
            splits.nextSeed = (splits.nextSeed + 1) % candidates.count
            return candidates[splits.nextSeed]
        }
        let routes = configuration.remembered + upkeep.lost.map(\.route)
        return routes.compactMap(destination(of:)).filter(isStranger).randomElement(using: &random)
    }

    func isStranger(_ endpoint: Endpoint) -> Bool {
        !cache.entries.contains { $0.route.lives(at: endpoint) }
    }

    /// Behaviour 16.2: the verdict, and what follows from it.
    mutating func splitTestEnded(of local: PeerID, with finding: SplitFinding, now: Instant) {
        guard let test = splits.running, test.local == local else { return }
        splits.running = nil
        let known = splits.known
        splits.known = []
        guard case .node(let found) = finding, registrations[local] != nil else {
            if finding == .silence { findings.forgetStranger(test.start) }
            count(isClean: finding != .silence)
            return answerRepairs(finding == .silence ? .unanswered : .noSplit)
        }
        let verdict = cache.verdict(on: found.route.id, target: local.successor, known: known)
        guard verdict != .whole else {
            heard(found.route.id, at: found.endpoint, now: now)
            count(isClean: true)
            return answerRepairs(.noSplit)
        }
        splits.halvings = 0
        splitFound(verdict, by: test, at: found, now: now)
    }

    /// A test that nobody answered says nothing of the cloud. It makes tests rarer too, but only so far that the parts
    /// find each other soon after the start that both know is back.
    private mutating func count(isClean: Bool) {
        let most = isClean ? Limits.splitTestHalvings : max(Limits.splitTestSilentHalvings, splits.halvings)
        splits.halvings = min(splits.halvings + 1, most)
    }
}
