import PeerBase

/// The stages by which a node finds its first neighbours (behaviour 7). Each run does one stage and leaves the mode
/// pointing at the next, so that repeated failures go round in a circle.
struct Bootstrap: Sendable {
    enum Stage: CaseIterable, Hashable, Sendable {
        /// Nodes remembered from earlier (LocalOOB): a conversation with each of up to ten.
        case remembered
        /// Members on the cloud's links, by SSDP.
        case search
        /// Seed servers.
        case seeds
    }

    /// What a stage asks for.
    enum Step: Hashable, Sendable {
        /// Start a conversation with each of these.
        case solicit([Endpoint])
        /// Ask the link.
        case search
        /// Ask DNS where the seeds are; the stage goes on when the answer is there or has taken too long.
        case lookUpSeeds
        /// Give DNS until then to name more of them.
        case awaitSeeds(until: Instant)
        /// There is nothing more to try in this run.
        case exhausted
    }

    private let searchesLink: Bool
    private let looksUpSeeds: Bool
    private var stage: Stage = .remembered
    private(set) var seeds: [Endpoint]
    private var remembered: [Endpoint]
    /// The seed whose turn it is; goes on from one run to the next.
    private var seedIndex = 0
    /// Seeds tried in this circle.
    private var seedsTried = 0
    /// When DNS last named the seeds.
    private var seedsFoundAt: Instant?
    /// Until when DNS may name more of them; `nil` when it is not being asked.
    private var lookupEnds: Instant?
    /// Whether DNS was asked in this run of the seed stage.
    private var hasLookedUp = false
    private var knownIndex = 0
    /// How often the circle was repeated because a resolve waits.
    private var repetitions = 0

    init(_ configuration: Configuration) {
        searchesLink = configuration.searchesLink
        looksUpSeeds = configuration.looksUpSeeds
        seeds = configuration.seeds
        let endpoints = configuration.remembered.compactMap { $0.endpoints.first }
        remembered = Array(endpoints.prefix(Limits.rememberedNodesSolicited))
    }

    // MARK: What it works with

    /// Puts these before what the first stage asks: nodes known a moment ago serve best (behaviour 6.4, Active to
    /// Alone and No Net to Synchronizing).
    mutating func remember(_ endpoints: [Endpoint]) {
        let older = remembered.filter { !endpoints.contains($0) }
        remembered = Array((endpoints + older).prefix(Limits.rememberedNodesSolicited))
    }

    mutating func replaceSeeds(_ seeds: [Endpoint]) {
        self.seeds = seeds
        seedsTried = 0
        seedsFoundAt = nil
    }

    /// What DNS said is good for five minutes (behaviour 7, R timing). A lookup that found nothing is not worth keeping,
    /// and what was known before remains. Tells whether somebody is among them who was not known.
    mutating func seedsFound(_ found: [Endpoint], isComplete: Bool, now: Instant) -> Bool {
        if isComplete {
            lookupEnds = nil
            guard !found.isEmpty else { return false }
            seedsFoundAt = now
            seedIndex = seeds.prefix(seedIndex).count(where: found.contains)
            seeds.removeAll { !found.contains($0) }
        }
        // Those known keep their places, lest one be passed by or asked twice.
        let known = seeds.count
        for seed in found where !seeds.contains(seed) { seeds.append(seed) }
        return seeds.count > known
    }

    /// Those that DNS has named just now are next, without asking it again.
    mutating func turnToFoundSeeds() {
        turn(to: .seeds)
        hasLookedUp = true
    }

    /// Those known from earlier, two each time.
    mutating func nextKnown() -> [Endpoint] {
        let count = min(Limits.knownNodesSolicited, remembered.count)
        return (0..<count).map { _ in
            knownIndex = (knownIndex + 1) % remembered.count
            return remembered[knownIndex]
        }
    }

    // MARK: The circle

    /// Synchronizing begins.
    mutating func begin() {
        repetitions = 0
        restart()
    }

    /// Begins a new circle at the first stage.
    mutating func restart() { turn(to: .remembered) }

    mutating func turn(to stage: Stage) {
        self.stage = stage
        seedsTried = 0
        hasLookedUp = false
    }

    /// Begins the last stage that can be repeated, the seeds or those remembered, a few times in all; `false` when there
    /// is nobody to ask or it was asked often enough.
    mutating func repeatForResolves() -> Bool {
        guard repetitions < Limits.circlesAnew, !seeds.isEmpty || !remembered.isEmpty else { return false }
        repetitions += 1
        turn(to: seeds.isEmpty ? .remembered : .seeds)
        return true
    }

    /// What comes next. In Synchronizing the stages follow each other until all have been tried, two seeds at a time;
    /// alone each run does one stage that has something to do, and the seed stage is one address (behaviour 7.3).
    mutating func next(isAlone: Bool, now: Instant) -> Step {
        for _ in Stage.allCases {
            switch stage {
            case .remembered:
                turn(to: .search)
                if !remembered.isEmpty { return .solicit(remembered) }
            case .search:
                turn(to: .seeds)
                if searchesLink { return .search }
            case .seeds:
                if let step = nextSeedStep(isAlone: isAlone, now: now) { return step }
                restart()
                if !isAlone { return .exhausted }
            }
        }
        return .exhausted
    }

    private mutating func nextSeedStep(isAlone: Bool, now: Instant) -> Step? {
        if looksUpSeeds, !hasLookedUp, !areSeedsFresh(now: now) {
            hasLookedUp = true
            lookupEnds = now + Limits.seedLookup
            return .lookUpSeeds
        }
        let group = min(isAlone ? 1 : Limits.seedsSolicited, seeds.count - seedsTried)
        guard group > 0 else {
            guard !isAlone, let lookupEnds, now < lookupEnds else { return nil }
            return .awaitSeeds(until: lookupEnds)
        }
        let chosen = (0..<group).map { _ in nextSeed() }
        if isAlone { restart() }
        return .solicit(chosen)
    }

    private func areSeedsFresh(now: Instant) -> Bool {
        guard let seedsFoundAt else { return false }
        return now - seedsFoundAt < Limits.seedCaching
    }

    /// The index wraps when it reaches the count (uncertainty 24), which may have shrunk meanwhile.
    private mutating func nextSeed() -> Endpoint {
        if seedIndex >= seeds.count { seedIndex = 0 }
        defer { seedIndex += 1 }
        seedsTried += 1
        return seeds[seedIndex]
    }
}
