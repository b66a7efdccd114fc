import PeerBase
import PeerSimulation
import Testing

@testable import PNRP

@Suite("The host's addresses change (behaviour 6.2, 6.4, 11.3)")
struct LocalEndpointsTests {
    private let first = VirtualCloud.endpoint(70)
    private let second = VirtualCloud.endpoint(71)

    @Test("every name is announced again with the new addresses; its identifier stays")
    func announcedAnew() throws {
        var (talk, own) = try Dialogue.publishing()
        talk.introduce(Peer(1))
        let name = try PeerName("0.here")
        let actions = talk.node.endpointsChanged(to: [first, second], now: talk.now)
        let walk = try #require(actions.sent.first)
        #expect(walk.lookup?.target == own.successor)
        let route = RouteEntry(id: own, port: 3540, addresses: [first.address, second.address])
        #expect(walk.lookup?.bestMatch == route)
        #expect(walk.lookup?.path == [first])
        #expect(talk.answer(walk, AuthorityBuffer(flags: [])).events == [.nameAnnounced(name, own)])
        #expect(talk.node.registrations.ids == [own])
    }

    @Test("a walk under way with the old addresses ends, and another begins")
    func walkUnderWay() throws {
        var talk = Dialogue.alone()
        talk.introduce(Peer(1))
        let own = try talk.register(RegistrationRequest("0.here"))
        let walk = talk.node.endpointsChanged(to: [first], now: talk.now).sent
        #expect(walk.map(\.lookup?.bestMatch?.addresses) == [[first.address]])
        #expect(talk.node.resolves.values.count { $0.announced == own } == 1)
    }

    @Test("an address that belonged to a peer is ours now: the peer is gone from there, and nobody asks it")
    func inherited() throws {
        var (talk, own) = try Dialogue.publishing()
        let peer = Peer(1)
        talk.introduce(peer)
        let actions = talk.node.endpointsChanged(to: [peer.endpoint], now: talk.now)
        #expect(actions.events.prefix(2) == [.routeRemoved(peer.id), .stateChanged(.alone)])
        #expect(actions.sent.isEmpty)
        #expect(talk.node.registrations.ids == [own])
    }

    @Test("the same addresses in another order change nothing; more than four and foreign ones are left out")
    func chosen() throws {
        var talk = Dialogue.alone()
        _ = talk.node.endpointsChanged(to: [first, second], now: talk.now)
        #expect(talk.node.endpointsChanged(to: [second, first], now: talk.now).isEmpty)
        let foreign = Endpoint(address: try #require(IPv6Address("fe80::1")), port: 3540)
        let many = [foreign] + (80..<90).map { VirtualCloud.endpoint($0) }
        _ = talk.node.endpointsChanged(to: many, now: talk.now)
        #expect(talk.node.configuration.localEndpoints == (80..<84).map { VirtualCloud.endpoint($0) })
    }

    @Test("No Net: resolves fail, names stay, nothing is sent and nothing heard")
    func noNet() throws {
        var (talk, own) = try Dialogue.publishing()
        talk.introduce(Peer(1))
        let (resolve, _) = try talk.resolve("0.there")
        let lost = talk.node.endpointsChanged(to: [], now: talk.now)
        #expect(lost.events == [.stateChanged(.noNet)])
        #expect(lost.outcomes[resolve]?.result == .networkUnreachable)
        #expect(talk.node.registrations.ids == [own])
        #expect(talk.pass(.seconds(3600)).isEmpty)
        talk.hear(.flood(.about(Peer(2).route)), from: Peer(2).endpoint)
        #expect(talk.node.admissions.count == 0)
        #expect(talk.node.counters.refusedSources == 0, "nobody's fault")
        #expect(talk.node.registrations[own]?.state == .problem)
        let (late, refusal) = try talk.resolve("0.there")
        #expect(refusal.outcomes[late]?.result == .networkUnreachable)
        #expect(talk.node.beginPing(Peer(1).endpoint, now: talk.now).1.sent.isEmpty)
        #expect(talk.node.endpointsChanged(to: [], now: talk.now).isEmpty)
    }

    @Test("an address returns: those known before are asked, then the names are announced, the new one too")
    func back() throws {
        var (talk, own) = try Dialogue.publishing()
        talk.introduce(Peer(1))
        _ = talk.node.endpointsChanged(to: [], now: talk.now)
        let late = try talk.register(RegistrationRequest("0.late"))
        talk.pass(.seconds(600))
        let back = talk.node.endpointsChanged(to: [first], now: talk.now)
        #expect(back.events == [.stateChanged(.synchronizing)])
        let solicit = try #require(back.sent.first)
        #expect(solicit.destination == Peer(1).endpoint)
        #expect(solicit.solicit?.routeEntry?.addresses == [first.address])
        talk.introduce(Peer(1))
        #expect(talk.node.state == .active)
        #expect(talk.node.registrations.ids == [own, late].sorted())
        #expect(talk.node.registrations.all.allSatisfy { $0.isAnnounced })
    }

    @Test("a name can be taken back without a network; nobody needs to be told")
    func unregisteredInNoNet() throws {
        var (talk, own) = try Dialogue.publishing()
        talk.introduce(Peer(1))
        _ = talk.node.endpointsChanged(to: [], now: talk.now)
        let actions = talk.unregister(own)
        #expect(actions.contains { if case .completeUnregistration = $0 { true } else { false } })
        #expect(actions.datagrams.isEmpty)
    }

    @Test("time unused counts on without a network")
    func cleanup() {
        var talk = Dialogue.alone()
        _ = talk.node.close(now: talk.now)
        talk.pass(.seconds(600))
        _ = talk.node.endpointsChanged(to: [], now: talk.now)
        #expect(talk.pass(.milliseconds(299_999)).isEmpty)
        #expect(talk.pass(.milliseconds(1)).events == [.stateChanged(.virtual)])
        #expect(talk.node.endpointsChanged(to: [first], now: talk.now).isEmpty)
        #expect(talk.node.open(now: talk.now).events.first == .stateChanged(.synchronizing))
    }

    @Test("nor does a question that nobody can be asked keep an unused cloud")
    func cleanupAfterRefusal() throws {
        let questions: [(inout Dialogue) throws -> Void] = [
            { _ = try $0.resolve("0.there") },
            { _ = $0.node.beginPing(Peer(1).endpoint, now: $0.now) },
            { _ = $0.node.beginSynchronization(with: Peer(1).endpoint, now: $0.now) },
        ]
        for ask in questions {
            var talk = Dialogue.alone()
            _ = talk.node.close(now: talk.now)
            _ = talk.node.endpointsChanged(to: [], now: talk.now)
            talk.pass(.seconds(600))
            try ask(&talk)
            #expect(talk.pass(.milliseconds(899_999)).events.isEmpty, "the question was a use")
            #expect(talk.pass(.milliseconds(1)).events == [.stateChanged(.virtual)])
        }
    }

    @Test("alone, another address is reason enough to look for members at once")
    func aloneElsewhere() {
        var talk = Dialogue(remembered: [Peer(1).route])
        _ = talk.node.open(now: talk.now)
        talk.pass(.seconds(2))
        #expect(talk.node.state == .alone)
        let actions = talk.node.endpointsChanged(to: [first], now: talk.now)
        #expect(actions.sent.map(\.destination) == [Peer(1).endpoint])
    }
}
