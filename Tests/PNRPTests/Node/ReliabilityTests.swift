import PeerBase
import Testing

@testable import PNRP

@Suite("Requests are repeated once and matched with care (behaviour 5)")
struct ReliabilityTests {
    private let seed = Peer(1)

    @Test("the same bytes go out again after a second; after two the request has failed")
    func repetition() {
        var talk = Dialogue(seeds: [seed.endpoint])
        let first = talk.node.open(now: .zero).datagrams
        #expect(first.count == 1)
        #expect(talk.pass(.milliseconds(999)).datagrams.isEmpty)
        #expect(talk.pass(.milliseconds(1)).datagrams == first)
        #expect(talk.pass(.milliseconds(999)).isEmpty)
        #expect(talk.pass(.milliseconds(1)).events == [.stateChanged(.alone)])
    }

    @Test("an answer ends the repetition")
    func answered() throws {
        var talk = Dialogue.alone()
        let inquire = try #require(rumour(of: seed, to: &talk))
        talk.answer(inquire, seed.proof(inquire.inquire?.nonce))
        #expect(talk.node.cache[seed.id] != nil)
        #expect(talk.pass(.seconds(3)).sent.allSatisfy { $0.inquire == nil })
    }

    @Test("an answer from elsewhere is no answer")
    func wrongSource() throws {
        var talk = Dialogue.alone()
        let inquire = try #require(rumour(of: seed, to: &talk))
        let proof = seed.proof(inquire.inquire?.nonce)
        let wrongPort = Endpoint(address: seed.endpoint.address, port: seed.endpoint.port + 1)
        for stranger in [Peer(2).endpoint, wrongPort] {
            #expect(talk.answer(inquire, proof, from: stranger).isEmpty)
        }
        #expect(talk.node.counters.unmatchedAnswers == 2)
        #expect(talk.node.cache.isEmpty)
    }

    @Test("another address of the same route entry may answer")
    func alternateAddress() throws {
        var talk = Dialogue.alone()
        var route = seed.route
        let other = Peer(2).endpoint
        route.addresses.append(other.address)
        let inquire = try #require(
            talk.hear(.flood(.about(route)), from: Peer(3).endpoint).sent.first { $0.inquire != nil })
        let source = inquire.destination == other ? seed.endpoint : other
        talk.answer(inquire, AuthorityBuffer(flags: []), from: source)
        #expect(talk.node.cache[seed.id] != nil)
    }

    @Test("an answer of the wrong type is no answer")
    func wrongType() throws {
        var talk = Dialogue.alone()
        let inquire = try #require(rumour(of: seed, to: &talk))
        #expect(talk.acknowledge(inquire).isEmpty)
        let advertise = Advertise(acked: inquire.id, ids: [Peer(5).id], hashedNonce: .zero)
        #expect(talk.hear(.advertise(advertise), from: seed.endpoint).isEmpty)
        #expect(talk.node.counters.unmatchedAnswers == 2)
        #expect(talk.pass(.seconds(1)).sent.map(\.id) == [inquire.id])
    }

    @Test("an answer that comes twice counts once, one that comes late not at all")
    func duplicateAndLate() throws {
        var talk = Dialogue.alone()
        let inquire = try #require(rumour(of: seed, to: &talk))
        talk.answer(inquire, AuthorityBuffer(flags: []))
        #expect(talk.answer(inquire, AuthorityBuffer(flags: [])).isEmpty)
        let second = try #require(rumour(of: Peer(2), to: &talk))
        talk.pass(.seconds(2))
        #expect(talk.answer(second, AuthorityBuffer(flags: [])).isEmpty)
        #expect(talk.node.cache[Peer(2).id] == nil)
        #expect(talk.node.counters.unmatchedAnswers == 2)
    }

    @Test("ports up to 1024, other scopes and ourselves are not listened to")
    func refusedSources() throws {
        var (talk, _) = try Dialogue.publishing()
        let solicit = Message.Body.solicit(Solicit(type: .any, routeEntry: nil, hashedNonce: .zero))
        let linkLocal = try #require(IPv6Address("fe80::1"))
        let sources = [
            Endpoint(address: seed.endpoint.address, port: 1024), Endpoint(address: linkLocal, port: 3540),
            Dialogue.own,
        ]
        for source in sources { #expect(talk.hear(solicit, from: source).isEmpty) }
        #expect(talk.node.counters.refusedSources == 3)
        let good = Endpoint(address: seed.endpoint.address, port: 1025)
        #expect(talk.hear(solicit, from: good).sent.count == 1)
    }

    @Test("a virtual cloud is deaf")
    func virtual() {
        var talk = Dialogue()
        #expect(
            talk.hear(.solicit(Solicit(type: .any, routeEntry: nil, hashedNonce: .zero)), from: seed.endpoint).isEmpty)
        #expect(talk.node.state == .virtual)
        #expect(talk.node.nextDeadline == nil)
    }

    private func rumour(of peer: Peer, to talk: inout Dialogue) -> Sent? {
        talk.hear(.flood(.about(peer.route)), from: Peer(900).endpoint).sent.first { $0.inquire != nil }
    }
}

extension Flood {
    /// News of a route that asks for no ACK.
    static func about(_ route: RouteEntry, validate: PeerID = .zero, flooded: [Endpoint] = []) -> Flood {
        Flood(wantsNoAck: true, validate: validate, revoke: nil, routeEntry: route, flooded: flooded)
    }
}
