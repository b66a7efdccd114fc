package import PeerBase

/// Why something cannot be said.
package enum SayError: Error, Hashable, Sendable {
    /// Its bytes are more than the mesh carries.
    case tooLong(limit: Int)
    /// Nobody of that key has been heard, or it has no key to seal to.
    case unknownMember
    /// A mesh that does not sign has no keys to seal to.
    case notSigning
    /// More in a short time than others would pass on (peer channel 20.7).
    case tooFast
    case closed
}

extension Node {
    /// Says something to all, or to those within `hops` links. The own application hears it as the filter decides.
    package mutating func say(_ text: String, hops: UInt64?, now: Instant) throws(SayError) -> [Action] {
        try speak(.text(text), hops: hops, now: now)
        return takeActions()
    }

    /// Says something to one member only, sealed to its key; everybody relays it (peer channel 22).
    package mutating func tell(_ member: MemberID, _ text: String, now: Instant) throws(SayError) -> [Action] {
        guard voice.isOpen else { throw .closed }
        guard configuration.isSigning else { throw .notSigning }
        guard text.utf8.count <= Limits.privateBytes else { throw .tooLong(limit: Limits.privateBytes) }
        guard let key = roster[member]?.agreementKey, !key.isEmpty, let box = seal.box(text, key) else {
            throw .unknownMember
        }
        try speak(.sealed(recipient: member, box: box), privateText: text, now: now)
        return takeActions()
    }

    /// Calls itself differently from now on, and tells the members. A nickname is cut to what all
    /// accept.
    package mutating func rename(_ nickname: String, now: Instant) -> [Action] {
        takeNickname(nickname, now: now)
        if voice.isOpen, !connectedLinks.isEmpty { sendPresence(.here, now: now) }
        return takeActions()
    }

    private mutating func takeNickname(_ nickname: String, now: Instant) {
        var cut = String(String.UnicodeScalarView(nickname.unicodeScalars.filter { Nickname.isOneLine(String($0)) }))
        while cut.utf8.count > Limits.nicknameBytes { cut.removeLast() }
        configuration.nickname = cut
        nicknames.note(cut, of: configuration.member, now: now)
    }

    private mutating func speak(
        _ body: Content.Body, hops: UInt64? = nil, privateText: String? = nil, now: Instant
    ) throws(SayError) {
        guard voice.isOpen else { throw .closed }
        let content = content(body, now: now)
        let (signed, signature) = seal.seal(content)
        // A larger message would be lost at every neighbour (peer channel 16).
        guard signed.count <= configuration.messageLimit else { throw .tooLong(limit: configuration.messageLimit) }
        guard voice.bucket.take(of: Limits.ownRate, now: now + missed) else { throw .tooFast }
        counters.said += 1
        let flood = Frame.Flood(signed: signed, signature: signature, hopsLeft: hops, hopsDone: 0)
        launch(content, flood, privateText: privateText, now: now)
    }

    /// The next message of ours; its number is used up by ``launch(_:_:privateText:now:)``.
    private func content(_ body: Content.Body, now: Instant) -> Content {
        Content(
            meshHash: configuration.meshHash, path: configuration.path, sender: configuration.member,
            nickname: configuration.nickname, sequence: voice.sequence + 1, opening: voice.opening,
            time: unixMilliseconds(now), body: body)
    }

    /// Sends a message of ours on its way (peer channel 7.2): the originator sends the hop count as it was set.
    private mutating func launch(_ content: Content, _ flood: Frame.Flood, privateText: String? = nil, now: Instant) {
        voice.sequence += 1
        voice.lastSaid = now
        let id = seal.identify(flood.signed)
        markSeen(id, now: now)
        let propagation = propagation(of: content, .local)
        if propagation.isDelivered, content.isSpoken {
            hand([Delivery(id: id, content: content, hops: 0, privateText: privateText)])
        }
        guard propagation.isForwarded else { return }
        remember(Message(id: id, content: content, flood: flood, hops: 0), now: now)
        forward(flood, id, except: nil, now: now)
    }
}

extension Content {
    /// Whether it is something that a person said.
    var isSpoken: Bool {
        switch body {
        case .text, .sealed: true
        case .presence, .unknown: false
        }
    }
}

// MARK: Signs of life (22)

extension Node {
    /// Presence begins.
    mutating func openMembership(now: Instant) {
        voice.isOpen = true
        voice.since = now
        takeNickname(configuration.nickname, now: now)
        timers.set(.message(.presence), at: now + Limits.presenceInterval)
    }

    /// Tells the members that we leave; the links close after this.
    mutating func closeMembership(now: Instant) {
        guard voice.isOpen else { return }
        if !connectedLinks.isEmpty { sendPresence(.leaving, now: now) }
        voice.isOpen = false
        timers.stop(.message(.presence))
    }

    /// The first neighbour came: now somebody can hear that we are here.
    mutating func appear(now: Instant) {
        guard voice.isOpen else { return }
        sendPresence(voice.hasJoined ? .here : .joined, now: now)
        voice.hasJoined = true
    }

    /// Every 30 s.
    mutating func showPresence(now: Instant) {
        if !connectedLinks.isEmpty { sendPresence(.here, now: now) }
        timers.set(.message(.presence), at: now + Limits.presenceInterval)
    }

    private mutating func sendPresence(_ state: Content.Presence.State, now: Instant) {
        let presence = Content.Presence(state: state, agreementKey: configuration.agreementKey)
        let content = content(.presence(presence), now: now)
        let (signed, signature) = seal.seal(content)
        let flood = Frame.Flood(signed: signed, signature: signature, hopsLeft: nil, hopsDone: 0)
        voice.presence = flood
        launch(content, flood, now: now)
    }
}
