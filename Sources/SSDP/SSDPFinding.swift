package import PeerBase

/// What the link said about a cloud. The interface it was said on is the zone of a link-local endpoint (wire 14.2).
package enum SSDPFinding: Hashable, Sendable {
    /// Somebody is there: an answer to our search or an announcement.
    case found(Endpoint, SSDPScope, interface: UInt32)
    /// Somebody said that it leaves. Anybody on the link can say so of anybody: a reason to ask, not to forget.
    case byebye(Endpoint, SSDPScope, interface: UInt32)
}

/// What an agent wants done, in order.
package enum SSDPAction: Hashable, Sendable {
    /// To `[ff02::c]:1900` on this interface, hop limit 1 (wire 14.1).
    case multicast([UInt8], interface: UInt32)
    /// To one searcher on the link of this interface.
    case send([UInt8], to: Endpoint, interface: UInt32)
    case report(SSDPFinding)
}

/// What an agent has seen since it was made.
package struct SSDPCounters: Hashable, Sendable {
    package var received = 0
    /// About something else than PNRP: most of what is said on the port.
    package var foreign = 0
    package var malformed = 0
    /// From outside the link, or from a port that nobody may use.
    package var refusedSources = 0
    /// Endpoints that no member of the cloud can have.
    package var refusedEndpoints = 0
    /// Our own, heard back.
    package var own = 0
    /// Answers to nothing we asked, or no longer.
    package var unmatchedAnswers = 0
    /// Beyond a limit: findings of a search, announcements of an interface, answers to give.
    package var turnedAway = 0
}
