package import PeerBase

/// What a node wants done. The caller performs all actions of a call, in order, before it feeds anything else in.
package enum Action: Hashable, Sendable {
    /// Send these bytes; `from` names the local endpoint to send from, `nil` leaves the choice.
    case send([UInt8], to: Endpoint, from: Endpoint?)
    /// Make signatures and hand them to ``Node/signed(_:signatures:now:)``.
    case sign(SigningRequest)
    /// A resolve ended; its identifier will not be heard of again.
    case completeResolve(RequestID, ResolveOutcome)
    /// A probe ended.
    case completePing(RequestID, PingOutcome)
    /// An unregistration has done what it can: its floods were acknowledged or given up.
    case completeUnregistration(RequestID)
    /// Keep these nodes for the next start, most recently heard first (behaviour 9.7).
    case remember([RememberedRoute])
    /// Tell whoever listens.
    case report(Event)
}

/// What a node tells the world. Past tense; nobody needs to act on it.
package enum Event: Hashable, Sendable {
    case stateChanged(CloudState)
    case nameRegistered(PeerName, PeerID)
    case nameAnnounced(PeerName, PeerID)
    case nameUnregistered(PeerName, PeerID)
    case routeAdmitted(PeerID)
    case routeRemoved(PeerID)
    case hopTaken(RequestID, TraceStep)
}

/// Names a request that the core answers later. Chosen by the core, never reused within one node.
package struct RequestID: Hashable, Sendable, Comparable {
    package let number: UInt64

    package static func < (left: RequestID, right: RequestID) -> Bool { left.number < right.number }
}

/// Bytes to be signed with one identity's key, each part for itself (wire 11.1).
package struct SigningRequest: Hashable, Sendable {
    package let id: RequestID
    /// The authority of the key to sign with: SHA-1 of its public key data.
    package let identity: SHA1Digest
    package let parts: [[UInt8]]
}

/// What came of a probe.
package enum PingOutcome: Hashable, Sendable {
    /// The node answered after this time, with so many identifiers of its own.
    case answered(after: Duration, identifiers: Int)
    case unanswered
}

/// A node worth asking after a restart.
package struct RememberedRoute: Hashable, Sendable {
    package var route: RouteEntry
    package var lastHeard: Instant
}
