import PeerBase

/// One walk towards an identifier (behaviour 12): a stack of hops to ask, the best match so far, and where we have
/// been. Knows no messages and no cache; the node asks what it wants and tells what came of it.
///
///     step ──ask──▶ (LOOKUP) ──answered / unreachable──▶ step ──verify──▶ (INQUIRE) ──refused──▶ step
///       └──finished                                                          └──accepted: the node ends the walk
struct LookupMachine: Sendable {
    /// A hop and how often it was asked.
    struct Hop: Hashable, Sendable {
        var route: RouteEntry
        var questions = 0
    }

    /// What to do next.
    enum Step: Hashable, Sendable {
        /// Send a LOOKUP to this node.
        case ask(RouteEntry)
        /// Send the final INQUIRE to this node.
        case verify(RouteEntry)
        /// Nobody is left to ask and nothing acceptable was found.
        case finished
    }

    /// What the answer to a LOOKUP means for others.
    struct Consequences: Hashable, Sendable {
        /// The node that answered without denying its identifier: a candidate for the cache.
        var confirmed: RouteEntry?
        /// The identifier that its node denied.
        var denied: PeerID?
        var verdict: TraceStep.Verdict
    }

    let target: PeerID
    let criteria: ResolveCriteria
    /// The bits that count under `upperBits`.
    let precision: Int
    let reason: ResolveReason
    /// Nodes with one of these addresses may be hops but no match: those of this host when others are wanted.
    let unwanted: Set<IPv6Address>
    /// Identifiers that are no match because they are known already (behaviour 12.8). Their nodes may be hops, and a
    /// node that they name need not be closer: the target lies beside one of them.
    private(set) var known: Set<PeerID> = []
    /// Endpoints already asked, ourselves first; the flagged path.
    private(set) var path: [Endpoint]
    private(set) var best: RouteEntry?
    /// Whether anybody answered a LOOKUP.
    private(set) var wasHeard = false
    private var nextHops: [Hop] = []
    private var bestStack: [RouteEntry] = []
    /// Who was asked at all. They come up again from the stack or not at all, or a node that names itself would be asked
    /// without end.
    private var asked: Set<PeerID> = []
    private(set) var current: Hop?
    private var silences: [Endpoint: Int] = [:]
    private var answers: [Endpoint: Int] = [:]
    /// Questions of earlier walks of the same resolve.
    private var formerQuestions: [Endpoint: Int] = [:]
    /// Set when the best match knows of nobody closer and any match will do.
    private var isSettled = false
    private var suspiciousHops = 0
    private var usefulHops = 0

    init(
        target: PeerID, criteria: ResolveCriteria, precision: Int = 0, reason: ResolveReason, start: Endpoint,
        best: RouteEntry? = nil, unwanted: Set<IPv6Address> = []
    ) {
        self.target = target
        self.criteria = criteria
        self.precision = precision
        self.reason = reason
        path = [start]
        self.best = best
        self.unwanted = unwanted
    }

    /// Makes this a search for somebody new: nobody shall name `endpoints`, and the first match that knows of no nearer
    /// one ends it.
    mutating func lookBeyond(_ known: Set<PeerID>, listing endpoints: [Endpoint]) {
        self.known = known
        for endpoint in endpoints { remember(endpoint) }
    }

    /// Gives the walk its first hops, nearest first (behaviour 12.3 step 3).
    mutating func begin(with hops: [RouteEntry]) {
        nextHops = hops.reversed().map { Hop(route: $0) }
    }

    /// Counts what an earlier walk of the same resolve asked: nobody is asked more often because the walk begins anew.
    mutating func countQuestions(of former: LookupMachine) {
        formerQuestions = former.formerQuestions
            .merging(former.answers, uniquingKeysWith: +).merging(former.silences, uniquingKeysWith: +)
    }

    /// The leading bits that an identifier shares with the target.
    func matchingBits(_ id: PeerID) -> Int { target.commonPrefixLength(with: id) }

    /// The path as a LOOKUP carries it: ourselves and the latest others (behaviour uncertainty 7).
    var flaggedPath: [Endpoint] {
        path.count <= Limits.listedEndpoints ? path : path.prefix(1) + path.suffix(Limits.listedEndpoints - 1)
    }

    // MARK: The next step (behaviour 12.4)

    mutating func step() -> Step {
        if let best, isSettled || isGoodEnough(best.id) { return .verify(best) }
        let match = best.flatMap { isAcceptable($0.id) ? $0 : nil }
        let mayGoOn = suspiciousHops <= Limits.suspiciousHops && usefulHops <= Limits.usefulHops
        guard mayGoOn, var hop = nextHop() else {
            current = nil
            return match.map(Step.verify) ?? .finished
        }
        hop.questions += 1
        asked.insert(hop.route.id)
        current = hop
        return .ask(hop.route)
    }

    /// Whether a node that `hop` names is a hop whether or not it is closer. The synthetic entry that stands for a seed
    /// has no place on the ring to be closer than (behaviour 12.5 rule 8, uncertainty 25).
    func takesAnyHop(after hop: PeerID) -> Bool { hop.isZero || known.contains(hop) }

    private mutating func nextHop() -> Hop? {
        while let hop = nextHops.popLast() {
            if !hop.route.endpoints.contains(where: isSpent) { return hop }
        }
        return nil
    }

    /// A node is asked three times, whatever the identifiers it is named by (invariant 24.2), and a silent one not
    /// again.
    private func isSpent(_ endpoint: Endpoint) -> Bool {
        let questions = answers[endpoint, default: 0] + formerQuestions[endpoint, default: 0]
        return questions >= Limits.questionsPerHop || silences[endpoint] != nil
    }

    // MARK: What came of a LOOKUP (behaviour 12.5, 12.6)

    /// The asked node answered. `suggestion` is the route entry in the answer if it may be used at all;
    /// `acceptsAnyHop` says that our cache is small.
    mutating func answered(
        _ flags: AuthorityFlags, suggestion: RouteEntry?, by endpoint: Endpoint, acceptsAnyHop: Bool
    ) -> Consequences {
        guard let asked = current else { preconditionFailure("an answer to a LOOKUP that was not asked") }
        remember(endpoint)
        wasHeard = true
        silences[endpoint] = nil
        answers[endpoint, default: 0] += 1
        if flags.contains(.busy) {
            current = nil
            return Consequences(verdict: .tooBusy)
        }
        usefulHops += 1
        if flags.contains(.leafSet) { suspiciousHops += 1 }
        var consequences = judge(asked.route, denied: flags.contains(.notFound))
        if let questions = current?.questions, questions >= Limits.questionsPerHop { current = nil }
        let usable = suggestion.flatMap { isVisited($0, except: endpoint) ? nil : $0 }
        let accepted = usable.map { accept($0, after: asked.route, acceptsAnyHop: acceptsAnyHop) } ?? false
        current = nil
        isSettled = !known.isEmpty && !accepted && best?.id == asked.route.id && isAcceptable(asked.route.id)
        if accepted { consequences.verdict = flags.contains(.leafSet) ? .acceptedSuspicious : .accepted }
        return consequences
    }

    /// The asked node kept silent. Its identifier leaves the cache; that is the node's to do.
    mutating func unreachable(_ endpoint: Endpoint) {
        remember(endpoint)
        silences[endpoint, default: 0] += 1
        current = nil
    }

    /// The asked node has no address that we could ask.
    mutating func discardCurrent() { current = nil }

    // MARK: What came of the final INQUIRE (behaviour 12.7)

    /// The best match did not prove itself: the one before it takes its place. The source gives up when none is left;
    /// we go on while there are hops to ask, or whoever claims a name first could hide its real publisher.
    mutating func refused(by endpoint: Endpoint) -> Bool {
        remember(endpoint)
        isSettled = false
        best = bestStack.popLast()
        return best != nil || !nextHops.isEmpty
    }

    /// The best match kept silent. A node that answered a moment ago is hardly gone: it is asked once more before it is
    /// refused.
    mutating func unverified(by endpoint: Endpoint) -> Bool {
        let isFirst = silences.updateValue(1, forKey: endpoint) == nil
        if isFirst, answers[endpoint] != nil { return true }
        return refused(by: endpoint)
    }

    // MARK: Details

    /// Steps 3 and 4: an answer proves the asked identifier, or denies it.
    private mutating func judge(_ asked: RouteEntry, denied: Bool) -> Consequences {
        if denied {
            current = nil
            return Consequences(denied: asked.id, verdict: .deadEnd)
        }
        // The synthetic entry of a seed proves nothing and is no match for anything (steps 3 and 4).
        guard !asked.id.isZero else { return Consequences(verdict: .deadEnd) }
        if isWanted(asked), best.map({ isCloser(asked.id, than: $0.id) }) ?? true {
            if let best { bestStack.append(best) }
            best = asked
        }
        return Consequences(confirmed: asked, verdict: .deadEnd)
    }

    /// Steps 8 and 9: a usable suggestion becomes the next hop when it is closer, or when we are in no position to be
    /// choosy. A hop that named nobody usable is not asked again (step 10).
    private mutating func accept(_ suggestion: RouteEntry, after asked: RouteEntry, acceptsAnyHop: Bool) -> Bool {
        guard !self.asked.contains(suggestion.id) else { return false }
        // Whatever the synthetic entry of a seed names is accepted (step 8).
        guard
            acceptsAnyHop || asked.id.isZero || isCloser(suggestion.id, than: asked.id)
                || known.contains(asked.id) && isAcceptable(suggestion.id)
        else { return false }
        nextHops.removeAll { $0.route.id == suggestion.id && $0.questions == 0 }
        if let current { nextHops.append(current) }
        nextHops.append(Hop(route: suggestion))
        return true
    }

    /// Whether one of the addresses was asked before; the endpoint just asked may name another of its identifiers.
    private func isVisited(_ route: RouteEntry, except endpoint: Endpoint) -> Bool {
        route.endpoints.contains { $0 == endpoint ? isSpent($0) : path.contains($0) }
    }

    private func isWanted(_ route: RouteEntry) -> Bool {
        !known.contains(route.id) && !route.addresses.contains(where: unwanted.contains)
    }

    private mutating func remember(_ endpoint: Endpoint) {
        if !path.contains(endpoint) { path.append(endpoint) }
    }

    private func isCloser(_ id: PeerID, than other: PeerID) -> Bool {
        id.distance(to: target) < other.distance(to: target)
    }

    /// The early-stop test (behaviour 12.1).
    func isGoodEnough(_ id: PeerID) -> Bool {
        switch criteria {
        case .none, .nearestPeerName: id == target
        case .anyPeerName: matchingBits(id) >= 128
        case .nearest64PeerName: matchingBits(id) >= 192
        case .upperBits: matchingBits(id) >= precision
        }
    }

    /// The test at the end of the walk (behaviour 12.1).
    private func isAcceptable(_ id: PeerID) -> Bool {
        switch criteria {
        case .none: reason != .applicationRequest || id == target
        case .anyPeerName, .nearestPeerName, .nearest64PeerName: matchingBits(id) >= 128
        case .upperBits: matchingBits(id) >= precision
        }
    }
}
