import PeerBase
import PeerSimulation
import Testing

@testable import PNRP

@Suite("News of newcomers travels along the ring (behaviour 13.1, 14)")
struct FloodingTests {
    private let gossip = Peer(900).endpoint

    @Test("a new leaf is told to its nearest neighbours, and told about us")
    func targets() throws {
        var (talk, own) = try settled(6)
        let newcomer = Peer(50)
        let floods = adopt(newcomer, in: &talk, flooded: [])
        let above = try #require(talk.node.cache.above(newcomer.id, count: 1).first)
        let below = try #require(talk.node.cache.below(newcomer.id, count: 1).first)
        let reached = Set([gossip, Dialogue.own] + above.endpoints + below.endpoints)
        #expect(floods.map(\.destination) == above.endpoints + below.endpoints + [newcomer.endpoint])
        #expect(floods.prefix(2).allSatisfy { $0.flood?.routeEntry == newcomer.route && $0.flood?.wantsNoAck == false })
        #expect(floods.prefix(2).allSatisfy { Set($0.flood?.flooded ?? []) == reached })
        #expect(floods.map { $0.flood?.validate } == [above.id, below.id, newcomer.id])
        #expect(floods.last?.flood?.routeEntry == RouteEntry(own, at: 0))
    }

    @Test("whom the news has reached is passed over for the next")
    func reached() throws {
        var (talk, _) = try settled(6)
        let newcomer = Peer(50)
        let nearest = talk.node.cache.above(newcomer.id, count: 1) + talk.node.cache.below(newcomer.id, count: 1)
        let next =
            talk.node.cache.above(newcomer.id, count: 2).suffix(1)
            + talk.node.cache.below(newcomer.id, count: 2).suffix(1)
        let floods = adopt(newcomer, in: &talk, flooded: nearest.flatMap(\.endpoints))
        #expect(floods.prefix(2).map(\.destination) == next.flatMap(\.endpoints))
    }

    @Test("a list that would hold more than 22 ends the flood, but the newcomer still hears of us")
    func overflow() throws {
        var (talk, _) = try settled(6)
        let strangers = (300..<318).map { Peer($0).endpoint }
        // Eighteen, two targets, ourselves and the sender: 22.
        #expect(adopt(Peer(50), in: &talk, flooded: strangers).count == 3)
        let (full, newcomer) = (strangers + [Peer(320).endpoint], Peer(51))
        #expect(adopt(newcomer, in: &talk, flooded: full).map(\.destination) == [newcomer.endpoint])
    }

    @Test("a newcomer that speaks for itself is told nothing it knows")
    func fromNewcomerItself() throws {
        var (talk, _) = try settled(6)
        let newcomer = Peer(50)
        let floods = adopt(newcomer, in: &talk, flooded: [], from: newcomer.endpoint)
        #expect(floods.count == 2)
        #expect(floods.allSatisfy { $0.destination != newcomer.endpoint })
    }

    @Test("nodes that publish nothing pass nothing on")
    func resolverOnly() {
        var talk = Dialogue.alone()
        talk.introduce(Peer(1))
        #expect(adopt(Peer(50), in: &talk, flooded: []).isEmpty)
    }

    @Test("every FLOOD that wants an ACK gets one, known or not, good or bad")
    func acknowledged() throws {
        var (talk, own) = try settled(3)
        for route in [Peer(1).route, Peer(50).route, RouteEntry(own, at: 9), nil] {
            let news = Flood(wantsNoAck: false, validate: own, revoke: nil, routeEntry: route, flooded: [])
            #expect(talk.hear(.flood(news), from: gossip, id: 33).sent.first?.ack == Ack(acked: 33, notFound: false))
        }
        let silent = Flood(wantsNoAck: true, validate: own, revoke: nil, routeEntry: nil, flooded: [])
        #expect(talk.hear(.flood(silent), from: gossip).isEmpty)
    }

    @Test("a FLOOD meant for somebody else is denied and not processed")
    func meantForOther() throws {
        var (talk, own) = try settled(3)
        let news = Flood(
            wantsNoAck: false, validate: own.offset(1), revoke: nil, routeEntry: Peer(50).route, flooded: [])
        let answers = talk.hear(.flood(news), from: gossip, id: 33).sent
        #expect(answers.map(\.ack) == [Ack(acked: 33, notFound: true)])
        #expect(talk.node.admissions.count == 0)
    }

    @Test("an ACK with N and no ACK at all both remove whom the FLOOD went to", arguments: [true, false])
    func unwelcome(answers: Bool) throws {
        var (talk, _) = try settled(6)
        let flood = try #require(adopt(Peer(50), in: &talk, flooded: []).first)
        let validate = try #require(flood.flood?.validate)
        #expect(talk.node.cache[validate] != nil)
        let actions = answers ? talk.acknowledge(flood, notFound: true) : talk.pass(.seconds(2))
        #expect(actions.events.contains(.routeRemoved(validate)))
        #expect(talk.node.cache[validate] == nil)
    }

    @Test("a second copy joins the first: whom it reached is not told again")
    func duplicates() throws {
        var (talk, own) = try settled(6)
        let newcomer = Peer(50)
        let question = try #require(talk.hear(.flood(.about(newcomer.route, validate: own)), from: gossip).sent.first)
        let nearest = talk.node.cache.above(newcomer.id, count: 1) + talk.node.cache.below(newcomer.id, count: 1)
        let copy = Flood.about(newcomer.route, validate: own, flooded: nearest.flatMap(\.endpoints))
        #expect(talk.hear(.flood(copy), from: Peer(901).endpoint).isEmpty)
        let floods = talk.answer(question, newcomer.proof(question.inquire?.nonce)).sent.filter { $0.flood != nil }
        #expect(Set(floods.map(\.destination)).isDisjoint(with: nearest.flatMap(\.endpoints)))
    }

    @Test("nor is the sender of the second copy, whom its list need not name")
    func senderOfDuplicate() throws {
        var (talk, own) = try settled(6)
        let newcomer = Peer(50)
        let news = Message.Body.flood(.about(newcomer.route, validate: own))
        let question = try #require(talk.hear(news, from: gossip).sent.first)
        let sender = try #require(talk.node.cache.above(newcomer.id, count: 1).first?.endpoints.first)
        talk.hear(news, from: sender)
        let floods = talk.answer(question, newcomer.proof(question.inquire?.nonce)).sent.filter { $0.flood != nil }
        #expect(floods.count == 3)
        #expect(floods.allSatisfy { $0.destination != sender })
        #expect(floods.prefix(2).allSatisfy { $0.flood?.flooded.contains(sender) == true })
    }

    @Test("a second copy joins whatever brought the first, a LOOKUP too")
    func duplicateOfLookup() throws {
        var (talk, own) = try settled(6)
        let newcomer = Peer(50)
        let lookup = Lookup(
            acceptsNotCloser: false, precision: 0, criteria: .none, reason: .registration, target: own,
            validate: own, bestMatch: newcomer.route, path: [newcomer.endpoint])
        let question = try #require(
            talk.hear(.lookup(lookup), from: newcomer.endpoint).sent.first { $0.inquire != nil })
        let nearest = talk.node.cache.above(newcomer.id, count: 1) + talk.node.cache.below(newcomer.id, count: 1)
        let copy = Flood.about(newcomer.route, validate: own, flooded: nearest.flatMap(\.endpoints))
        talk.hear(.flood(copy), from: Peer(901).endpoint)
        let floods = talk.answer(question, newcomer.proof(question.inquire?.nonce)).sent.filter { $0.flood != nil }
        #expect(floods.count == 2)
        #expect(Set(floods.map(\.destination)).isDisjoint(with: nearest.flatMap(\.endpoints)))
    }

    @Test("news of a known leaf is handed on once, away from it, where two waves would both end")
    func passedOn() throws {
        var (talk, own) = try Dialogue.publishing()
        for places in [10, 20, 30, -10, -20, -30] { talk.place(RouteEntry(own.offset(places), at: 100 + places)) }
        let known = RouteEntry(own.offset(10), at: 110)
        let news = Flood(wantsNoAck: false, validate: own, revoke: nil, routeEntry: known, flooded: [])
        let flood = try #require(talk.hear(.flood(news), from: gossip).sent.first { $0.flood != nil })
        #expect(flood.flood?.validate == own.offset(-10))
        #expect(flood.flood?.routeEntry == known)
        #expect(Set(flood.flood?.flooded ?? []) == [gossip, Dialogue.own, flood.destination])
        #expect(talk.hear(.flood(news), from: gossip).sent.map(\.flood) == [nil])
    }

    /// A publisher that knows so many peers.
    private func settled(_ count: Int) throws -> (Dialogue, PeerID) {
        var (talk, own) = try Dialogue.publishing()
        for number in 1...count { talk.introduce(Peer(number)) }
        return (talk, own)
    }

    /// Lets the node hear of a newcomer and verify it; the FLOODs that follow.
    private func adopt(
        _ newcomer: Peer, in talk: inout Dialogue, flooded: [Endpoint], from source: Endpoint? = nil
    ) -> [Sent] {
        let news = Flood.about(newcomer.route, flooded: flooded)
        guard let question = talk.hear(.flood(news), from: source ?? gossip).sent.first else { return [] }
        return talk.answer(question, newcomer.proof(question.inquire?.nonce)).sent.filter { $0.flood != nil }
    }
}
