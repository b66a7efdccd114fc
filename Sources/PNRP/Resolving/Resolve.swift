import PeerBase

/// A walk in progress with all that surrounds it: for whom, since when, and the way so far.
struct Resolve: Sendable {
    enum Purpose: Hashable, Sendable {
        /// Somebody wants a record.
        case application(ResolveQuery)
        /// One of our identifiers makes itself known.
        case announcement(PeerID)
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

    var query: ResolveQuery? {
        if case .application(let query) = purpose { return query }
        return nil
    }

    /// The identifier that makes itself known, if that is what this is for.
    var announced: PeerID? {
        if case .announcement(let id) = purpose { return id }
        return nil
    }
}
