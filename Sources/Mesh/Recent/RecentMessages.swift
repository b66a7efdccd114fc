import PeerBase

/// What was said lately: 200 messages, 10 min, 1 MiB, whichever is less (peer channel 22).
struct RecentMessages: Sendable {
    struct Entry: Sendable {
        var flood: Frame.Flood
        var number: MessageNumber
        /// When it was said, by its sender's clock, as far as that is believed: milliseconds since 1970-01-01 UTC.
        var time: Int64
        /// When it was said, by our clock; not in the future.
        var at: Instant

        fileprivate func isBefore(_ other: Entry) -> Bool { (time, number) < (other.time, other.number) }
    }

    private var entries: [Entry] = []
    private var bytes = 0

    /// Keeps a message in the order in which all were said.
    mutating func insert(_ entry: Entry, now: Instant) {
        let place = entries.lastIndex { !entry.isBefore($0) }.map { $0 + 1 } ?? 0
        entries.insert(entry, at: place)
        bytes += entry.flood.signed.count
        while let oldest = entries.first, isTooMuch || oldest.at + Limits.recentSpan <= now {
            bytes -= oldest.flood.signed.count
            entries.removeFirst()
        }
    }

    /// Whether this message is kept, with whatever hop counts.
    func contains(_ flood: Frame.Flood) -> Bool { entries.contains { $0.flood.signed == flood.signed } }

    /// The newest of what is kept and wanted, up to a number and a size, oldest first.
    func newest(
        _ count: Int, bytes limit: Int, now: Instant, where isWanted: (MessageNumber) -> Bool = { _ in true }
    ) -> [Frame.Flood] {
        var taken: [Frame.Flood] = []
        var size = 0
        for entry in entries.reversed() where entry.at + Limits.recentSpan > now && isWanted(entry.number) {
            size += entry.flood.signed.count
            guard taken.count < count, size <= limit else { break }
            taken.append(entry.flood)
        }
        return taken.reversed()
    }

    private var isTooMuch: Bool { entries.count > Limits.recentMessages || bytes > Limits.recentBytes }
}

/// Which message of whom.
struct MessageNumber: Hashable, Sendable {
    var sender: MemberID
    var opening: UInt64
    var sequence: UInt64

    init(of content: Content) {
        sender = content.sender
        opening = content.opening
        sequence = content.sequence
    }
}

extension MessageNumber: Comparable {
    static func < (left: MessageNumber, right: MessageNumber) -> Bool {
        (left.sender, left.opening, left.sequence) < (right.sender, right.opening, right.sequence)
    }
}

/// Our own asking for what was said before we came.
struct HistoryQuest: Sendable {
    /// Whether we have been without neighbours, so that something may have been said without us.
    var isWanted = true
    /// Who was asked and has not answered in full.
    var asked: LinkID?
    /// How many messages may still come from it.
    var room = 0
    /// When all asking ends.
    var deadline = Instant.zero
    /// Those who were asked and had their time.
    var late: Set<LinkID> = []
}
