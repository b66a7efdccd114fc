import PeerBase

// The tree of the modern profile (peer channel 22, after Plumtree): a message is pushed along few links, those
// that do not bring what is there already, and announced on all others. Whoever hears only the announcement asks for the message, and the link it asks on
// joins the tree. In both profiles a link whose queue is full is announced to until there is room (20.7).

extension Node {
    /// Tells a neighbour, with the next batch, that a message can be had here.
    mutating func announce(_ id: MessageID, on link: LinkID, now: Instant) {
        guard let flow = links[link]?.flow, !flow.known.contains(id) else { return }
        // An announcement that finds no room is lost, and others will make it.
        guard flow.announcements.count < Limits.announcementsPerSecond else { return }
        links[link]?.flow.announcements.append(id)
        if timers[.message(.announcements)] == nil {
            timers.set(.message(.announcements), at: now + Limits.announcementDelay)
        }
    }

    /// Sends the batches; a congested link keeps its own until there is room.
    mutating func sendAnnouncements(now: Instant) {
        var isWaiting = false
        for link in connectedLinks {
            guard let state = links[link], !state.flow.announcements.isEmpty else { continue }
            guard !state.isCongested else {
                isWaiting = true
                continue
            }
            sendAnnouncements(on: link)
        }
        if isWaiting { timers.set(.message(.announcements), at: now + Limits.announcementDelay) }
    }

    /// Sends what is to be announced on one link.
    mutating func sendAnnouncements(on link: LinkID) {
        guard let flow = links[link]?.flow else { return }
        links[link]?.flow.announcements = []
        var ids = flow.announcements.filter { !flow.known.contains($0) }[...]
        while !ids.isEmpty {
            send(.iHave(Array(ids.prefix(Limits.idsPerFrame))), on: link)
            ids = ids.dropFirst(Limits.idsPerFrame)
        }
    }

    /// IHAVE: what is not here within 100 ms or two round trips is asked for.
    mutating func receiveAnnouncements(_ ids: [MessageID], on link: LinkID, now: Instant) {
        let second = now.nanoseconds / 1_000_000_000
        if links[link]?.flow.heartbeat != second {
            links[link]?.flow.heartbeat = second
            links[link]?.flow.announced = 0
        }
        let room = Limits.announcementsPerSecond - (links[link]?.flow.announced ?? 0)
        let taken = ids.prefix(max(0, room))
        links[link]?.flow.announced += taken.count
        let delay = max(Limits.graftDelay, (links[link]?.roundTrip ?? .zero) * 2)
        for id in taken {
            links[link]?.flow.known.insert(id)
            guard !flooding.seen.contains(id), flooding.missing.note(id, at: link) else { continue }
            timers.set(.message(.missing(id)), at: now + delay)
        }
    }

    /// Asks the next announcer for a message that has not come; when all were asked, it is given up.
    mutating func askFor(_ id: MessageID, now: Instant) {
        // A late joiner gets what was said before from one neighbour first, marked as history.
        if history.asked != nil { return timers.set(.message(.missing(id)), at: now + Limits.graftDelay) }
        while let link = flooding.missing.takeAnnouncer(of: id) {
            guard let state = links[link], state.isConnected else { continue }
            links[link]?.flow.isEager = true
            counters.grafts += 1
            send(.graft([id]), on: link)
            return timers.set(.message(.missing(id)), at: now + max(Limits.nextGraftDelay, state.roundTrip ?? .zero))
        }
        _ = flooding.missing.remove(id)
        endGatheringIfComplete(now: now)
    }

    /// GRAFT: the neighbour joins the tree, and gets what it lacks, each message once.
    mutating func receiveGraft(_ ids: [MessageID], on link: LinkID, now: Instant) {
        links[link]?.flow.isEager = true
        for id in ids.prefix(Limits.idsPerFrame) {
            guard let flow = links[link]?.flow, !flow.grafted.contains(id), let flood = flooding.store[id] else {
                continue
            }
            if links[link]?.isCongested == true {
                announceAgain(id, on: link, now: now)
            } else {
                links[link]?.flow.grafted.insert(id)
                push(flood, id, on: link)
            }
        }
    }

    /// What a congested neighbour asks for is offered anew when there is room.
    private mutating func announceAgain(_ id: MessageID, on link: LinkID, now: Instant) {
        guard links[link]?.flow.announcements.contains(id) == false else { return }
        announce(id, on: link, now: now)
    }

    /// PRUNE: the neighbour has the messages from elsewhere.
    mutating func receivePrune(on link: LinkID, now: Instant) {
        guard settings.usesTree else { return abort(link, .misbehaved("a prune in a mesh that floods"), now: now) }
        links[link]?.flow.isEager = false
    }

    /// IDONTWANT: a large message is there already.
    mutating func receiveUnwanted(_ ids: [MessageID], on link: LinkID, now: Instant) {
        guard settings.usesTree else { return abort(link, .misbehaved("not wanted in a mesh that floods"), now: now) }
        for id in ids.prefix(Limits.idsPerFrame) { links[link]?.flow.known.insert(id) }
    }
}
