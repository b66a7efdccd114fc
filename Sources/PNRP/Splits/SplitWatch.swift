import PeerBase

/// What split tests and repairs remember (behaviour 16).
struct SplitWatch: Sendable {
    /// The test on its way: of which identifier, begun where.
    var running: (local: PeerID, start: Endpoint)?
    /// Whom we knew when it began: while it walks, others may bring the parts together, and whom we learn from them proves
    /// nothing.
    var known: Set<PeerID> = []
    /// The identifiers that the present round of repair has still to test.
    var remaining: [PeerID] = []
    /// Who waits for the outcome of the running test.
    var requests: [RequestID] = []
    /// Who waits to hear what the repair brought, and which repair it was.
    var reports: [RequestID] = []
    var reportedVerdict: SplitVerdict = .whole
    /// Routes admitted since the node was made, and when the repair began.
    var learned = 0
    var learnedBefore = 0
    /// How often the rate of tests is halved: one clean result followed the other.
    var halvings = 0
    var lastTest: Instant?
    var lastRepair: Instant?
    var nextSeed = 0

    /// The time until another round of repair may begin; `nil` when one may.
    func wait(at now: Instant) -> Duration? {
        guard let lastRepair, now - lastRepair < Limits.repairInterval else { return nil }
        return Limits.repairInterval - (now - lastRepair)
    }
}

/// What a split test came to.
enum SplitFinding: Hashable, Sendable {
    /// Nobody answered.
    case silence
    /// Nobody proved to be there.
    case nobody
    /// The walk ended at this node, and it proved itself.
    case node(Resolve.Question)
}

/// What the end of the walk says of the cloud (behaviour 16.2).
enum SplitVerdict: Hashable, Sendable {
    case whole
    /// There are two parts, and ours is the bigger one.
    case bigger
    case smaller
}

extension RouteCache {
    /// The table of behaviour 16.2 for a walk to `target`, the successor of a local identifier, that ended at `found`.
    /// Only entries that were `known` before the walk count.
    func verdict(on found: PeerID, target: PeerID, known: Set<PeerID>) -> SplitVerdict {
        let distance = found.distance(to: target)
        let held = entries.lazy.map(\.id).filter(known.contains)
        if held.contains(found) {
            let isAbove = target.clockwise(to: found) == distance
            let isBetween = held.contains { id in
                isAbove ? target.clockwise(to: id) < distance : id.clockwise(to: target) < distance
            }
            return isBetween ? .bigger : .whole
        }
        return held.contains { $0.distance(to: target) < distance } ? .bigger : .smaller
    }
}
