import PeerBase

/// Who is here: everybody with our path who has spoken or shown a sign of life within 90 s.
struct Roster: Sendable {
    /// A member other than ourselves.
    struct Entry: Sendable {
        var nickname: String
        var agreementKey: [UInt8] = []
        /// When it was first heard, of those times that it was here.
        let since: Instant
        var lastHeard: Instant
        /// The opening heard last; another one's farewell is not this one's.
        var opening: UInt64
        var time: Int64
        /// The last sign of life as it came, for late joiners.
        var presence: Frame.Flood?
    }

    private(set) var entries: [MemberID: Entry] = [:]

    subscript(id: MemberID) -> Entry? {
        get { entries[id] }
        set { entries[id] = newValue }
    }

    /// Removes and gives whoever was silent for too long, those silent for longest first.
    mutating func dropSilent(now: Instant) -> [(id: MemberID, nickname: String)] {
        let silent = entries.filter { $0.value.lastHeard + Limits.memberSilence <= now }
            .sorted { ($0.value.lastHeard, $0.key) < ($1.value.lastHeard, $1.key) }
        for (id, _) in silent { entries[id] = nil }
        return silent.map { ($0.key, $0.value.nickname) }
    }

    /// When the next may fall silent.
    var nextSilence: Instant? { entries.values.map(\.lastHeard).min().map { $0 + Limits.memberSilence } }

    /// Makes room for one more: whoever was silent for longest is shown no more.
    mutating func makeRoom() -> (id: MemberID, nickname: String)? {
        guard entries.count >= Limits.members else { return nil }
        let oldest = entries.min { ($0.value.lastHeard, $0.key) < ($1.value.lastHeard, $1.key) }
        guard let oldest else { return nil }
        entries[oldest.key] = nil
        return (oldest.key, oldest.value.nickname)
    }

    /// The last signs of life, newest first.
    var presences: [Frame.Flood] {
        entries.sorted { ($1.value.lastHeard, $0.key) < ($0.value.lastHeard, $1.key) }.compactMap(\.value.presence)
    }
}
