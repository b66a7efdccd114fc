import PeerBase

/// Messages that neighbours announced and that have not come, and whom to ask for them next and when (peer channel 22).
///
/// Each neighbour is asked once for a message: a link loses nothing, so whoever was asked and lives will answer. A message
/// is given up when nobody is left to be asked and those who were asked are gone, or have had their time. What one
/// neighbour alone announced has a share of the table: one that announces what is not there leaves room for the others.
struct MissingTable: Sendable {
    private struct Entry: Sendable {
        /// Not asked yet, in the order in which they announced it.
        var announcers: [LinkID]
        var asked: [LinkID] = []
        var firstAsked: Instant?

        /// The only one that announced it.
        var source: LinkID? { announcers.count + asked.count == 1 ? announcers.first ?? asked.first : nil }
    }

    /// What is to be done about a message whose time has come.
    enum Step: Hashable, Sendable {
        case ask(LinkID)
        /// All were asked, and have time until then.
        case wait(until: Instant)
        case giveUp
    }

    private var entries: [MessageID: Entry] = [:]
    private var deadlines = TimerTable<MessageID>()
    /// Messages that only this one announced.
    private var shares: [LinkID: Int] = [:]

    var isEmpty: Bool { entries.isEmpty }
    /// When ``takeDue(now:)`` has something.
    var next: Instant? { deadlines.next }

    /// Notes that `link` has the message; who announces it first begins the wait for it. When no more can be remembered,
    /// or no more of this link alone, nothing is.
    mutating func note(_ id: MessageID, at link: LinkID, askAt due: Instant) {
        guard let known = entries[id] else {
            guard entries.count < Limits.missingMessages, shares[link, default: 0] < Limits.missingOfOneLink else {
                return
            }
            put(Entry(announcers: [link]), at: id)
            return deadlines.set(id, at: due)
        }
        guard known.announcers.count + known.asked.count < Limits.announcersPerMessage,
            !known.announcers.contains(link)
        else { return }
        var entry = known
        entry.announcers.append(link)
        // A congested neighbour that was asked offers it anew (20.7).
        entry.asked.removeAll { $0 == link }
        put(entry, at: id)
        // All others were asked before.
        if known.announcers.isEmpty, let last = deadlines[id], last > due { deadlines.set(id, at: due) }
    }

    /// A message whose time has come, with what is to be done; it waits for ``postpone(_:until:)`` or ``remove(_:)``.
    mutating func takeDue(now: Instant) -> (MessageID, Step)? {
        guard let id = deadlines.popExpired(now: now), var entry = entries[id] else { return nil }
        let end = (entry.firstAsked ?? now) + Limits.graftPatience
        guard !entry.announcers.isEmpty else {
            return (id, entry.asked.isEmpty || now >= end ? .giveUp : .wait(until: end))
        }
        let link = entry.announcers.removeFirst()
        entry.asked.append(link)
        // Who is asked so late has the same time.
        if entry.firstAsked == nil || now >= end { entry.firstAsked = now }
        put(entry, at: id)
        return (id, .ask(link))
    }

    /// How many were asked for it.
    func asked(for id: MessageID) -> Int { entries[id]?.asked.count ?? 0 }

    mutating func postpone(_ id: MessageID, until due: Instant) {
        if entries[id] != nil { deadlines.set(id, at: due) }
    }

    /// A link is gone: what it was asked for is asked of the next at once.
    mutating func forget(_ link: LinkID, now: Instant) {
        for id in entries.keys.sorted() {
            guard var entry = entries[id] else { continue }
            let wasAsked = entry.asked.last == link
            entry.announcers.removeAll { $0 == link }
            entry.asked.removeAll { $0 == link }
            put(entry, at: id)
            if wasAsked { deadlines.set(id, at: now) }
        }
    }

    /// Forgets a message that came, or was given up; tells whether it had been announced.
    @discardableResult
    mutating func remove(_ id: MessageID) -> Bool {
        deadlines.stop(id)
        return put(nil, at: id) != nil
    }

    /// Changes an entry and the shares with it; gives what it was.
    @discardableResult
    private mutating func put(_ entry: Entry?, at id: MessageID) -> Entry? {
        let before = entries[id]
        entries[id] = entry
        guard before?.source != entry?.source else { return before }
        if let link = before?.source {
            let rest = shares[link, default: 1] - 1
            shares[link] = rest > 0 ? rest : nil
        }
        if let link = entry?.source { shares[link, default: 0] += 1 }
        return before
    }
}
