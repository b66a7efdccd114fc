import PeerBase

/// Whom SSDP has named lately: at most five are solicited for one search, and as many in any minute in which nothing is
/// searched for (behaviour 7.2). Whoever floods the link with answers and announcements buys no more than that.
struct LinkFindings: Sendable {
    private var recent: [Endpoint] = []
    private var since: Instant = .zero
    /// Members whom we did not know when SSDP named them last, newest last. There a split test may begin: two links joined
    /// by a cable hear each other's announcements long after everybody has found his neighbours (behaviour 16.1).
    private(set) var strangers: [Endpoint] = []

    /// A search begins: its answers have the whole measure to themselves.
    mutating func searchBegan(now: Instant) {
        recent = []
        since = now
    }

    mutating func noteStranger(_ endpoint: Endpoint) {
        forgetStranger(endpoint)
        if strangers.count == Limits.linkStrangers { strangers.removeFirst() }
        strangers.append(endpoint)
    }

    mutating func forgetStranger(_ endpoint: Endpoint) {
        strangers.removeAll { $0 == endpoint }
    }

    /// Whether this one may be solicited. A member that answers a search and announces itself too is one member.
    mutating func admit(_ endpoint: Endpoint, now: Instant) -> Bool {
        if now - since >= Limits.linkFindingsWindow { searchBegan(now: now) }
        guard recent.count < Limits.linkFindings, !recent.contains(endpoint) else { return false }
        recent.append(endpoint)
        return true
    }
}
