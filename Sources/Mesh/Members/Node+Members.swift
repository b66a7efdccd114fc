import PeerBase

// Who is here, and what reaches the application (peer channel 20.6, 22).

extension Node {
    /// Everybody known to be here, ourselves first, then by nickname.
    package var members: [Member] {
        let own = Member(
            id: configuration.member, nickname: configuration.nickname, since: unixMilliseconds(voice.since),
            lastHeard: unixMilliseconds(voice.lastSaid), isOurselves: true,
            isNicknameTaken: nicknames.isTaken(configuration.nickname, from: configuration.member), canBeTold: false)
        let others = roster.entries.map { id, entry in
            Member(
                id: id, nickname: entry.nickname, since: unixMilliseconds(entry.since),
                lastHeard: unixMilliseconds(entry.lastHeard), isOurselves: false,
                isNicknameTaken: nicknames.isTaken(entry.nickname, from: id),
                canBeTold: configuration.isSigning && !entry.agreementKey.isEmpty)
        }
        return [own] + others.sorted { ($0.nickname, $0.id) < ($1.nickname, $1.id) }
    }

    /// Learns from a message who is here.
    mutating func noteMember(_ message: Message, now: Instant) {
        let content = message.content
        let id = content.sender
        guard id != configuration.member, content.path == configuration.path else { return }
        if message.isHistory, !tellsOfNow(content, now: now) {
            return nicknames.note(content.nickname, of: id, now: now)
        }
        if case .presence(let presence) = content.body, presence.state == .leaving {
            guard let entry = roster[id], entry.opening == content.opening else { return }
            roster[id] = nil
            return act(.report(.memberLeft(id, nickname: entry.nickname, isSilent: false)))
        }
        noteAlive(message, now: now)
    }

    /// Of what was said lately only a sign of life tells who is here still.
    private func tellsOfNow(_ content: Content, now: Instant) -> Bool {
        guard case .presence = content.body, roster[content.sender] == nil else { return false }
        return age(of: content, now: now).map { $0 < Int64(Limits.memberSilence.wholeMilliseconds) } ?? false
    }

    private mutating func noteAlive(_ message: Message, now: Instant) {
        let content = message.content
        let id = content.sender
        let known = roster[id]
        // A message overtaken by a later one of the same member tells nothing new.
        guard known.map({ $0.opening != content.opening || $0.time <= content.time }) ?? true else { return }
        if known == nil, let gone = roster.makeRoom() {
            act(.report(.memberLeft(gone.id, nickname: gone.nickname, isSilent: true)))
        }
        var entry =
            known
            ?? Roster.Entry(nickname: "", since: now, lastHeard: now, opening: content.opening, time: content.time)
        entry.nickname = content.nickname
        entry.lastHeard = now
        entry.opening = content.opening
        entry.time = content.time
        if case .presence(let presence) = content.body {
            entry.agreementKey = presence.agreementKey
            entry.presence = message.flood
        }
        roster[id] = entry
        nicknames.note(content.nickname, of: id, now: now)
        if known == nil { act(.report(.memberJoined(id, nickname: content.nickname))) }
        if known?.nickname != content.nickname, nicknames.isTaken(content.nickname, from: id) {
            act(.report(.nicknameTaken(id, nickname: content.nickname)))
        }
        watchSilence()
    }

    mutating func dropSilentMembers(now: Instant) {
        for gone in roster.dropSilent(now: now) {
            act(.report(.memberLeft(gone.id, nickname: gone.nickname, isSilent: true)))
        }
        watchSilence()
    }

    /// One timer, moved only when it fires: messages that come cost nothing here.
    private mutating func watchSilence() {
        guard timers[.message(.silence)] == nil, let next = roster.nextSilence else { return }
        timers.set(.message(.silence), at: next)
    }
}

// MARK: Delivering

extension Node {
    /// Hands a message to the application if it is one for it, in the order in which its sender said it.
    mutating func deliver(_ message: Message, isWanted: Bool, now: Instant) {
        let content = message.content
        let ready: [Delivery]
        if isWanted, let delivery = delivery(of: message) {
            ready = senders.take(delivery, now: now)
        } else {
            ready = senders.skip(content, isHistory: message.isHistory, now: now)
        }
        hand(ready)
        watchGap(of: content.sender)
    }

    /// A gap has had its time. It gets more of it while messages are known to be on their way to us.
    mutating func releaseHeld(of sender: MemberID, now: Instant) {
        if senders.isGathering || !flooding.missing.isEmpty, let deadline = senders.deadline(of: sender),
            now < deadline + Limits.gapExtension
        {
            return timers.set(.message(.gap(sender)), at: now + Limits.gapCheck)
        }
        hand(senders.release(sender, now: now))
        watchGap(of: sender)
    }

    mutating func watchGap(of sender: MemberID) {
        let timer = TimerKey.message(.gap(sender))
        guard let deadline = senders.deadline(of: sender) else { return timers.stop(timer) }
        timers.set(timer, at: deadline)
    }

    mutating func hand(_ deliveries: [Delivery]) {
        for var delivery in deliveries {
            counters.delivered += 1
            let (missed, overflow) = counters.missed.addingReportingOverflow(Int(clamping: delivery.missing))
            counters.missed = overflow ? .max : missed
            let content = delivery.content
            delivery.isNicknameTaken = nicknames.isTaken(content.nickname, from: content.sender)
            act(.deliver(delivery))
        }
    }

    /// What the application gets of a message; `nil` when it is not for this application.
    func delivery(of message: Message) -> Delivery? {
        let content = message.content
        guard content.path == configuration.path else { return nil }
        var privateText: String?
        switch content.body {
        case .text: break
        case .presence, .unknown: return nil
        case .sealed(let recipient, let box):
            guard recipient == configuration.member, let text = seal.unbox(box, content.sender) else { return nil }
            privateText = text
        }
        return Delivery(
            id: message.id, content: content, hops: message.hops, isHistory: message.isHistory,
            privateText: privateText)
    }
}
