internal import PeerBase

/// Who is here, by what they say of themselves and in which order (collab 10.4).
struct PeopleTable: Sendable {
    struct Entry {
        var person: DiscoveredPerson
        var sequence: MessageSequence
        /// The number of the last Hello.
        var announcement: UInt64
        /// When the endpoint was last said.
        var endpointSeen: Instant
        /// Asked for since last heard.
        var isInDoubt = false

        /// When something is to be done about its silence.
        var nextStep: Instant {
            person.lastSeen + (isInDoubt ? DiscoveryLimits.silence : DiscoveryLimits.doubt)
        }
    }

    /// Somebody who said Bye a moment ago.
    private struct Departure {
        var sequence: MessageSequence
        var end: Instant
    }

    private var entries: [GUID: Entry] = [:]
    private var departures: [GUID: Departure] = [:]

    var count: Int { entries.count }
    var people: [DiscoveredPerson] { entries.values.map(\.person) }

    subscript(id: GUID) -> DiscoveredPerson? { entries[id]?.person }

    /// When the first of them will have been silent for long enough to be asked for, or for too long.
    var nextSilence: Instant? { entries.values.map(\.nextStep).min() }

    mutating func removeAll() {
        self = PeopleTable()
    }

    mutating func remove(_ id: GUID) -> DiscoveredPerson? {
        entries.removeValue(forKey: id)?.person
    }

    /// Those who fell silent, the longest silent first.
    mutating func removeSilent(now: Instant) -> [DiscoveredPerson] {
        let silent = people.filter { $0.lastSeen + DiscoveryLimits.silence <= now }
        for person in silent { entries[person.nearID] = nil }
        return silent.sorted { ($0.lastSeen, $0.nearID) < ($1.lastSeen, $1.nearID) }
    }

    /// Those who are to be asked for, the longest silent first; each is told once for a silence.
    mutating func takeDoubtful(now: Instant, most: Int) -> [GUID] {
        let doubtful = entries.values.filter { !$0.isInDoubt && $0.nextStep <= now }.map(\.person)
            .sorted { ($0.lastSeen, $0.nearID) < ($1.lastSeen, $1.nearID) }.prefix(max(0, most)).map(\.nearID)
        for id in doubtful { entries[id]?.isInDoubt = true }
        return doubtful
    }

    /// Takes what somebody says of himself; the events that come of it, or `nil` where it is old (collab 10.4).
    mutating func hear(
        _ claim: PersonClaim, _ sequence: MessageSequence, isHello: Bool, at endpoint: ScopedEndpoint?, now: Instant
    ) -> [DiscoveryEvent]? {
        if let departure = departures[claim.nearID], departure.end > now, !sequence.follows(departure.sequence) {
            return nil
        }
        guard let known = entries[claim.nearID] else {
            return insert(Entry(claim, sequence, isHello: isHello, at: endpoint, now: now), now: now)
        }
        guard let heard = Self.heard(claim, sequence, isHello: isHello, at: endpoint, by: known, now: now) else {
            return nil
        }
        entries[claim.nearID] = heard
        return heard.person.differs(from: known.person) ? [.updated(heard.person)] : []
    }

    /// A Bye counts only from the sequence that is known, after all it announced (collab 10.4, 10.13).
    mutating func bye(_ id: GUID, _ sequence: MessageSequence, now: Instant) -> DiscoveredPerson? {
        guard let known = entries[id], known.sequence.instance == sequence.instance,
            known.sequence.id == sequence.id, sequence.number > known.announcement
        else { return nil }
        entries[id] = nil
        departures = departures.filter { $0.value.end > now }
        if departures.count < DiscoveryLimits.people {
            departures[id] = Departure(sequence: sequence, end: now + DiscoveryLimits.departure)
        }
        return known.person
    }

    /// The oldest silent one makes room (collab 10.4).
    private mutating func insert(_ entry: Entry, now: Instant) -> [DiscoveryEvent] {
        var events: [DiscoveryEvent] = []
        if entries.count >= DiscoveryLimits.people,
            let oldest = people.min(by: { ($0.lastSeen, $0.nearID) < ($1.lastSeen, $1.nearID) })
        {
            entries[oldest.nearID] = nil
            events.append(.deleted(oldest))
        }
        entries[entry.person.nearID] = entry
        return events + [.added(entry.person)]
    }

    private static func heard(
        _ claim: PersonClaim, _ sequence: MessageSequence, isHello: Bool, at endpoint: ScopedEndpoint?, by known: Entry,
        now: Instant
    ) -> Entry? {
        var fresh = Entry(claim, sequence, isHello: isHello, at: endpoint, now: now)
        fresh.person.firstSeen = known.person.firstSeen
        guard sequence.instance == known.sequence.instance else {
            return sequence.instance > known.sequence.instance ? fresh : nil
        }
        guard claim.metadataVersion >= known.person.metadataVersion else { return nil }
        if isHello, sequence.id == known.sequence.id, sequence.number <= known.announcement { return nil }
        if claim.metadataVersion > known.person.metadataVersion {
            fresh.announcement = max(fresh.announcement, known.announcement)
            return fresh
        }
        var same = known
        same.person.lastSeen = now
        same.isInDoubt = false
        if isHello { same.announcement = sequence.number }
        if let endpoint, same.admits(endpoint, now: now) {
            same.person.endpoint = endpoint
            same.endpointSeen = now
        }
        return same
    }
}

extension PeopleTable.Entry {
    init(_ claim: PersonClaim, _ sequence: MessageSequence, isHello: Bool, at endpoint: ScopedEndpoint?, now: Instant) {
        person = DiscoveredPerson(
            nearID: claim.nearID, nickname: claim.nickname, host: claim.host, endpoint: endpoint,
            metadataVersion: claim.metadataVersion, firstSeen: now, lastSeen: now)
        self.sequence = sequence
        announcement = isHello ? sequence.number : 0
        endpointSeen = now
    }

    /// Somebody on two links, or with two families, answers by any of them: the endpoint moves within a link and a
    /// family, and beyond only when it was not said for a while.
    func admits(_ endpoint: ScopedEndpoint, now: Instant) -> Bool {
        guard let known = person.endpoint else { return true }
        let isSameWay =
            known.zone == endpoint.zone && known.endpoint.address.isIPv4 == endpoint.endpoint.address.isIPv4
        return isSameWay || now - endpointSeen > DiscoveryLimits.addressHold
    }
}

extension MessageSequence {
    /// Whether this was said after `other`, by the same sender.
    fileprivate func follows(_ other: MessageSequence) -> Bool {
        instance == other.instance && id == other.id ? number > other.number : instance > other.instance
    }
}

extension DiscoveredPerson {
    /// In what others see of a person.
    fileprivate func differs(from other: DiscoveredPerson) -> Bool {
        (nickname, host, endpoint, metadataVersion)
            != (other.nickname, other.host, other.endpoint, other.metadataVersion)
    }
}
