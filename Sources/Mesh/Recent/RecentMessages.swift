import PeerBase

/// What was said lately: 200 messages, 10 min, 1 MiB, whichever is less (peer channel 22).
struct RecentMessages: Sendable {
    private struct Entry: Sendable {
        var flood: Frame.Flood
        /// When it was said, by our clock.
        var at: Instant
    }

    private var entries: [Entry] = []
    private var bytes = 0

    /// Keeps a message in the order of when it was said; `at` is not in the future.
    mutating func insert(_ flood: Frame.Flood, at: Instant, now: Instant) {
        let place = entries.lastIndex { $0.at <= at }.map { $0 + 1 } ?? 0
        entries.insert(Entry(flood: flood, at: at), at: place)
        bytes += flood.signed.count
        while let oldest = entries.first, isTooMuch || oldest.at + Limits.recentSpan <= now {
            bytes -= oldest.flood.signed.count
            entries.removeFirst()
        }
    }

    /// The newest of what is kept, up to a number and a size, oldest first.
    func newest(_ count: Int, bytes limit: Int, now: Instant) -> [Frame.Flood] {
        var taken: [Frame.Flood] = []
        var size = 0
        for entry in entries.reversed() where entry.at + Limits.recentSpan > now {
            size += entry.flood.signed.count
            guard taken.count < count, size <= limit else { break }
            taken.append(entry.flood)
        }
        return taken.reversed()
    }

    private var isTooMuch: Bool { entries.count > Limits.recentMessages || bytes > Limits.recentBytes }
}

/// Our own asking for what was said before we came.
struct HistoryQuest: Sendable {
    /// Whether we have been without neighbours, so that something may have been said without us.
    var isWanted = true
    /// Who was asked and has not answered in full.
    var asked: LinkID?
    /// How many messages may still come from it.
    var room = 0
    /// Those who were asked and had their time.
    var late: Set<LinkID> = []
}
