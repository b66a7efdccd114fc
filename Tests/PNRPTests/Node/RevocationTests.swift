import PeerBase
import PeerSimulation
import Testing

@testable import PNRP

@Suite("Names taken back (behaviour 13.1, 14.4, 17.3)")
struct RevocationTests {
    private let stranger = Peer(900).endpoint

    @Test("a secure name goes at once and the news travels on, away from it")
    func secure() throws {
        var (talk, own) = try Dialogue.publishing()
        let gone = Peer(1, isSecure: true)
        talk.place(gone.route)
        for places in [10, 20, -10, -20] { talk.place(RouteEntry(own.offset(places), at: 100 + places)) }
        let actions = revoke(gone, in: &talk, from: stranger)
        #expect(actions.events == [.routeRemoved(gone.id)])
        let onward = try #require(actions.sent.first { $0.flood != nil })
        #expect(onward.flood?.revoke == gone.revocation())
        #expect(Set(onward.flood?.flooded ?? []) == [stranger, Dialogue.own, onward.destination])
    }

    @Test("it travels away from the revoked identifier", arguments: [1, -1])
    func direction(side: Int) throws {
        var (talk, own) = try Dialogue.publishing()
        // The revoked one stands two places away on one side; the news must go to the nearest on the other.
        let isAbove = side > 0
        let local = own
        for number in 1...5 {
            let step = PeerID(UInt64(number), 0, 0, 0)
            talk.place(RouteEntry(local &+ step, at: 100 + number))
            talk.place(RouteEntry(local &- step, at: 200 + number))
        }
        let id = isAbove ? local &+ PeerID(2, 0, 0, 0) : local &- PeerID(2, 0, 0, 0)
        let revocation = Revocation(id: id, isSecure: true, key: .zero, record: [1], reached: [stranger])
        talk.node.apply(revocation, now: talk.now)
        let floods = talk.node.takeActions().sent.compactMap(\.flood)
        #expect(floods.map(\.validate) == [isAbove ? local &- PeerID(1, 0, 0, 0) : local &+ PeerID(1, 0, 0, 0)])
    }

    @Test("what is not cached, expired, badly signed or no revocation changes nothing and travels nowhere")
    func invalid() throws {
        var (talk, _) = try Dialogue.publishing()
        let gone = Peer(1, isSecure: true)
        talk.place(Peer(2).route)
        #expect(revoke(gone, in: &talk, from: stranger).isEmpty)
        talk.place(gone.route)
        let expired = gone.revocation { $0.notAfter = CalendarTime(ticks: Dialogue.calendarOrigin.ticks - 1) }
        let foreign = gone.revocation { $0.publicKey = ToyCryptography.publicKey(77) }
        let nonce = gone.revocation { $0.nonce = Nonce(high: 1, low: 1) }
        var spoiled = gone.revocation()
        spoiled[spoiled.count - 1] ^= 1
        for record in [expired, foreign, nonce, spoiled, gone.record(.zero), [1, 2, 3], []] {
            #expect(hear(record, in: &talk, from: stranger).isEmpty)
        }
        #expect(talk.node.counters.invalidRecords == 7)
        #expect(talk.node.cache[gone.id] != nil)
    }

    @Test("an unsecured name goes at once when the key says so that admitted it, wherever the news comes from")
    func unsecuredByItsKey() throws {
        var (talk, _) = try Dialogue.publishing()
        let gone = Peer(1)
        talk.introduce(gone)
        talk.place(Peer(2).route)
        #expect(revoke(gone, in: &talk, from: stranger).events == [.routeRemoved(gone.id)])
    }

    @Test("another's key in the owner's forged name evicts nobody: the owner is asked (behaviour 24.7)")
    func unsecuredFromForgedAddress() throws {
        var (talk, _) = try Dialogue.publishing()
        let victim = Peer(1)
        talk.introduce(victim)
        let actions = hear(victim.revocation(signedBy: 77), in: &talk, from: victim.endpoint)
        #expect(actions.sent.map(\.inquire?.validate) == [victim.id])
        #expect(actions.sent.map(\.destination) == [victim.endpoint])
        #expect(actions.events.isEmpty)
        #expect(talk.node.cache[victim.id] != nil)
    }

    @Test("from anybody else its owner is asked, and only N or silence is a yes", arguments: Answer.allCases)
    func unsecuredFromOthers(answer: Answer) throws {
        var (talk, _) = try Dialogue.publishing()
        let gone = Peer(1)
        talk.place(gone.route)
        talk.place(Peer(2).route)
        let question = try #require(revoke(gone, in: &talk, from: stranger).sent.first)
        #expect(question.inquire == Inquire(flags: [], validate: gone.id, nonce: nil))
        #expect(question.destination == gone.endpoint)
        #expect(revoke(gone, in: &talk, from: stranger).isEmpty, "one question is enough")
        #expect(talk.node.cache[gone.id] != nil)
        let actions =
            switch answer {
            case .denies: talk.answer(question, AuthorityBuffer(flags: .notFound))
            case .busy: talk.answer(question, AuthorityBuffer(flags: .busy))
            case .stands: talk.answer(question, AuthorityBuffer(flags: []))
            case .silent: talk.pass(.seconds(2))
            }
        let isGone = answer == .denies || answer == .silent
        #expect(actions.events.contains(.routeRemoved(gone.id)) == isGone)
        #expect(actions.sent.contains { $0.flood?.revoke != nil } == isGone)
        #expect(talk.node.doubtfulRevocations.isEmpty)
    }

    enum Answer: CaseIterable { case denies, busy, stands, silent }

    @Test("nobody revokes a name of ours but us")
    func ourOwn() throws {
        var talk = Dialogue.alone()
        let me = Peer(500)
        let own = try talk.register(RegistrationRequest(me.name.description, key: 500))
        let forged = me.revocation { $0.serviceLocation = own.serviceLocation }
        #expect(hear(forged, in: &talk, from: stranger).isEmpty)
        #expect(talk.node.registrations[own] != nil)
    }

    // MARK: While its identifier is under admission

    @Test("taken back by its key before it proved itself: the proof comes too late")
    func securePending() throws {
        var (talk, _) = try Dialogue.publishing()
        let gone = Peer(1, isSecure: true)
        let question = try #require(talk.hear(.flood(.about(gone.route)), from: stranger).sent.first)
        _ = revoke(gone, in: &talk, from: stranger)
        #expect(talk.node.admissions.count == 0)
        talk.answer(question, gone.proof(question.inquire?.nonce))
        #expect(talk.node.cache[gone.id] == nil)
        #expect(talk.pass(.seconds(3)).sent.allSatisfy { $0.inquire?.validate != gone.id }, "nobody is asked again")
    }

    @Test("taken back by the key of an unsecured record that comes too late")
    func unsecuredPendingByItsKey() throws {
        var (talk, _) = try Dialogue.publishing()
        let gone = Peer(1)
        let question = try #require(talk.hear(.flood(.about(gone.route)), from: stranger).sent.first)
        #expect(revoke(gone, in: &talk, from: gone.endpoint).isEmpty)
        talk.answer(question, gone.proof(question.inquire?.nonce))
        #expect(talk.node.cache[gone.id] == nil)
    }

    @Test("said by others before it proved itself: asked again when it has", arguments: [true, false])
    func unsecuredPending(isGone: Bool) throws {
        var (talk, _) = try Dialogue.publishing()
        let doubted = Peer(1)
        let question = try #require(talk.hear(.flood(.about(doubted.route)), from: stranger).sent.first)
        #expect(hear(doubted.revocation(signedBy: 77), in: &talk, from: Peer(7).endpoint).isEmpty)
        let actions = talk.answer(question, doubted.proof(question.inquire?.nonce))
        let second = try #require(actions.sent.first { $0.inquire?.validate == doubted.id })
        #expect(second.destination == doubted.endpoint)
        talk.answer(second, AuthorityBuffer(flags: isGone ? .notFound : []))
        #expect((talk.node.cache[doubted.id] == nil) == isGone)
    }

    @Test("a cached entry that is being verified anew does not come back by the older answer")
    func cachedAndPending() throws {
        var (talk, _) = try Dialogue.publishing()
        let gone = Peer(1)
        talk.place(gone.route)
        talk.place(Peer(2).route)
        talk.pass(Limits.admissionFreshness)
        let asked = talk.hear(.flood(.about(gone.route)), from: stranger).sent
        let question = try #require(asked.first { $0.inquire?.validate == gone.id })
        _ = revoke(gone, in: &talk, from: gone.endpoint)
        talk.answer(question, gone.proof(question.inquire?.nonce))
        #expect(talk.node.cache[gone.id] == nil)
    }

    // MARK: Our own

    @Test("as long as it is open, whoever took its last name back denies it")
    func linger() throws {
        var (talk, own) = try Dialogue.publishing()
        talk.introduce(Peer(1))
        _ = talk.unregister(own)
        for _ in 0..<3 {
            talk.pass(.seconds(600))
            let answer = talk.hear(.inquire(Inquire(flags: [], validate: own, nonce: nil)), from: stranger)
            #expect(answer.sent.last?.buffer == AuthorityBuffer(flags: .notFound))
        }
    }

    private func revoke(_ peer: Peer, in talk: inout Dialogue, from source: Endpoint) -> [Action] {
        hear(peer.revocation(), in: &talk, from: source)
    }

    private func hear(_ record: [UInt8], in talk: inout Dialogue, from source: Endpoint) -> [Action] {
        let news = Flood(wantsNoAck: true, validate: .zero, revoke: record, routeEntry: nil, flooded: [])
        return talk.hear(.flood(news), from: source)
    }
}
