import PeerBase

/// The stages by which a node finds its first neighbours (behaviour 7). Each run does one stage and leaves the mode
/// pointing at the next, so that repeated failures go round in a circle.
struct Bootstrap: Sendable {
    enum Stage: Int, CaseIterable, Hashable, Sendable {
        /// Nodes remembered from earlier (LocalOOB): a conversation with each of up to ten.
        case remembered
        /// Seed servers, two at a time.
        case seeds
    }

    /// What a stage asks for.
    enum Step: Hashable, Sendable {
        /// Start a conversation with each of these.
        case solicit([Endpoint])
        /// One full circle has brought nothing.
        case exhausted
    }

    private var stage: Stage = .remembered
    private var seedIndex = 0
    private var seedsLeft: Int
    private let seeds: [Endpoint]
    private var remembered: [Endpoint]

    init(seeds: [Endpoint], remembered: [Endpoint]) {
        self.seeds = seeds
        self.remembered = Array(remembered.prefix(Limits.rememberedNodesSolicited))
        seedsLeft = seeds.count
    }

    /// Puts these before what the first stage asks: nodes known a moment ago serve best (behaviour 6.4, Active to
    /// Alone).
    mutating func remember(_ endpoints: [Endpoint]) {
        let older = remembered.filter { !endpoints.contains($0) }
        remembered = Array((endpoints + older).prefix(Limits.rememberedNodesSolicited))
    }

    /// Begins a new circle at the first stage.
    mutating func restart() {
        stage = .remembered
        seedsLeft = seeds.count
    }

    /// Begins a new circle when the last one is through, so that no tick of somebody alone passes in vain.
    mutating func restartIfThrough() {
        if stage == .seeds, seedsLeft == 0 { restart() }
    }

    /// The endpoints of the next stage that has any; `exhausted` at the end of a circle, which leaves the next call at
    /// the beginning of another.
    mutating func next() -> Step {
        switch stage {
        case .remembered:
            stage = .seeds
            seedsLeft = seeds.count
            return remembered.isEmpty ? next() : .solicit(remembered)
        case .seeds:
            guard seedsLeft > 0 else {
                stage = .remembered
                return .exhausted
            }
            return .solicit(nextSeeds())
        }
    }

    /// The following seeds in turn. The index goes on from one run to the next and wraps when it reaches the count
    /// (behaviour 7.3, uncertainty 24).
    private mutating func nextSeeds() -> [Endpoint] {
        var chosen: [Endpoint] = []
        while chosen.count < Limits.seedsSolicited, seedsLeft > 0 {
            chosen.append(seeds[seedIndex % seeds.count])
            seedIndex = (seedIndex + 1) % seeds.count
            seedsLeft -= 1
        }
        return chosen
    }
}
