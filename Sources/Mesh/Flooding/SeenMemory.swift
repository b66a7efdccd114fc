import PeerBase

/// Which messages were here, for five minutes and up to a number; on overflow the oldest goes (peer channel 20.7).
struct SeenMemory: Sendable {
    private struct Entry: Sendable {
        var id: MessageID
        var at: Instant
    }

    private var ids: Set<MessageID> = []
    private var entries = Fifo<Entry>()
    /// How many went before their time.
    private(set) var overflowed = 0

    var count: Int { ids.count }

    func contains(_ id: MessageID) -> Bool { ids.contains(id) }

    mutating func insert(_ id: MessageID, now: Instant) {
        guard ids.insert(id).inserted else { return }
        entries.append(Entry(id: id, at: now))
        while let oldest = entries.first, oldest.at + Limits.seenMemory <= now || ids.count > Limits.seenIDs {
            if oldest.at + Limits.seenMemory > now { overflowed += 1 }
            ids.remove(oldest.id)
            entries.removeFirst()
        }
    }
}
