package import PeerBase

// Finding others: our searches and what is said to them (wire 14.1, 14.2, behaviour 7 stage 2).

extension SSDPAgent {
    /// Asks on these links who is in the cloud. A search for the same on the same links takes the place of the one
    /// before and may pass on findings anew.
    package mutating func search(_ scope: SSDPScope, interfaces: [UInt32], now: Instant) -> [SSDPAction] {
        let links = Set(interfaces)
        searches.removeAll { $0.end <= now || ($0.scope == scope && $0.interfaces == links) }
        guard !links.isEmpty else { return [] }
        searches.append(Search(scope: scope, interfaces: links, end: now + SSDPLimits.searchLifetime))
        let message = SSDPMessage.search(scope, maximumDelay: SSDPLimits.maximumDelay).encoded()
        return links.sorted().map { .multicast(message, interface: $0) }
    }

    /// An answer belongs to the searches for its cloud on its link; at most five of each search are passed on, every
    /// endpoint once (behaviour 7 stage 2).
    mutating func answered(_ answer: Publication, now: Instant) -> [SSDPAction] {
        searches.removeAll { $0.end <= now }
        let matching = searches.indices.filter {
            searches[$0].scope == answer.scope && searches[$0].interfaces.contains(answer.interface)
        }
        guard !matching.isEmpty else {
            counters.unmatchedAnswers += 1
            return []
        }
        guard !matching.contains(where: { searches[$0].found.contains(answer) }) else { return [] }
        guard let search = matching.first(where: { searches[$0].found.count < SSDPLimits.findingsPerSearch }) else {
            counters.turnedAway += 1
            return []
        }
        searches[search].found.insert(answer)
        return [.report(.found(answer.endpoint, answer.scope, interface: answer.interface))]
    }
}
