/// What a node has done and seen since it was made. Plain numbers; the driver logs them and `show statistics` prints
/// some (behaviour 18).
package struct Counters: Hashable, Sendable {
    package var datagramsReceived = 0
    package var datagramsSent = 0
    package var bytesReceived = 0
    package var bytesSent = 0
    /// Datagrams that broke a rule of the wire format.
    package var malformed = 0
    /// Datagrams dropped before they were read: a source port up to 1024 or an address of another scope.
    package var refusedSources = 0
    /// Answers to nothing we asked, or no longer.
    package var unmatchedAnswers = 0
    /// Requests that lead nowhere: a REQUEST without its conversation, a FLOOD meant for somebody else.
    package var refusedRequests = 0
    /// Records that did not prove what they claim.
    package var invalidRecords = 0
    /// SOLICITs answered with an empty list because too many conversations were open.
    package var turnedAwaySolicits = 0
    /// Candidates for the cache that were not asked about because too many were.
    package var turnedAwayCandidates = 0
    /// INQUIREs answered "busy" because too many signatures were being made.
    package var turnedAwayInquiries = 0
    /// Rounds of repair, wanted by somebody or found necessary, that came too soon after the last (behaviour 18).
    package var throttledRepairs = 0
    package var lookupsAnswered = 0
    package var inquiriesAnswered = 0
    package var resolvesStarted = 0
    /// Unresponsive nodes met during a resolve.
    package var staleCacheHits = 0

    package init() {}
}
