package import PeerBase

// Questions, answers, and saying everything more than once (collab 10.3).

extension DiscoveryAgent {
    /// Asks everybody who is here, now.
    package mutating func probe(now: Instant) -> [DiscoveryAction] {
        guard presence != nil else { return [] }
        return ask(.probe(Self.people), now: now)
    }

    /// Asks one host, which may be outside the links: what helps where multicast is filtered (collab 9, 11). A
    /// link-local address without a link is tried on every link.
    package mutating func probe(_ address: IPv6Address, link: UInt32, now: Instant) -> [DiscoveryAction] {
        guard presence != nil, address.isOfOneHost else { return [] }
        let question = message(.probe(Self.people))
        open(question, host: address, now: now)
        let host = Endpoint(address: address, port: Self.port)
        return ways(to: address, link: link).flatMap {
            transmit(question, DiscoveryLimits.questionTransmissions, to: .host(host, link: $0), now: now)
        }
    }

    /// Asks where somebody is of whom only a Hello was heard (collab 10.4).
    package mutating func resolve(_ nearID: GUID, now: Instant) -> [DiscoveryAction] {
        guard presence != nil else { return [] }
        return ask(.resolve(nearID.urn), now: now)
    }

    /// Somebody's signalling service refuses connections: he has left without a word (collab 10.4).
    package mutating func drop(_ nearID: GUID) -> [DiscoveryAction] {
        table.remove(nearID).map { [.report(.deleted($0))] } ?? []
    }

    /// Every minute or so (collab 10.4).
    mutating func sweep(now: Instant) -> [DiscoveryAction] {
        let variation = Int64.random(in: DiscoveryLimits.sweepVariation, using: &random)
        timers.set(.sweep, at: now + DiscoveryLimits.sweep + .nanoseconds(variation))
        return probe(now: now)
    }

    /// UDP port of WS-Discovery (collab 10.3).
    package static let port: UInt16 = 3702
    private static let people = ProbeQuestion(types: [Vocabulary.person])

    private mutating func ask(_ body: DiscoveryMessage.Body, now: Instant) -> [DiscoveryAction] {
        let question = message(body)
        open(question, host: nil, now: now)
        return transmit(question, DiscoveryLimits.questionTransmissions, now: now)
    }

    private mutating func open(_ question: DiscoveryMessage, host: IPv6Address?, now: Instant) {
        questions.removeAll { $0.end <= now }
        if questions.count >= DiscoveryLimits.openQuestions { questions.removeFirst() }
        questions.append(
            OpenQuestion(
                id: question.id, kind: question.kind, host: host, end: now + DiscoveryLimits.questionLifetime))
    }

    private func ways(to address: IPv6Address, link: UInt32) -> [UInt32] {
        if link != 0 { return [link] }
        if address.isLinkLocal { return links.filter { $0.hasFamily(ofIPv4: address.isIPv4) }.map(\.index) }
        return [links.first { $0.reaches(address) }?.index ?? 0]
    }
}

// MARK: Answers

extension DiscoveryAgent {
    /// Waits a random time, so that a link does not hear all of its people at once; a shorter one where they are few
    /// (collab 10.3).
    mutating func answerLater(_ question: String, _ searcher: Endpoint, _ link: UInt32, now: Instant) {
        guard ration.take(searcher.address, now: now) else { return drop(.tooMany) }
        let isFew = table.count < DiscoveryLimits.crowd
        let delay = part(of: isFew ? DiscoveryLimits.shortAnswerDelay : DiscoveryLimits.initialDelay)
        let key = nextKey()
        answers[key] = PendingAnswer(question: question, searcher: searcher, link: link)
        timers.set(.answer(key), at: now + delay)
    }

    mutating func give(_ key: UInt64, now: Instant) -> [DiscoveryAction] {
        guard let answer = answers.removeValue(forKey: key) else { return [] }
        return give(answer, now: now) { .probeMatches([$0]) }
    }

    /// With the address of the link by which the question came, in its family (collab 10.2). Without one there is
    /// nothing to say.
    mutating func give(
        _ answer: PendingAnswer, now: Instant, _ body: (DiscoveryTarget) -> DiscoveryMessage.Body
    ) -> [DiscoveryAction] {
        guard let presence, let link = links.first(where: { $0.index == answer.link }),
            let address = link.address(for: answer.searcher.address)
        else { return [] }
        let target = presence.said.target(version: presence.metadataVersion, at: address)
        counters.lastAnswered = answer.searcher
        return transmit(
            announcement(body(target), relatesTo: answer.question), DiscoveryLimits.questionTransmissions,
            to: .host(answer.searcher, link: answer.link), now: now)
    }
}

// MARK: Repeats

extension DiscoveryAgent {
    /// Says it now, and again at growing distances (collab 10.3).
    mutating func transmit(
        _ message: DiscoveryMessage, _ times: Int, to destination: Transmission.Destination = .everybody, now: Instant
    ) -> [DiscoveryAction] {
        let delay = Duration.nanoseconds(Int64.random(in: DiscoveryLimits.firstRepeat, using: &random))
        let transmission = Transmission(
            bytes: message.encoded(), kind: message.kind, destination: destination, left: times, delay: delay)
        // A datagram that is too long for the link would be lost on it; only an id chosen by whoever asks can do that.
        guard transmission.bytes.count <= DiscoveryLimits.sentBytes else {
            drop(.tooMany)
            return []
        }
        return again(transmission, now: now)
    }

    mutating func transmitAgain(_ key: UInt64, now: Instant) -> [DiscoveryAction] {
        transmissions.removeValue(forKey: key).map { again($0, now: now) } ?? []
    }

    private mutating func again(_ transmission: Transmission, now: Instant) -> [DiscoveryAction] {
        counters.sent[transmission.kind, default: 0] += 1
        var rest = transmission
        rest.left -= 1
        rest.delay = min(transmission.delay * 2, DiscoveryLimits.longestRepeat)
        if rest.left > 0, transmissions.count < DiscoveryLimits.outbox {
            let key = nextKey()
            transmissions[key] = rest
            timers.set(.transmission(key), at: now + transmission.delay)
        }
        return [transmission.action]
    }
}
