import PeerBase

/// What maintenance remembers from one tick to the next. Everything in it is bounded by ``Limits``.
struct Upkeep: Sendable {
    /// Questions of liveness on their way: what a FLOOD said of those it reached. Only for cached entries.
    var probes: [PeerID: [Endpoint]] = [:]
    /// Leaves found dead lately, oldest first.
    var lost: [LostRoute] = []
    /// How far each local identifier's leaf set has been compared with those of its neighbours.
    var leafChecks: [PeerID: LeafCheck] = [:]
    /// Gaps that were searched, oldest first.
    var gaps: [SearchedGap] = []
    /// The level whose gap is looked at next.
    var nextSlice = 0
    /// What hearsay may take of the allowance.
    private var hearsay = TokenBucket()
    private var allowance = Limits.upkeepRate
    private var replenished: Instant = .zero

    /// Whether so many more requests may go out now: our own upkeep never sends faster than people's requests need
    /// (behaviour 18). What is refused is deferred.
    mutating func spend(_ count: Int, now: Instant) -> Bool {
        let gained = (now - replenished).wholeNanoseconds / (1_000_000_000 / Int64(Limits.upkeepRate))
        if gained > 0 {
            allowance = Int(min(Int64(allowance) + gained, Int64(Limits.upkeepRate)))
            replenished = now
        }
        guard allowance >= count else { return false }
        allowance -= count
        return true
    }

    /// The same for a question that a FLOOD makes us ask: half of the allowance at most, or whoever spreads rumours of
    /// our leaves would keep us from watching our neighbours.
    mutating func spendOnHearsay(now: Instant) -> Bool {
        let share = RateLimit(perSecond: Limits.hearsayRate, burst: Limits.hearsayRate)
        guard hearsay.holds(of: share, now: now), spend(1, now: now) else { return false }
        return hearsay.take(of: share, now: now)
    }
}

/// A leaf that was found dead and gets another chance or two.
struct LostRoute: Hashable, Sendable {
    var route: RouteEntry
    var retries = 0
    var retryAt: Instant
}

/// A leaf set is compared with what its members know, one of the ten places between them at a time, from the outermost
/// inward.
struct LeafCheck: Hashable, Sendable {
    /// Places looked at since the last change.
    var step = 0
    /// Questions since all places were found in order.
    var repetitions = 0
    var dueAt: Instant

    var isUpwards: Bool { step.isMultiple(of: 2) }
    /// The place before the leaf of this rank.
    var rank: Int { Limits.leavesPerSide - 1 - step / 2 % Limits.leavesPerSide }

    /// On to the next place: with the next tick until all have been looked at, ever more rarely after that.
    mutating func advance(now: Instant) {
        step = (step + 1) % (2 * Limits.leavesPerSide)
        if step == 0 || repetitions > 0 { repetitions += 1 }
        dueAt = repetitions == 0 ? now : now + .searchPause(after: repetitions - 1)
    }
}

/// A gap that was searched and not filled (behaviour 15.5).
struct SearchedGap: Hashable, Sendable {
    var gap: Gap
    var failures: Int
    var dueAt: Instant
}

/// Two neighbours among the identifiers we know, and nothing between them.
struct Gap: Hashable, Sendable {
    var start: PeerID
    var width: PeerID

    var middle: PeerID { start &+ width.halved }

    /// The leading bits that make sure that an identifier which shares them with the middle lies within the gap:
    /// 256 - floor(log2(width)) + 1 (behaviour 15.5).
    var precision: Int { min(width.commonPrefixLength(with: .zero) + 2, 256) }
}

extension Duration {
    /// The pause after so many searches in vain (behaviour 15.5).
    static func searchPause(after failures: Int) -> Duration {
        min(Limits.firstSearchPause * (1 << min(failures, 8)), Limits.lastSearchPause)
    }
}

extension PeerID {
    /// Half, rounded down.
    var halved: PeerID {
        PeerID(
            word0 >> 1, word0 << 63 | word1 >> 1, word1 << 63 | word2 >> 1, word2 << 63 | word3 >> 1)
    }
}
