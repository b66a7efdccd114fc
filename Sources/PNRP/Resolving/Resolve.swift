import PeerBase

/// A walk in progress with all that surrounds it: for whom, since when, and the way so far.
struct Resolve: Sendable {
    enum Purpose: Hashable, Sendable {
        /// Somebody wants a record.
        case application(ResolveQuery)
        /// One of our identifiers makes itself known.
        case announcement(PeerID)
        /// The cache wants for nodes somewhere (behaviour 15).
        case upkeep
        /// Whether the cloud has fallen apart, seen from one of our identifiers (behaviour 16).
        case splitTest(PeerID)
    }

    /// Whom we asked last.
    struct Question: Hashable, Sendable {
        var route: RouteEntry
        var endpoint: Endpoint
    }

    let purpose: Purpose
    let started: Instant
    var machine: LookupMachine
    var trace: [TraceStep] = []
    var asked: Question?
    /// Set while the cloud is still synchronizing.
    var isWaiting = false
    /// The nonce of the final INQUIRE on its way.
    var nonce: Nonce = .zero
    var busyAnswers = 0
    /// Publishers, by their identifiers, that kept silent: the first to be asked when the walk begins anew.
    private(set) var silentMatches: [RouteEntry] = []
    /// Others that kept silent in this walk.
    var silentHops: [RouteEntry] = []
    /// How often the walk began anew.
    var walksAnew = 0
    /// Set once the first of several records is found.
    var enumeration: Enumeration?
    /// The latest of the records found, when several are wanted.
    var lastRecord: ResolvedRecord?
    var recordsFound = 0

    mutating func noteSilence(of route: RouteEntry, isMatch: Bool) {
        if isMatch {
            guard !silentMatches.contains(route), silentMatches.count < Limits.initialHops else { return }
            silentMatches.append(route)
        } else {
            guard silentHops.count < Limits.initialHops else { return }
            silentHops.append(route)
        }
    }

    var query: ResolveQuery? {
        if case .application(let query) = purpose { return query }
        return nil
    }

    /// Whether the best match has to prove itself at the end (behaviour 12.7).
    var isVerified: Bool {
        switch purpose {
        case .application, .splitTest: true
        case .announcement, .upkeep: false
        }
    }

    /// Whether the nodes on the way are candidates for the cache. Those of a split test are not: the verdict holds
    /// what was found against what we knew before (behaviour 16.2).
    var admitsHops: Bool {
        if case .splitTest = purpose { return false }
        return true
    }

    /// The identifier that makes itself known, if that is what this is for.
    var announced: PeerID? {
        if case .announcement(let id) = purpose { return id }
        return nil
    }
}
