import PeerBase

/// A node that we might dial.
struct Acquaintance: Hashable, Sendable {
    /// Unknown when the resolver told of it.
    var node: NodeID?
    var address: NodeAddress
    /// Attempts that failed.
    var failures = 0
}

/// Known nodes that are no neighbours: the referral cache of the classic profile, whose entries are used once, and the
/// passive view of the modern one, whose entries stay (peer channel 4.3, 22).
struct Reserve: Sendable {
    let limit: Int
    /// Oldest first.
    private(set) var entries: [Acquaintance] = []

    init(limit: Int) { self.limit = limit }

    /// Puts in a node unless it is known. When there is no room, the oldest that could not be reached makes way, and if
    /// there is none, one by chance: a flood of invented nodes cannot choose whom it drives out.
    mutating func add(_ node: NodeID?, _ address: NodeAddress, random: inout RandomSource) {
        guard !knows(node, address) else { return }
        if entries.count >= limit {
            let unreachable = entries.firstIndex { $0.failures > 0 }
            entries.remove(at: unreachable ?? Int.random(in: entries.indices, using: &random))
        }
        entries.append(Acquaintance(node: node, address: address))
    }

    func knows(_ node: NodeID?, _ address: NodeAddress) -> Bool {
        entries.contains { $0.address == address || (node != nil && $0.node == node) }
    }

    /// Takes out a node that is a neighbour now, or has left.
    mutating func remove(_ node: NodeID?, _ address: NodeAddress) {
        entries.removeAll { $0.address == address || (node != nil && $0.node == node) }
    }

    /// An attempt failed.
    mutating func noteFailure(_ address: NodeAddress) {
        guard let index = entries.firstIndex(where: { $0.address == address }) else { return }
        entries[index].failures += 1
        if entries[index].failures >= Limits.attemptsPerAcquaintance { entries.remove(at: index) }
    }
}

/// What we have nothing to do with for a while: addresses that failed their admission, were busy, or parted from us
/// (peer channel 22), and keys of neighbours that passed on what no honest one does (17).
///
/// An entry for an address is the whole list of a node's places: a referral that puts a stranger's place beside a bad one
/// says nothing about the stranger.
struct Avoidance<Subject: Hashable & Sendable>: Sendable {
    private struct Term: Hashable, Sendable {
        var end: Instant
        /// Which of two that end at once is older.
        var serial: Int
    }

    private var terms: [Subject: Term] = [:]
    private var lastSerial = 0

    mutating func avoid(_ subject: Subject, until end: Instant, now: Instant) {
        if let known = terms[subject], known.end >= end { return }
        lastSerial += 1
        terms[subject] = Term(end: end, serial: lastSerial)
        guard terms.count > Limits.avoided else { return }
        terms = terms.filter { $0.value.end > now }
        guard terms.count > Limits.avoided else { return }
        let first = terms.min { ($0.value.end, $0.value.serial) < ($1.value.end, $1.value.serial) }
        if let first { terms[first.key] = nil }
    }

    func contains(_ subject: Subject, now: Instant) -> Bool { terms[subject].map { $0.end > now } ?? false }

    mutating func forgetAll() { terms = [:] }
}
