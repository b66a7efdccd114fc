package import PeerBase

/// What a node wants done. The caller performs all actions of a call, in order, before it feeds anything else in.
package enum Action: Hashable, Sendable {
    /// Send these bytes; `from` names the local endpoint to send from, `nil` leaves the choice.
    case send([UInt8], to: Endpoint, from: Endpoint?)
    /// Make signatures and hand them to ``Node/signed(_:signatures:now:)``.
    case sign(SigningRequest)
    /// One more record of a resolve that wants several (behaviour 12.8); the end comes by itself.
    case deliver(RequestID, ResolvedRecord)
    /// A resolve ended; its identifier will not be heard of again.
    case completeResolve(RequestID, ResolveOutcome)
    /// A probe ended.
    case completePing(RequestID, PingOutcome)
    /// An unregistration has done what it can: its floods were acknowledged or given up.
    case completeUnregistration(RequestID)
    /// A conversation that a person asked for ended.
    case completeSynchronization(RequestID, SynchronizationOutcome)
    /// A split test that a person asked for ended, with the repair if there was one.
    case completeRepair(RequestID, RepairOutcome)
    /// Search for members on the cloud's links by SSDP; each answer goes to ``Node/discovered(_:now:)`` (behaviour 7.2).
    case search
    /// Ask DNS for the seeds' names again; the answer goes to ``Node/seedsFound(_:now:)`` (behaviour 7.3).
    case lookUpSeeds
    /// Become discoverable by SSDP at this endpoint of ours (behaviour 11.2 step 3).
    case advertise(Endpoint)
    /// Be discoverable no longer.
    case withdraw
    /// The cloud went back to Virtual: its sockets may be closed (behaviour 6.4).
    case release
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
    /// The cloud had fallen apart (behaviour 16.2); `isSmaller` says that we were in the smaller part.
    case splitFound(isSmaller: Bool)
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

/// What came of a conversation that a person asked for (netsh 4.3.12).
package enum SynchronizationOutcome: Hashable, Sendable {
    /// The node named so many identifiers, of which those new to us were asked for.
    case answered(identifiers: Int)
    case unanswered
}

/// What came of a split test that a person asked for (behaviour 16, netsh 4.3.2).
package enum RepairOutcome: Hashable, Sendable {
    case noSplit
    /// The parts have been told of each other; `learned` counts the routes new to us.
    case repaired(isSmaller: Bool, learned: Int)
    /// The last repair was too recent.
    case throttled(retryIn: Duration)
    /// Whoever was asked kept silent.
    case unanswered
    /// There is no seed, and nobody else outside our own knowledge to ask.
    case nobodyToAsk
    /// A node without names has no neighbourhood to test.
    case nothingRegistered
}

/// A node worth asking after a restart.
package struct RememberedRoute: Hashable, Sendable {
    package var route: RouteEntry
    package var lastHeard: Instant
}
