package import PeerBase

/// What an application asks for (behaviour 12.1).
package struct ResolveQuery: Hashable, Sendable {
    package var name: PeerName
    package var criteria: Criteria
    /// How many records are wanted, 1...``Limits/recordsPerResolve``. One record comes with the end of the resolve;
    /// of several each is delivered as it comes (behaviour 12.8).
    package var limit: Int
    /// Near which address a "nearest" publisher is wanted; near one of our own when `nil`. Other criteria ignore it.
    package var locationHint: IPv6Address?
    package var timeout: Duration

    package init(
        name: PeerName, criteria: Criteria = .otherProcess, limit: Int = 1, locationHint: IPv6Address? = nil,
        timeout: Duration = Limits.resolveTimeout
    ) {
        self.name = name
        self.criteria = criteria
        self.limit = min(max(limit, 1), Limits.recordsPerResolve)
        self.locationHint = locationHint
        self.timeout = min(timeout, Limits.longestResolveTimeout)
    }
}

/// What a publisher says of itself, validated (behaviour 19).
package struct ResolvedRecord: Hashable, Sendable {
    package var id: PeerID
    package var name: PeerName
    package var endpoints: [ApplicationEndpoint]
    package var comment: String?
    package var payload: ExtendedPayload.Payload?
    /// The PNRP endpoint that answered.
    package var publisher: Endpoint
}

/// How a resolve ended, with the way it took.
package struct ResolveOutcome: Hashable, Sendable {
    package enum Result: Hashable, Sendable {
        case found(ResolvedRecord)
        case notFound
        case timedOut
        /// More resolves than ``Limits/resolves`` were running.
        case tooMuchLoad
        /// The cloud has no address (behaviour 6.3, No Net).
        case networkUnreachable
        case cloudDead
        case cloudDisabled
    }

    package var result: Result
    /// The identifier that was looked for; `nil` where nothing was.
    package var target: PeerID?
    package var trace: [TraceStep]
    package var elapsed: Duration
}

/// One exchange of a resolve, as `traceroute` prints it (behaviour 20).
package struct TraceStep: Hashable, Sendable {
    package enum Verdict: Hashable, Sendable {
        case accepted
        case acceptedSuspicious
        case acceptedFinalInquire
        case deadEnd
        case unreachable
        case tooBusy
    }

    /// Whom we asked; ourselves in the first step.
    package var endpoint: Endpoint
    /// The identifier that was asked; in the first step our own that is nearest to the target. `nil` where there is none:
    /// we have registered nothing, or a seed was asked whose identifiers nobody knows.
    package var id: PeerID?
    /// Leading bits that the identifier asked shares with the target: progress. Zero for the first and final steps.
    package var matchingBits: Int
    /// From the first transmission to the answer.
    package var elapsed: Duration
    package var verdict: Verdict
}
