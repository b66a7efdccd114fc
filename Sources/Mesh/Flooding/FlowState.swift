internal import PeerBase

/// What flooding keeps of one link in state Connected.
struct FlowState: Hashable, Sendable {
    /// How useful the link is, 0 to 4096 (peer channel 8); pruning goes by it.
    private(set) var utility = 0
    /// Flood messages that came on the link.
    private(set) var received = 0
    /// Those of them that had not been here.
    private(set) var useful = 0
    /// Flood messages sent on the link.
    private(set) var sent = 0
    /// Received and useful since our last report.
    private(set) var unreported = Frame.LinkUtility(total: 0, useful: 0)
    /// Sent, and not yet in a report of the other side.
    private(set) var unacknowledged = 0
    /// Whether messages are pushed here; otherwise they are announced (peer channel 22).
    var isEager = true
    /// What is announced with the next batch.
    var announcements: [MessageID] = []
    /// What the other side is known to have.
    var known = RecentIDs(limit: Limits.idsKnownPerLink)
    /// Identifiers that the other side announced since ``heartbeat`` began.
    var announced = 0
    /// The whole second in which ``announced`` counts.
    var heartbeat: Int64 = 0
    /// Messages that the other side asked for and got; none is sent twice. As many as there are to be had.
    var grafted = RecentIDs(limit: Limits.floodsKept)
    /// What was said lately and is still to be sent to a late joiner.
    var history: [Frame.Flood] = []
    /// Senders, not known before, whom we had to find out not to trust.
    var judgements = TokenBucket()
    /// Whether the other side has asked for what was said lately; it may do so once.
    var hasAskedForHistory = false
}

extension FlowState {
    /// A flood message came.
    mutating func noteReceived(isUseful: Bool) {
        received += 1
        unreported.total += 1
        if isUseful {
            useful += 1
            unreported.useful += 1
        }
        weigh(isUseful)
    }

    mutating func noteSent() {
        sent += 1
        unacknowledged += 1
    }

    /// What there is to report, once.
    mutating func takeReport() -> Frame.LinkUtility {
        defer { unreported = Frame.LinkUtility(total: 0, useful: 0) }
        return unreported
    }

    /// Applies a report of the other side; `false` when it does not add up (peer channel 8).
    mutating func apply(_ report: Frame.LinkUtility) -> Bool {
        guard report.total <= Limits.reportAfter, report.useful <= report.total, report.total <= unacknowledged else {
            return false
        }
        unacknowledged -= Int(report.total)
        for _ in 0..<report.useful { weigh(true) }
        for _ in report.useful..<report.total { weigh(false) }
        return true
    }

    /// 31/32 of what was, and 128 for a useful message: half of the memory is gone after 22 (peer channel 8).
    private mutating func weigh(_ isUseful: Bool) {
        utility = utility * 31 / 32 + (isUseful ? 128 : 0)
    }
}
