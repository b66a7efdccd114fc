internal import PeerBase

/// The last so many of what was seen.
struct RecentTexts: Sendable {
    let capacity: Int
    private var known: Set<String> = []
    private var order: [String] = []
    private var oldest = 0

    init(capacity: Int) {
        self.capacity = capacity
    }

    func contains(_ text: String) -> Bool { known.contains(text) }

    /// Whether it is new.
    mutating func insert(_ text: String) -> Bool {
        guard known.insert(text).inserted else { return false }
        if order.count < capacity {
            order.append(text)
        } else {
            known.remove(order[oldest])
            order[oldest] = text
            oldest = (oldest + 1) % capacity
        }
        return true
    }
}

/// How often something happened within the last second.
struct LastSecond: Sendable {
    private var times: [Instant] = []

    mutating func forget(now: Instant) {
        times.removeAll { $0 + .seconds(1) <= now }
    }

    var count: Int { times.count }

    mutating func add(_ now: Instant) {
        times.append(now)
    }
}

/// Who gets how many answers: 10 in any second to one source, 50 in all (collab 10.3).
struct AnswerRation: Sendable {
    private var all = LastSecond()
    /// Only sources of the last second are in it, so never more than answers in all.
    private var bySource: [IPv6Address: LastSecond] = [:]

    mutating func take(_ source: IPv6Address, now: Instant) -> Bool {
        all.forget(now: now)
        for key in Array(bySource.keys) {
            bySource[key]?.forget(now: now)
            if bySource[key]?.count == 0 { bySource[key] = nil }
        }
        guard all.count < DiscoveryLimits.answersInAll,
            bySource[source]?.count ?? 0 < DiscoveryLimits.answersPerSource
        else { return false }
        all.add(now)
        bySource[source, default: LastSecond()].add(now)
        return true
    }
}
