import PeerBase

extension Node {
    /// Leaves neighbours that serve less than others, down to the ideal number (peer channel 6.3): only those that have
    /// sent enough to be judged. The modern profile leaves one at a time, with a pause in between (22).
    mutating func prune(now: Instant) {
        while links.connected.count > settings.ideal {
            if let interval = settings.pruneInterval, let last = maintenance.lastPrune, now < last + interval { return }
            let judged = links.neighbours.filter { $0.flow.received >= Limits.messagesBeforePruning && !$0.isExtra }
            guard let least = judged.min(by: { worth($0) < worth($1) }) else { return }
            maintenance.lastPrune = now
            counters.pruned += 1
            part(least.id, .notUsefulNeighbor, now: now)
        }
    }

    /// The index of peer channel 8; in the modern profile with the share of first deliveries over the life of the link, and
    /// the round trip (22). Ours: the share counts a quarter of the index, and a round trip of a second as much.
    private func worth(_ link: Link) -> Int {
        guard settings.usesTree else { return link.flow.utility }
        let firsts = 1024 * link.flow.useful / max(1, link.flow.received)
        let delay = min(1000, link.roundTrip?.wholeMilliseconds ?? 0)
        return link.flow.utility + firsts - delay
    }
}
