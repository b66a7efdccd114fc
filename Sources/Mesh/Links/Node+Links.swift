import PeerBase

// What every part of the node does with links: send, leave, cut, and keep the sums right.

extension Node {
    /// The links in state Connected, in the order in which they became so.
    var connectedLinks: [LinkID] { links.connected }

    /// The neighbours in state Connected, in the order in which they came.
    package var neighbours: [Neighbour] {
        links.neighbours.compactMap { link in
            guard let node = link.node else { return nil }
            return Neighbour(
                link: link.id, node: node, endpoint: link.peer.endpoint, zone: link.peer.zone,
                isInitiator: link.isInitiator, since: unixMilliseconds(link.since),
                lastHeard: unixMilliseconds(link.lastHeard), utility: link.flow.utility, roundTrip: link.roundTrip,
                received: link.flow.received, useful: link.flow.useful, sent: link.flow.sent,
                isEager: link.flow.isEager)
        }
    }

    package var isOnline: Bool { !links.connected.isEmpty }

    /// Nothing is sent after a goodbye.
    mutating func send(_ frame: Frame, on link: LinkID) {
        guard links[link]?.state != .leaving else { return }
        counters.framesSent += 1
        act(.send(frame, on: link))
    }

    /// Cuts a link without a parting word (peer channel 5.3, InvalidNeighbor; 17).
    mutating func abort(_ link: LinkID, _ closure: Closure, now: Instant) {
        guard let gone = links[link] else { return }
        act(.close(link))
        if case .misbehaved(let sentence) = closure { act(.report(.neighbourMisbehaved(gone.peer.endpoint, sentence))) }
        forget(link, closure, now: now)
    }

    /// Leaves a neighbour, with a reason and with others it may turn to (peer channel 5.3).
    mutating func part(_ link: LinkID, _ reason: Reason, now: Instant) {
        guard links[link] != nil else { return }
        send(.disconnect(.init(reason: reason, referrals: referrals(for: link))), on: link)
        act(.close(link))
        forget(link, .parted(reason, byPeer: false), now: now)
    }

    /// Does not let somebody in (peer channel 5.3: reasons 4, 5 and 6 only).
    mutating func refuse(_ link: LinkID, _ reason: Reason, now: Instant) {
        counters.refused += 1
        send(.refuse(.init(reason: reason, referrals: referrals(for: link))), on: link)
        act(.close(link))
        forget(link, .parted(reason, byPeer: false), now: now)
    }
}

extension Closure {
    /// The word under which it is counted.
    package var cause: String {
        switch self {
        case .parted(let reason, let byPeer): "\(byPeer ? "they" : "we") said \(reason)"
        case .unreachable: "unreachable"
        case .lost: "connection lost"
        case .insecure: "no TLS"
        case .untrusted: "certificate not accepted"
        case .notAdmitted: "not admitted"
        case .mismatch: "mismatch"
        case .timedOut: "timed out"
        case .tooSlow: "too slow"
        case .misbehaved: "misbehaved"
        case .ourselves: "ourselves"
        case .closing: "closing"
        }
    }
}
