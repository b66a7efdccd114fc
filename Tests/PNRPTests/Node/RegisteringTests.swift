import PeerBase
import PeerSimulation
import Testing

@testable import PNRP

@Suite("Publishing a name and taking it back (behaviour 11)")
struct RegisteringTests {
    // MARK: Checks

    struct Refused: CustomTestStringConvertible {
        var error: RegistrationError
        var change: @Sendable (inout RegistrationRequest) -> Void
        var testDescription: String { "\(error)" }
    }

    @Test(
        "what cannot be published is refused",
        arguments: [
            Refused(error: .nothingToPublish) { $0.endpoints = [] },
            Refused(error: .tooManyEndpoints) { $0.endpoints = Array(repeating: $0.endpoints[0], count: 11) },
            Refused(error: .commentTooLong) { $0.comment = String(repeating: "x", count: 40) },
            Refused(error: .emptyPayload) { $0.payload = .binary([]) },
            Refused(error: .payloadTooLarge) { $0.payload = .binary(Array(repeating: 0, count: 4097)) },
        ])
    func refused(case refused: Refused) throws {
        var talk = Dialogue.alone()
        var request = try RegistrationRequest("0.here")
        refused.change(&request)
        let spoiled = request
        #expect(throws: refused.error) { try talk.register(spoiled) }
        #expect(talk.node.registrations.isEmpty)
    }

    @Test("a name once, 1024 names at most")
    func counts() throws {
        var talk = Dialogue.alone()
        _ = try talk.register(RegistrationRequest("0.here"))
        #expect(throws: RegistrationError.duplicateName) { try talk.register(RegistrationRequest("0.here")) }
        for number in 1..<1024 { _ = try talk.register(RegistrationRequest("0.\(number)")) }
        #expect(throws: RegistrationError.tooManyRegistrations) { try talk.register(RegistrationRequest("0.more")) }
    }

    @Test("what is just within the limits is published, and a comment without text is none")
    func limits() throws {
        var talk = Dialogue.alone()
        var request = try RegistrationRequest("0.here")
        request.endpoints = Array(repeating: request.endpoints[0], count: 10)
        request.comment = String(repeating: "€", count: 39)
        request.payload = .binary(Array(repeating: 0, count: 4096))
        let id = try talk.register(request)
        #expect(talk.node.registrations[id]?.comment == request.comment)
        var bare = try RegistrationRequest("0.bare")
        bare.comment = ""
        let other = try talk.register(bare)
        let nonce = Nonce(high: 1, low: 1)
        for own in [id, other] {
            let inquire = Inquire(flags: .cpa, validate: own, nonce: nonce)
            let buffer = try #require(talk.hear(.inquire(inquire), from: Peer(1).endpoint).sent.first?.buffer)
            let expected = RecordExpectation(
                validate: own, nonce: nonce, now: Dialogue.calendarOrigin, wantsPayload: false)
            #expect(throws: Never.self) { try expected.validate(buffer, with: ToyCryptography.functions) }
        }
    }

    @Test("the identifier is the name's, the place our prefix and 64 bits of chance")
    func identifier() throws {
        let (talk, own) = try Dialogue.publishing()
        let name = try PeerName("0.here")
        #expect(own.p2pID == name.p2pID(sha1: ToyCryptography.functions.sha1))
        #expect(own.serviceLocation.prefix == Dialogue.own.address.high)
        #expect(talk.node.registrations[own]?.isAnnounced == false)
    }

    // MARK: Announcing

    @Test("a walk to ID + 1 with our route as its best match, then one to ID - 1 while few are known")
    func announcement() throws {
        var talk = Dialogue.alone()
        talk.introduce(Peer(1))
        let (own, actions) = try talk.node.register(RegistrationRequest("0.here"), now: talk.now)
        let up = try #require(actions.sent.first)
        #expect(up.lookup?.target == own.successor)
        #expect(up.lookup?.bestMatch == RouteEntry(own, at: 0))
        #expect(up.lookup?.criteria == ResolveCriteria.none)
        #expect(up.lookup?.reason == .registration)
        #expect(up.lookup?.path == [Dialogue.own])
        let after = talk.answer(up, AuthorityBuffer(flags: []))
        let name = try PeerName("0.here")
        #expect(after.events == [.nameAnnounced(name, own)])
        #expect(talk.node.registrations[own]?.isAnnounced == true)
        let down = try #require(after.sent.first)
        #expect(down.lookup?.target == own.predecessor)
        #expect(talk.answer(down, AuthorityBuffer(flags: [])).isEmpty)
    }

    @Test("a name registered alone is announced when somebody is there")
    func announcedLater() throws {
        var (talk, own) = try Dialogue.publishing()
        #expect(talk.node.resolves.isEmpty)
        talk.introduce(Peer(1))
        #expect(talk.node.registrations[own]?.isAnnounced == true)
    }

    @Test("alone, a name that was announced before is a problem again until somebody hears of it")
    func problemWhenAlone() throws {
        var (talk, own) = try Dialogue.publishing()
        #expect(talk.node.registrations[own]?.state == .problem)
        talk.introduce(Peer(1))
        #expect(talk.node.registrations[own]?.state == .ok)
        talk.node.removeRoute(Peer(1).id, now: talk.now)
        #expect(talk.node.state == .alone)
        #expect(talk.node.registrations[own]?.state == .problem)
        talk.introduce(Peer(2))
        #expect(talk.node.registrations[own]?.state == .ok)
    }

    @Test("a walk that nobody heard announced nothing; it is repeated when somebody is there again")
    func unheard() throws {
        var talk = Dialogue.alone()
        talk.introduce(Peer(1))
        let own = try talk.register(RegistrationRequest("0.here"))
        let actions = talk.pass(.seconds(2))
        #expect(actions.events == [.routeRemoved(Peer(1).id), .stateChanged(.alone)])
        #expect(talk.node.registrations[own]?.isAnnounced == false)
        talk.introduce(Peer(2))
        #expect(talk.node.registrations[own]?.isAnnounced == true)
    }

    @Test("sixteen names are announced at a time, and in the end all")
    func many() throws {
        var talk = Dialogue.alone()
        for number in 0..<50 { _ = try talk.register(RegistrationRequest("0.\(number)")) }
        let news = Flood.about(Peer(1).route)
        let question = try #require(talk.hear(.flood(news), from: Peer(900).endpoint).sent.first)
        let first = talk.answer(question, Peer(1).proof(question.inquire?.nonce)).sent
        #expect(first.count { $0.lookup != nil } == Limits.announcements)
        talk.introduce(Peer(2))
        var open = first
        while let lookup = open.popLast() {
            if lookup.lookup != nil { open += talk.answer(lookup, AuthorityBuffer(flags: [])).sent }
        }
        #expect(talk.node.registrations.all.allSatisfy { $0.isAnnounced })
    }

    // MARK: Unregistering

    @Test("revocations to the nearest on both sides, new members for the edges, the end after the last ACK")
    func unregistration() throws {
        var (talk, own) = try Dialogue.publishing()
        for number in 1...6 {
            talk.place(RouteEntry(own.offset(number), at: number))
            talk.place(RouteEntry(own.offset(-number), at: 20 + number))
        }
        let actions = talk.unregister(own)
        let floods = actions.sent
        #expect(floods.map { $0.flood?.validate } == [-1, 1, -5, 5].map { own.offset($0) })
        #expect(floods.prefix(2).allSatisfy { $0.flood?.revoke != nil && $0.flood?.routeEntry == nil })
        #expect(floods.suffix(2).map { $0.flood?.routeEntry?.id } == [own.offset(1), own.offset(-1)])
        #expect(floods.allSatisfy { $0.flood?.wantsNoAck == false && $0.flood?.flooded == [Dialogue.own] })
        let check = RevocationCheck(now: Dialogue.calendarOrigin)
        let record = try #require(floods[0].flood?.revoke)
        #expect(try check.validate(record, with: ToyCryptography.functions).id == own)
        for flood in floods.dropLast() { #expect(talk.acknowledge(flood).isEmpty) }
        let last = talk.acknowledge(floods[3])
        guard case .completeUnregistration = last.first else {
            Issue.record("\(last)")
            return
        }
        #expect(talk.node.farewells.isEmpty)
        let inquire = Inquire(flags: [], validate: own, nonce: nil)
        #expect(
            talk.hear(.inquire(inquire), from: Peer(1).endpoint).sent.first?.buffer
                == AuthorityBuffer(flags: .notFound))
    }

    @Test("silent neighbours are given up after two seconds")
    func silentNeighbours() throws {
        var (talk, own) = try Dialogue.publishing()
        talk.place(RouteEntry(own.offset(1), at: 1))
        let actions = talk.unregister(own)
        #expect(actions.sent.count == 1, "one neighbour stands on both sides")
        let end = talk.pass(.seconds(2))
        #expect(end.contains { if case .completeUnregistration = $0 { true } else { false } })
    }

    @Test("with nobody there it ends at once; what is not registered cannot end")
    func nobody() throws {
        var (talk, own) = try Dialogue.publishing()
        let actions = talk.unregister(own)
        #expect(actions.contains { if case .completeUnregistration = $0 { true } else { false } })
        #expect(talk.unregister(own).isEmpty)
        #expect(talk.node.registrations.isEmpty)
    }

    @Test("an announcement under way ends with the name")
    func cancelledAnnouncement() throws {
        var talk = Dialogue.alone()
        talk.stopUpkeep()
        talk.introduce(Peer(1))
        let own = try talk.register(RegistrationRequest("0.here"))
        #expect(talk.node.resolves.count == 1)
        for flood in talk.unregister(own).sent { talk.acknowledge(flood) }
        #expect(talk.node.resolves.isEmpty)
        #expect(!talk.pass(.seconds(20)).sent.contains { $0.lookup?.reason == .registration })
    }
}
