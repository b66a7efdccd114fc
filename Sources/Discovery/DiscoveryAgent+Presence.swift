package import PeerBase

// Signing in and out, and what is said of us (collab 10.2, 10.4).

extension DiscoveryAgent {
    /// Says who is here, soon, and asks at once who else is. `unixNanoseconds` is the clock of the day. Whoever is signed
    /// in already changes into this person.
    package mutating func signIn(
        _ person: OwnPerson, links: [DiscoveryLink], unixNanoseconds: Int64, now: Instant
    ) -> [DiscoveryAction] {
        var actions = presence == nil ? [] : signOut(now: now)
        // Two beginnings in one second are told apart too.
        lastInstance = max(UInt64(max(0, unixNanoseconds / 1_000_000_000)), lastInstance + 1)
        presence = Presence(
            person: person, said: person.fitting, instance: lastInstance, sequence: GUID(random: &random).urn)
        self.links = links
        clockLead = unixNanoseconds - now.nanoseconds
        timers.set(.hello, at: now + part(of: DiscoveryLimits.initialDelay))
        actions += sweep(now: now)
        return actions
    }

    /// Tells a change of nickname, endpoint name or port (collab 10.2). What stays the same is not said again.
    package mutating func update(_ person: OwnPerson, now: Instant) -> [DiscoveryAction] {
        guard let presence, presence.person != person else { return [] }
        precondition(presence.person.nearID == person.nearID, "the near id stays as long as the sign-in")
        self.presence?.person = person
        self.presence?.said = person.fitting
        self.presence?.metadataVersion += 1
        // The first Hello is still to come and will say it.
        guard presence.hasSaidHello else { return [] }
        return sayHello(now: now)
    }

    /// Says Bye and forgets everybody, without a word about each (collab 3.2).
    package mutating func signOut(now: Instant) -> [DiscoveryAction] {
        guard let presence else { return [] }
        for key in transmissions.keys { timers.stop(.transmission(key)) }
        for key in answers.keys { timers.stop(.answer(key)) }
        for key in [TimerKey.hello, .sweep, .silence] { timers.stop(key) }
        (transmissions, answers, questions) = ([:], [:], [])
        table.removeAll()
        let bye = announcement(.bye(presence.person.nearID.urn))
        self.presence = nil
        return transmit(bye, DiscoveryLimits.announcementTransmissions, now: now)
    }

    /// The links as they are now; look every 5 s (collab 10.3). A change, or having slept, is a reason to ask who is
    /// here (collab 10.4), and a link that was not there before to say that we are.
    package mutating func observe(links new: [DiscoveryLink], unixNanoseconds: Int64, now: Instant) {
        let lead = unixNanoseconds - now.nanoseconds
        let hasSlept = clockLead.map { (lead - $0).magnitude > DiscoveryLimits.sleepGap.wholeNanoseconds } ?? false
        let hasChanged = new != links
        let hasMore = new.contains { !links.contains($0) }
        (links, clockLead) = (new, lead)
        guard presence != nil, hasSlept || hasChanged else { return }
        timers.set(.sweep, at: now + DiscoveryLimits.afterChange)
        if hasSlept || hasMore, timers[.hello] == nil {
            timers.set(.hello, at: now + part(of: DiscoveryLimits.initialDelay))
        }
    }

    /// No transport addresses, so that one Hello serves every link and tells none of them about another (collab 10.2).
    mutating func sayHello(now: Instant) -> [DiscoveryAction] {
        guard let presence else { return [] }
        self.presence?.hasSaidHello = true
        let hello = announcement(.hello(presence.said.target(version: presence.metadataVersion)))
        return transmit(hello, DiscoveryLimits.announcementTransmissions, now: now)
    }

    /// A message of ours with the next number, related to a question if it answers one.
    mutating func announcement(_ body: DiscoveryMessage.Body, relatesTo: String? = nil) -> DiscoveryMessage {
        presence?.number += 1
        let sequence = presence.map { MessageSequence(instance: $0.instance, id: $0.sequence, number: $0.number) }
        return message(body, relatesTo: relatesTo, sequence: sequence)
    }

    mutating func message(
        _ body: DiscoveryMessage.Body, relatesTo: String? = nil, sequence: MessageSequence? = nil
    ) -> DiscoveryMessage {
        let id = GUID(random: &random).urn
        _ = own.insert(id)
        return DiscoveryMessage(id: id, relatesTo: relatesTo, sequence: sequence, body)
    }
}

extension OwnPerson {
    static let types = [Vocabulary.device, Vocabulary.person]

    /// Scopes by which prefixes can be asked for (collab 10.2).
    var scopes: [String] {
        [
            Vocabulary.nicknameScope + nickname.percentEncoded, Vocabulary.hostScope + host.percentEncoded,
            Vocabulary.versionScope,
        ]
    }

    func target(version: UInt64, at address: IPv6Address? = nil) -> DiscoveryTarget {
        let transports = address.map {
            [TransportAddress(endpoint: Endpoint(address: $0, port: port), nearID: nearID).text]
        }
        return DiscoveryTarget(
            address: nearID.urn, types: Self.types, scopes: scopes, transports: transports ?? [],
            metadataVersion: version)
    }

    /// With names of at most 64 characters, and shorter ones where the longest answer would not fit into a datagram: a
    /// name of 64 characters may take 768 bytes of a URI, and more (collab 10.2). The longer name gives way.
    var fitting: OwnPerson {
        var person = self
        person.nickname = nickname.cut(
            characters: DiscoveryLimits.nameCharacters, bytes: DiscoveryLimits.nameBytes)
        person.host = host.cut(characters: DiscoveryLimits.nameCharacters, bytes: DiscoveryLimits.nameBytes)
        while person.longestAnswer > DiscoveryLimits.sentBytes {
            if person.nickname.utf8.count >= person.host.utf8.count {
                person.nickname.unicodeScalars.removeLast()
            } else {
                person.host.unicodeScalars.removeLast()
            }
        }
        return person
    }

    /// Bytes of an answer to a question with the longest usual id, with the longest address and numbers.
    private var longestAnswer: Int {
        let id = nearID.urn
        let sequence = MessageSequence(instance: .max, id: id, number: .max)
        let address = IPv6Address(high: .max, low: .max)
        let body = DiscoveryMessage.Body.probeMatches([target(version: .max, at: address)])
        return DiscoveryMessage(id: id, relatesTo: id, sequence: sequence, body).encoded().count
    }
}
