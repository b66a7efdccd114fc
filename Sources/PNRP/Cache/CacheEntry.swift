package import PeerBase

/// A route entry that an answered INQUIRE admitted, with what we know of it.
package struct CacheEntry: Hashable, Sendable {
    package internal(set) var route: RouteEntry
    /// Whose record admitted it: the digest of the key; `nil` for one that was admitted by a mere answer. Only this key is
    /// believed at once when it takes the identifier back (behaviour 17.3).
    var key: SHA1Digest?
    /// When the entry last proved itself: an answer from its node that did not deny the identifier.
    package internal(set) var lastHeard: Instant
    /// When a message of any kind last came from an address of it. A source can be forged, so this postpones a
    /// question and never replaces the answer.
    var lastNoticed: Instant
    /// Until then a FLOOD about it may be one of the waves that announced it.
    var newsUntil: Instant
    /// Where it counts against a capacity.
    var slot: CacheSlot
    /// How often the time between two questions was doubled.
    var patience: UInt8 = 0
    /// A request to it has gone unanswered for one transmission and may yet fail.
    var isSilent = false

    init(route: RouteEntry, key: SHA1Digest? = nil, admitted now: Instant, slot: CacheSlot) {
        self.route = route
        self.key = key
        lastHeard = now
        lastNoticed = now
        newsUntil = now + Limits.newsLifetime
        self.slot = slot
    }

    package var id: PeerID { route.id }
}

// MARK: Ageing (behaviour 9.6)

extension CacheEntry {
    /// When the entry last gave a sign of life, proved or not.
    var lastContact: Instant { max(lastHeard, lastNoticed) }

    /// The nanoseconds that may pass without a sign of life: five minutes at first, doubled up to an hour while the
    /// entry proves alive. The identifier spreads it by a fifth, for its suffix is chance already. Plain numbers, for
    /// every tick asks this of every entry.
    private var checkInterval: Int64 {
        let base = min(Self.firstInterval << Int64(patience), Self.lastInterval)
        return base / 1000 * (800 + Int64(id.word3 % 401))
    }

    private static let firstInterval = Limits.firstLivenessCheck.wholeNanoseconds
    private static let lastInterval = Limits.lastLivenessCheck.wholeNanoseconds
    private static let longestUnproved = Limits.longestUnproved.wholeNanoseconds

    /// When to ask its node whether it is there.
    var checkDue: Instant {
        Instant(
            nanoseconds: min(lastContact.nanoseconds + checkInterval, lastHeard.nanoseconds + Self.longestUnproved))
    }

    /// The same for the nearest neighbour of a local identifier.
    func watchDue(after interval: Duration) -> Instant {
        min(lastContact + interval, lastHeard + Limits.longestUnprovedNeighbour)
    }

    /// Whether there is reason to doubt it; such entries make room first (behaviour 9.4).
    func isStale(at now: Instant) -> Bool { isSilent || checkDue < now }

    /// A sign of life: an answer of its own, or just a message from its address.
    mutating func heard(at now: Instant, isProof: Bool) {
        if now.nanoseconds - lastContact.nanoseconds >= checkInterval / 2, patience < Limits.livenessDoublings {
            patience += 1
        }
        if isProof { lastHeard = now }
        lastNoticed = now
        isSilent = false
    }
}

/// A level of the cache. Level 0 spans the whole ring and is shared by all local identifiers; deeper levels belong
/// to one of them, each a tenth as wide as the one above (behaviour 9.2).
struct CacheSlot: Hashable, Sendable {
    /// The place of the local identifier among ``CacheLevels/owners``.
    var owner: UInt16
    var level: UInt8

    static let wholeRing = CacheSlot(owner: 0, level: 0)
}
