package import PeerBase

// What the links say.

extension DiscoveryAgent {
    /// A datagram from `source` that came in by the interface `link`. What is not understood is dropped without a word
    /// (collab 10.3).
    package mutating func receive(
        _ datagram: [UInt8], from source: Endpoint, on link: UInt32, now: Instant
    ) -> [DiscoveryAction] {
        guard presence != nil else {
            drop(.signedOut)
            return []
        }
        guard isExpected(source, on: link, now: now) else { return [] }
        guard datagram.count <= DiscoveryLimits.datagramBytes else {
            drop(.tooLong)
            return []
        }
        guard let document = read(datagram) else {
            drop(.unreadable)
            return []
        }
        do throws(DiscoveryRefusal) {
            return receive(try DiscoveryMessage(document), from: source, on: link, now: now)
        } catch {
            drop(error == .foreign ? .foreign : .malformed)
            return []
        }
    }

    /// From a link in use and somebody on it, or from a host that was asked by its address.
    private mutating func isExpected(_ source: Endpoint, on link: UInt32, now: Instant) -> Bool {
        guard source.port != 0 else {
            drop(.offLink)
            return false
        }
        if questions.contains(where: { $0.host == source.address && $0.end > now }) { return true }
        guard let link = links.first(where: { $0.index == link }) else {
            drop(.strangeInterface)
            return false
        }
        guard link.reaches(source.address) else {
            drop(.offLink)
            return false
        }
        return true
    }

    private mutating func receive(
        _ message: DiscoveryMessage, from source: Endpoint, on link: UInt32, now: Instant
    ) -> [DiscoveryAction] {
        if own.contains(message.id) {
            if message.kind == .probe { counters.heardOwnProbe = now }
            drop(.own)
            return []
        }
        guard heard.insert(memory(of: message, from: source)) else {
            drop(.duplicate)
            return []
        }
        counters.received[message.kind, default: 0] += 1
        switch message.body {
        case .hello(let target):
            return hear(target, message.sequence, isHello: true, from: source, on: link, now: now)
        case .bye(let address): return heardBye(address, message.sequence, now: now)
        case .probe(let question): return asked(question, message.id, by: source, on: link, now: now)
        case .resolve(let address): return asked(address, message.id, by: source, on: link, now: now)
        case .probeMatches(let targets):
            return answered(targets, message, .probe, from: source, on: link, now: now)
        case .resolveMatches(let target):
            return answered(target.map { [$0] } ?? [], message, .resolve, from: source, on: link, now: now)
        }
    }

    /// What a message is known by when it comes again. A question is asked in both families and answered in each: where one
    /// of them carries nothing to a single host, the answer in the other is the only one that arrives. Ours.
    private func memory(of message: DiscoveryMessage, from source: Endpoint) -> String {
        switch message.body {
        case .probe, .resolve: (source.address.isIPv4 ? "4 " : "6 ") + message.id
        case .hello, .bye, .probeMatches, .resolveMatches: message.id
        }
    }

    /// Who left without being known, or says so out of turn, is let pass (collab 10.4, 10.13).
    private mutating func heardBye(_ address: String, _ sequence: MessageSequence?, now: Instant) -> [DiscoveryAction] {
        guard let nearID = GUID(urn: address), let sequence, let person = table.bye(nearID, sequence, now: now) else {
            drop(.old)
            return []
        }
        return [.report(.deleted(person))]
    }
}

// MARK: Questions of others

extension DiscoveryAgent {
    /// A question that does not mean us gets no answer, a fault least of all (collab 10.2).
    private mutating func asked(
        _ question: ProbeQuestion, _ id: String, by source: Endpoint, on link: UInt32, now: Instant
    ) -> [DiscoveryAction] {
        guard let presence, isNeighbour(source, on: link) else { return [] }
        guard question.means(types: OwnPerson.types, scopes: presence.said.scopes) else {
            drop(.otherQuestion)
            return []
        }
        answerLater(id, source, link, now: now)
        return []
    }

    /// At most one has this address: there is no crowd to wait for.
    private mutating func asked(
        _ address: String, _ id: String, by source: Endpoint, on link: UInt32, now: Instant
    ) -> [DiscoveryAction] {
        guard let presence, isNeighbour(source, on: link) else { return [] }
        guard GUID(urn: address) == presence.person.nearID else {
            drop(.otherQuestion)
            return []
        }
        guard ration.take(source.address, now: now) else {
            drop(.tooMany)
            return []
        }
        let answer = PendingAnswer(question: id, searcher: source, link: link)
        return give(answer, now: now) { .resolveMatches($0) }
    }

    /// A host that we ask by its address may answer from outside the links; it may not ask (collab 10.3).
    private mutating func isNeighbour(_ source: Endpoint, on link: UInt32) -> Bool {
        if links.contains(where: { $0.index == link && $0.reaches(source.address) }) { return true }
        drop(.offLink)
        return false
    }
}

// MARK: What others say of themselves

extension DiscoveryAgent {
    private mutating func answered(
        _ targets: [DiscoveryTarget], _ message: DiscoveryMessage, _ kind: DiscoveryMessage.Kind,
        from source: Endpoint, on link: UInt32, now: Instant
    ) -> [DiscoveryAction] {
        let isAsked = questions.contains {
            $0.id == message.relatesTo && $0.kind == kind && $0.end > now && $0.host ?? source.address == source.address
        }
        guard isAsked else {
            drop(.unasked)
            return []
        }
        return targets.flatMap {
            hear($0, message.sequence, isHello: false, from: source, on: link, now: now)
        }
    }

    private mutating func hear(
        _ target: DiscoveryTarget, _ sequence: MessageSequence?, isHello: Bool, from source: Endpoint, on link: UInt32,
        now: Instant
    ) -> [DiscoveryAction] {
        let claim: PersonClaim
        do throws(PersonClaim.Refusal) {
            claim = try PersonClaim(target)
        } catch {
            drop(error == .notAPerson ? .notAPerson : .incomplete)
            return []
        }
        guard let sequence else {
            drop(.incomplete)
            return []
        }
        guard claim.nearID != presence?.person.nearID else {
            drop(.own)
            return []
        }
        let endpoint = endpoint(of: claim, from: source, on: link)
        guard let events = table.hear(claim, sequence, isHello: isHello, at: endpoint, now: now) else {
            drop(.old)
            return []
        }
        if timers[.silence] == nil { timers.set(.silence, at: now + DiscoveryLimits.doubt) }
        return events.map { .report($0) }
    }

    /// The first transport address that is somebody's own and on the link by which he spoke, or that he spoke from:
    /// nobody has us connect elsewhere. Ours; collab 10.3 says so of sources only. A link-local address gets the
    /// interface by which it was heard of (collab 5).
    private func endpoint(of claim: PersonClaim, from source: Endpoint, on link: UInt32) -> ScopedEndpoint? {
        let near = links.first { $0.index == link }
        for text in claim.transports {
            guard let transport = TransportAddress(text), transport.nearID == claim.nearID else { continue }
            let address = transport.endpoint.address
            guard address == source.address || near?.reaches(address) == true else { continue }
            return ScopedEndpoint(transport.endpoint, zone: address.scope == .linkLocal ? link : 0)
        }
        return nil
    }

    /// Drops those who were silent for too long, and asks for those who soon will have been.
    mutating func dropSilent(now: Instant) -> [DiscoveryAction] {
        let silent = table.removeSilent(now: now)
        doubts.forget(now: now)
        var questions: [DiscoveryAction] = []
        for nearID in table.takeDoubtful(now: now, most: DiscoveryLimits.doubtsPerSecond - doubts.count) {
            doubts.add(now)
            questions += resolve(nearID, now: now)
        }
        if let next = table.nextSilence {
            let isBusy = doubts.count >= DiscoveryLimits.doubtsPerSecond
            timers.set(.silence, at: isBusy ? max(next, now + .seconds(1)) : next)
        }
        return silent.map { .report(.deleted($0)) } + questions
    }
}
