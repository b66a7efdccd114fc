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
            guard !flooding.seen.contains(id) else { continue }
            flooding.missing.note(id, at: link, askAt: now + delay)
        }
        watchMissing()
    }

    /// One timer for all that is missing. It may come early: messages that have come cost nothing here.
    mutating func watchMissing() {
        guard let next = flooding.missing.next else { return }
        if let timer = timers[.message(.missing)], timer <= next { return }
        timers.set(.message(.missing), at: next)
    }

    /// Asks the next announcers for what has not come, each with one GRAFT for all that it is asked for; what nobody will
    /// send is given up.
    mutating func askForMissing(now: Instant) {
        // A late joiner gets what was said before from one neighbour first, marked as history.
        guard history.asked == nil else { return timers.set(.message(.missing), at: now + Limits.graftDelay) }
        var grafts: [(link: LinkID, ids: [MessageID])] = []
        var hasGivenUp = false
        while let (id, step) = flooding.missing.takeDue(now: now) {
            switch step {
            case .ask(let link):
                flooding.missing.postpone(id, until: now + graftPause(after: flooding.missing.asked(for: id), link))
                if let row = grafts.firstIndex(where: { $0.link == link }) {
                    grafts[row].ids.append(id)
                } else {
                    grafts.append((link, [id]))
                }
            case .wait(let end):
                flooding.missing.postpone(id, until: end)
            case .giveUp:
                flooding.missing.remove(id)
                hasGivenUp = true
            }
        }
        for (link, ids) in grafts { graft(ids, from: link) }
        watchMissing()
        if hasGivenUp { endGatheringIfComplete(now: now) }
    }

    /// 50 ms or a round trip to the one asked last, and twice as long for each that was asked before it.
    private func graftPause(after asked: Int, _ link: LinkID) -> Duration {
        max(Limits.nextGraftDelay * (1 << (asked - 1)), links[link]?.roundTrip ?? .zero)
    }

    private mutating func graft(_ ids: [MessageID], from link: LinkID) {
        links[link]?.flow.isEager = true
        counters.grafts += ids.count
        var rest = ids[...]
        while !rest.isEmpty {
            send(.graft(Array(rest.prefix(Limits.idsPerFrame))), on: link)
            rest = rest.dropFirst(Limits.idsPerFrame)
        }
    }

    /// GRAFT: the neighbour joins the tree, and gets what it lacks, each message once.
    mutating func receiveGraft(_ ids: [MessageID], on link: LinkID, now: Instant) {
        links[link]?.flow.isEager = true
        var (room, bytes) = (Limits.floodsPerGraft, Limits.floodBytesPerGraft)
        var rest: [MessageID] = []
        for id in ids.prefix(Limits.idsPerFrame) {
            guard let target = links[link], !target.flow.grafted.contains(id), let flood = flooding.store[id] else {
                continue
            }
            guard !target.isCongested, room > 0, bytes > 0 else {
                rest.append(id)
                continue
            }
            room -= 1
            bytes -= flood.signed.count
            links[link]?.flow.grafted.insert(id)
            push(flood, id, on: link)
        }
        announceAgain(rest, on: link, now: now)
    }

    /// What a neighbour asks for and a link cannot take now is offered anew when there is room (20.7).
    private mutating func announceAgain(_ ids: [MessageID], on link: LinkID, now: Instant) {
        guard !ids.isEmpty, var offered = (links[link]?.flow.announcements).map(Set.init) else { return }
        for id in ids where offered.insert(id).inserted { announce(id, on: link, now: now) }
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
