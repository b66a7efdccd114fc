import PeerBase
import PeerSimulation
import Testing

@testable import PNRP

@Suite("The synchronization conversation (behaviour 8)")
struct SynchronizingTests {
    private let seed = Peer(1)
    private let sha1 = ToyCryptography.functions.sha1

    // MARK: Initiator

    @Test("SOLICIT, ADVERTISE, REQUEST for what is offered, and the routes are verified")
    func initiator() throws {
        var talk = Dialogue(seeds: [seed.endpoint])
        let solicit = try #require(talk.node.open(now: .zero).sent.first)
        #expect(solicit.solicit?.type == .any)
        #expect(solicit.solicit?.routeEntry == nil)
        let hash = try #require(solicit.solicit?.hashedNonce)
        let offer = Advertise(acked: solicit.id, ids: [seed.id, Peer(2).id], hashedNonce: hash)
        let request = try #require(talk.hear(.advertise(offer), from: seed.endpoint).sent.first)
        #expect(request.destination == seed.endpoint)
        #expect(request.request?.ids == [seed.id, Peer(2).id])
        #expect(request.request.map { sha1($0.nonce.bytes) } == hash)
        #expect(talk.acknowledge(request).isEmpty)
        let inquire = try #require(talk.hear(.flood(.about(seed.route)), from: seed.endpoint).sent.first)
        #expect(inquire.inquire == Inquire(flags: [], validate: seed.id, nonce: nil))
        let admitted = talk.answer(inquire, AuthorityBuffer(flags: []))
        #expect(admitted.events == [.routeAdmitted(seed.id), .stateChanged(.active)])
    }

    @Test("a publisher's SOLICIT carries the route of one of its names")
    func introducesItself() throws {
        var talk = Dialogue(seeds: [seed.endpoint])
        let (id, actions) = try talk.node.register(RegistrationRequest("0.here"), now: .zero)
        #expect(actions.sent.first?.solicit?.routeEntry == RouteEntry(id, at: 0))
    }

    @Test("a hash that is not ours ends the conversation")
    func wrongHash() throws {
        var talk = Dialogue(seeds: [seed.endpoint])
        let solicit = try #require(talk.node.open(now: .zero).sent.first)
        let offer = Advertise(acked: solicit.id, ids: [seed.id], hashedNonce: sha1([1]))
        #expect(talk.hear(.advertise(offer), from: seed.endpoint).sent.isEmpty)
        #expect(talk.node.state == .alone)
    }

    @Test("our own names are not requested, nor what is cached and fresh")
    func wanted() throws {
        var talk = Dialogue(seeds: [seed.endpoint])
        let (own, actions) = try talk.node.register(RegistrationRequest("0.here"), now: .zero)
        let solicit = try #require(actions.sent.first)
        talk.place(Peer(2).route)
        let hash = try #require(solicit.solicit?.hashedNonce)
        let offer = Advertise(acked: solicit.id, ids: [own, Peer(2).id, Peer(3).id], hashedNonce: hash)
        #expect(talk.hear(.advertise(offer), from: seed.endpoint).sent.first?.request?.ids == [Peer(3).id])
    }

    @Test("no more than twenty identifiers are requested")
    func requestLimit() throws {
        var talk = Dialogue(seeds: [seed.endpoint])
        let solicit = try #require(talk.node.open(now: .zero).sent.first)
        let hash = try #require(solicit.solicit?.hashedNonce)
        let offer = Advertise(acked: solicit.id, ids: (1...40).map { Peer($0).id }, hashedNonce: hash)
        #expect(talk.hear(.advertise(offer), from: seed.endpoint).sent.first?.request?.ids.count == 20)
    }

    // MARK: Responder

    @Test("five identifiers are offered, and those are served after an ACK")
    func responder() throws {
        var talk = stocked(12)
        let nonce = Nonce(high: 1, low: 2)
        let joiner = Peer(100)
        let offer = try #require(solicit(&talk, nonce, from: joiner.endpoint, route: joiner.route).first?.advertise)
        #expect(Set(offer.ids).count == 5)
        #expect(offer.hashedNonce == sha1(nonce.bytes))
        let request = Request(nonce: nonce, ids: offer.ids)
        let answers = talk.hear(.request(request), from: joiner.endpoint, id: 42).sent
        #expect(answers.first?.ack == Ack(acked: 42, notFound: false))
        #expect(answers.dropFirst().compactMap { $0.flood?.routeEntry?.id } == offer.ids)
        #expect(answers.dropFirst().allSatisfy { $0.flood?.wantsNoAck == true && $0.flood?.validate == joiner.id })
    }

    @Test("what was not offered is not served")
    func onlyAdvertised() throws {
        var talk = stocked(30)
        let nonce = Nonce(high: 1, low: 2)
        let offer = try #require(solicit(&talk, nonce, from: seed.endpoint).first?.advertise)
        let request = Request(nonce: nonce, ids: talk.node.cache.entries.map(\.id))
        let floods = talk.hear(.request(request), from: seed.endpoint).sent.compactMap(\.flood)
        #expect(Set(floods.compactMap { $0.routeEntry?.id }) == Set(offer.ids))
        #expect(floods.allSatisfy { $0.validate.isZero })
    }

    @Test("a wrong nonce, another source and a second REQUEST get nothing")
    func refusedRequests() throws {
        var talk = stocked(6)
        let nonce = Nonce(high: 1, low: 2)
        let offer = try #require(solicit(&talk, nonce, from: seed.endpoint).first?.advertise)
        let guess = Request(nonce: Nonce(high: 1, low: 3), ids: offer.ids)
        #expect(talk.hear(.request(guess), from: seed.endpoint).isEmpty)
        let request = Request(nonce: nonce, ids: offer.ids)
        #expect(talk.hear(.request(request), from: Peer(2).endpoint).isEmpty)
        #expect(talk.hear(.request(request), from: seed.endpoint).sent.count == 1 + offer.ids.count)
        #expect(talk.hear(.request(request), from: seed.endpoint).isEmpty)
        #expect(talk.node.counters.refusedRequests == 3)
    }

    @Test("the same SOLICIT gets the same answer and another fifteen seconds")
    func repetition() throws {
        var talk = stocked(40)
        let nonce = Nonce(high: 1, low: 2)
        let first = try #require(solicit(&talk, nonce, from: seed.endpoint).first?.advertise)
        talk.pass(.seconds(10))
        let second = try #require(solicit(&talk, nonce, from: seed.endpoint).first?.advertise)
        #expect(first.ids == second.ids)
        talk.pass(.milliseconds(14_999))
        #expect(talk.node.conversations.count == 1)
        talk.pass(.milliseconds(1))
        #expect(talk.node.conversations.count == 0)
        #expect(talk.hear(.request(Request(nonce: nonce, ids: first.ids)), from: seed.endpoint).isEmpty)
    }

    @Test("so does its retransmission, whose answer is at hand")
    func retransmission() throws {
        var talk = stocked(40)
        let body = Message.Body.solicit(Solicit(type: .any, routeEntry: nil, hashedNonce: sha1([1])))
        let first = talk.hear(body, from: seed.endpoint, id: 7).datagrams
        talk.pass(.seconds(1))
        #expect(talk.hear(body, from: seed.endpoint, id: 7).datagrams == first)
        talk.pass(.milliseconds(14_999))
        #expect(talk.node.conversations.count == 1)
        talk.pass(.milliseconds(1))
        #expect(talk.node.conversations.count == 0)
        #expect(
            talk.hear(body, from: seed.endpoint, id: 7).datagrams != first, "a conversation that is over begins anew")
    }

    @Test("the fifth conversation of one source ends its first")
    func share() throws {
        var talk = stocked(6)
        let answers = (0..<5).map { solicit(&talk, Nonce(high: 0, low: $0), from: seed.endpoint).first?.advertise }
        #expect(answers.allSatisfy { $0?.ids.count == 5 })
        #expect(talk.node.conversations.count == Limits.conversationsPerSource)
        func request(_ number: UInt64) throws -> Message.Body {
            let wanted = try #require(answers[Int(number)]).ids
            return .request(Request(nonce: Nonce(high: 0, low: number), ids: wanted))
        }
        #expect(talk.hear(try request(0), from: seed.endpoint).isEmpty)
        #expect(!talk.hear(try request(4), from: seed.endpoint).isEmpty)
    }

    @Test("another port of the same host is the same source")
    func shareOfPorts() {
        var talk = stocked(6)
        for number in 0..<8 {
            let source = Endpoint(address: seed.endpoint.address, port: 2000 + UInt16(number))
            _ = solicit(&talk, Nonce(high: 0, low: 1), from: source)
        }
        #expect(talk.node.conversations.count == Limits.conversationsPerSource)
    }

    @Test("the sixty-fifth conversation of all gets an empty list")
    func limits() {
        var talk = stocked(6)
        for number in 2..<66 {
            _ = solicit(&talk, Nonce(high: 0, low: 1), from: Peer(number).endpoint)
            talk.pass(.milliseconds(100))
        }
        #expect(talk.node.conversations.count == Limits.conversations)
        #expect(solicit(&talk, Nonce(high: 0, low: 1), from: Peer(80).endpoint).first?.advertise?.ids == [])
        #expect(talk.node.conversations.count == Limits.conversations)
        #expect(talk.node.counters.throttledSolicits == 1)
    }

    @Test("few cached entries are filled up with our own names; LOCAL asks for those alone")
    func ownNames() throws {
        var (talk, own) = try Dialogue.publishing()
        talk.place(Peer(2).route)
        let any = solicit(&talk, Nonce(high: 0, low: 1), from: seed.endpoint).first?.advertise
        #expect(any?.ids == [Peer(2).id, own])
        let local = solicit(&talk, Nonce(high: 0, low: 2), from: seed.endpoint, type: .local).first?.advertise
        #expect(local?.ids == [own])
    }

    @Test("the route in a SOLICIT is a candidate for the cache")
    func candidate() {
        var talk = stocked(1)
        let joiner = Peer(100)
        let answers = solicit(&talk, Nonce(high: 1, low: 2), from: joiner.endpoint, route: joiner.route)
        #expect(answers.compactMap(\.inquire).map(\.validate) == [joiner.id])
    }

    // MARK: Probe

    @Test("a probe tells the time and the number of names")
    func ping() throws {
        var talk = Dialogue.alone()
        let (id, actions) = talk.node.beginPing(seed.endpoint, now: talk.now)
        let solicit = try #require(actions.sent.first)
        #expect(solicit.solicit?.type == .local)
        talk.pass(.milliseconds(30))
        let hash = try #require(solicit.solicit?.hashedNonce)
        let answer = Advertise(acked: solicit.id, ids: [Peer(1).id, Peer(2).id], hashedNonce: hash)
        #expect(
            talk.hear(.advertise(answer), from: seed.endpoint)
                == [.completePing(id, .answered(after: .milliseconds(30), identifiers: 2))])
    }

    @Test("a probe asks once; silence or an answer to something else is none")
    func unansweredPing() throws {
        var talk = Dialogue.alone()
        let (first, _) = talk.node.beginPing(seed.endpoint, now: talk.now)
        #expect(talk.pass(.seconds(1)).filter { $0 == .completePing(first, .unanswered) }.count == 1)
        let (second, actions) = talk.node.beginPing(seed.endpoint, now: talk.now)
        let solicit = try #require(actions.sent.first)
        let answer = Advertise(acked: solicit.id, ids: [], hashedNonce: sha1([7]))
        #expect(talk.hear(.advertise(answer), from: seed.endpoint) == [.completePing(second, .unanswered)])
    }

    // MARK: A conversation that a person wants

    @Test("synchronize: one conversation, what is new is asked for, and the answer counts what was named")
    func wishedFor() throws {
        var (talk, own) = try Dialogue.publishing()
        talk.introduce(Peer(2))
        let (id, actions) = talk.node.beginSynchronization(with: seed.endpoint, now: talk.now)
        let solicit = try #require(actions.sent.first)
        #expect(solicit.solicit?.type == .any)
        #expect(solicit.solicit?.routeEntry?.id == own)
        let hash = try #require(solicit.solicit?.hashedNonce)
        let offer = Advertise(acked: solicit.id, ids: [seed.id, Peer(2).id, own], hashedNonce: hash)
        let answer = talk.hear(.advertise(offer), from: seed.endpoint)
        #expect(answer.contains(.completeSynchronization(id, .answered(identifiers: 3))))
        #expect(answer.sent.map(\.request?.ids) == [[seed.id]])
    }

    @Test("synchronize with somebody silent, with somebody who answers another, and without a network")
    func wishedForInVain() throws {
        var talk = Dialogue.alone()
        let (silent, _) = talk.node.beginSynchronization(with: seed.endpoint, now: talk.now)
        #expect(!talk.pass(.milliseconds(1999)).contains(.completeSynchronization(silent, .unanswered)))
        #expect(talk.pass(.milliseconds(1)).contains(.completeSynchronization(silent, .unanswered)))
        let (misled, actions) = talk.node.beginSynchronization(with: seed.endpoint, now: talk.now)
        let solicit = try #require(actions.sent.first)
        let wrong = Advertise(acked: solicit.id, ids: [seed.id], hashedNonce: sha1([7]))
        let answer = talk.hear(.advertise(wrong), from: seed.endpoint)
        #expect(answer == [.completeSynchronization(misled, .unanswered)])
        _ = talk.node.endpointsChanged(to: [], now: talk.now)
        let (offline, refusal) = talk.node.beginSynchronization(with: seed.endpoint, now: talk.now)
        #expect(refusal == [.completeSynchronization(offline, .unanswered)])
    }

    @Test("synchronize while discovery is at work does not disturb it")
    func besideDiscovery() throws {
        var talk = Dialogue(seeds: [Peer(5).endpoint])
        _ = talk.node.open(now: .zero)
        let (_, actions) = talk.node.beginSynchronization(with: seed.endpoint, now: talk.now)
        let solicit = try #require(actions.sent.first)
        let hash = try #require(solicit.solicit?.hashedNonce)
        talk.hear(.advertise(Advertise(acked: solicit.id, ids: [], hashedNonce: hash)), from: seed.endpoint)
        #expect(talk.node.state == .synchronizing)
        talk.pass(.seconds(2))
        #expect(talk.node.state == .alone)
    }

    /// A node that knows so many peers, numbered from 200.
    private func stocked(_ count: Int) -> Dialogue {
        var talk = Dialogue.alone()
        for number in 200..<200 + count { talk.place(Peer(number).route) }
        return talk
    }

    private func solicit(
        _ talk: inout Dialogue, _ nonce: Nonce, from source: Endpoint, route: RouteEntry? = nil,
        type: SolicitType = .any
    ) -> [Sent] {
        let body = Solicit(type: type, routeEntry: route, hashedNonce: sha1(nonce.bytes))
        return talk.hear(.solicit(body), from: source).sent
    }
}
