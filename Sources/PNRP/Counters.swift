package import PeerBase

/// What a node has done and seen since it was made. Plain numbers; the driver logs them and `show statistics` prints
/// some (behaviour 18).
package struct Counters: Hashable, Sendable {
    /// Datagrams that came in, whatever became of them.
    package var datagramsReceived = 0
    /// Datagrams handed out to be sent, repetitions counted each time.
    package var datagramsSent = 0
    /// UDP payload that came in and went out.
    package var bytesReceived = 0
    package var bytesSent = 0
    /// Datagrams that broke a rule of the wire format, by what was wrong with them.
    package var decodeFaults = DecodeFaults()
    /// Datagrams dropped before they were read: a source port up to 1024 or an address of another scope. What comes while
    /// the cloud is not running is nobody's fault and is not counted here.
    package var refusedSources = 0
    /// Answers to nothing we asked, or no longer.
    package var unmatchedAnswers = 0
    /// Requests that lead nowhere: a REQUEST without its conversation, a FLOOD meant for somebody else.
    package var refusedRequests = 0
    /// Requests that came before: answered with the same bytes again, or already being answered.
    package var repeatedRequests = 0
    /// Records that did not prove what they claim.
    package var invalidRecords = 0
    /// LOOKUPs over the limit: answered "busy", or dropped when one source alone sent too many.
    package var throttledResolves = 0
    /// SOLICITs over the limit, of their rate or of open conversations: answered with an empty list.
    package var throttledSolicits = 0
    /// FLOODs over the limit: acknowledged and not processed.
    package var throttledFloods = 0
    /// Rounds of repair, wanted by somebody or found necessary, that came too soon after the last.
    package var throttledRepairs = 0
    /// INQUIREs for a record over the limit, of signatures or of bytes: answered "busy".
    package var throttledInquiries = 0
    /// Answers not sent because their source has had its share of bytes.
    package var withheldAnswers = 0
    /// Candidates for the cache that were not asked about because too many were.
    package var turnedAwayCandidates = 0
    /// LOOKUPs that were granted an answer, repetitions not counted.
    package var lookupsAnswered = 0
    /// INQUIREs that were answered, be it with "busy"; repetitions not counted.
    package var inquiriesAnswered = 0
    /// Resolves that applications asked for.
    package var resolvesStarted = 0
    /// Unresponsive nodes met during a resolve.
    package var staleCacheHits = 0

    package init() {}

    /// Datagrams that broke a rule of the wire format.
    package var malformed: Int { decodeFaults.total }
}

/// Malformed datagrams by the kind of their first fault (behaviour 13: counters per reason).
package struct DecodeFaults: Hashable, Sendable {
    package private(set) var truncated = 0
    package private(set) var trailingBytes = 0
    package private(set) var inconsistentLength = 0
    package private(set) var invalidValue = 0
    package private(set) var missing = 0
    package private(set) var unexpected = 0

    package init() {}

    package var total: Int {
        truncated + trailingBytes + inconsistentLength + invalidValue + missing + unexpected
    }

    package mutating func count(_ reason: DecodeError.Reason) {
        switch reason {
        case .truncated: truncated += 1
        case .trailingBytes: trailingBytes += 1
        case .inconsistentLength: inconsistentLength += 1
        case .invalidValue: invalidValue += 1
        case .missing: missing += 1
        case .unexpected: unexpected += 1
        }
    }
}
