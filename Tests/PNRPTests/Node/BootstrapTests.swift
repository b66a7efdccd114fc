import PeerBase
import PeerSimulation
import Testing

@testable import PNRP

@Suite("How the first members are found (behaviour 6.4, 7)")
struct BootstrapTests {
    private let seeds = (1...5).map { Peer($0).endpoint }
    private let old = Peer(50)

    @Test("nobody to ask: alone at once, and a tick asks nobody")
    func nobody() {
        var talk = Dialogue()
        let actions = talk.node.open(now: .zero)
        #expect(actions == [.report(.stateChanged(.synchronizing)), .report(.stateChanged(.alone))])
        #expect(talk.pass(.seconds(60)).isEmpty)
        #expect(talk.node.open(now: talk.now).isEmpty)
    }

    @Test("the remembered first, then the seeds two at a time, then alone")
    func order() {
        var talk = Dialogue(seeds: seeds, remembered: [old.route])
        #expect(asked(talk.node.open(now: .zero)) == [old.endpoint])
        talk.pass(.milliseconds(1999))
        #expect(asked(talk.pass(.milliseconds(1))) == [seeds[0], seeds[1]])
        talk.pass(.milliseconds(1999))
        #expect(asked(talk.pass(.milliseconds(1))) == [seeds[2], seeds[3]])
        talk.pass(.milliseconds(1999))
        #expect(asked(talk.pass(.milliseconds(1))) == [seeds[4]])
        talk.pass(.milliseconds(1999))
        #expect(talk.pass(.milliseconds(1)).events == [.stateChanged(.alone)])
    }

    @Test("alone, one stage and one seed each tick of ten seconds, give or take a fifth, round and round")
    func ticks() {
        var talk = Dialogue(seeds: Array(seeds.prefix(2)), remembered: [old.route])
        _ = talk.node.open(now: .zero)
        talk.pass(.seconds(4))
        #expect(talk.node.state == .alone)
        var last: Instant?
        for expected in [[old.endpoint], [seeds[0]], [old.endpoint], [seeds[1]], [old.endpoint], [seeds[0]]] {
            #expect(asked(talk.pass(untilDue: .maintenance)) == expected)
            if let last { #expect((.seconds(8) ... .seconds(12)).contains(talk.now - last)) }
            last = talk.now
            talk.pass(.seconds(2))
        }
    }

    @Test("ten remembered nodes are asked, not more")
    func rememberedLimit() {
        var talk = Dialogue(remembered: (100..<120).map { Peer($0).route })
        #expect(asked(talk.node.open(now: .zero)) == (100..<110).map { Peer($0).endpoint })
    }

    @Test("a seed that is ourselves or of another scope is passed over")
    func unusableSeeds() throws {
        let foreign = Endpoint(address: try #require(IPv6Address("fe80::1")), port: 3540)
        var talk = Dialogue(seeds: [Dialogue.own, foreign, seeds[0]])
        #expect(asked(talk.node.open(now: .zero)) == [seeds[0]])
    }

    @Test("an empty ADVERTISE moves on at once")
    func emptyAdvertise() throws {
        var talk = Dialogue(seeds: [seeds[0]], remembered: [old.route])
        let solicit = try #require(talk.node.open(now: .zero).sent.first)
        let hash = try #require(solicit.solicit?.hashedNonce)
        let nothing = Advertise(acked: solicit.id, ids: [], hashedNonce: hash)
        #expect(asked(talk.hear(.advertise(nothing), from: old.endpoint)) == [seeds[0]])
    }

    @Test("a stage whose promise is not kept ends after four seconds")
    func brokenPromise() throws {
        var talk = Dialogue(seeds: [seeds[0]], remembered: [old.route])
        let solicit = try #require(talk.node.open(now: .zero).sent.first)
        let hash = try #require(solicit.solicit?.hashedNonce)
        let offer = Advertise(acked: solicit.id, ids: [old.id], hashedNonce: hash)
        talk.hear(.advertise(offer), from: old.endpoint)
        talk.pass(.milliseconds(3999))
        #expect(asked(talk.pass(.milliseconds(1))) == [seeds[0]])
    }

    @Test("when the last known node is gone, it and those remembered before are asked at once")
    func lastRouteLost() throws {
        var talk = Dialogue(seeds: [seeds[0]], remembered: [old.route])
        _ = talk.node.open(now: .zero)
        talk.introduce(Peer(7))
        #expect(talk.node.state == .active)
        let (_, actions) = try talk.resolve("0.other")
        #expect(actions.sent.first?.lookup != nil)
        talk.pass(.milliseconds(1999))
        let lost = talk.pass(.milliseconds(1))
        #expect(lost.events.contains(.stateChanged(.alone)))
        #expect(asked(lost) == [Peer(7).endpoint, old.endpoint])
    }

    @Test("active, the ticks come every ten seconds with two known, every fifteen with more, and all the time")
    func activeTicks() {
        var talk = Dialogue()
        talk.areKnownAlive = true
        _ = talk.node.open(now: .zero)
        for number in 1...2 { talk.introduce(Peer(number)) }
        talk.pass(untilDue: .maintenance)
        let sparse = talk.now
        talk.pass(untilDue: .maintenance)
        #expect((.seconds(8) ... .seconds(12)).contains(talk.now - sparse))
        // Many, for those who keep silent leave.
        for number in 1...12 { talk.place(Peer(number).route) }
        talk.pass(untilDue: .maintenance)
        for _ in 0..<20 {
            let last = talk.now
            for number in 1...12 { talk.place(Peer(number).route) }
            talk.pass(untilDue: .maintenance)
            #expect((.seconds(12) ... .seconds(18)).contains(talk.now - last))
        }
    }

    @Test("every five minutes what is known is handed out to be remembered")
    func remembers() throws {
        var talk = Dialogue()
        talk.areKnownAlive = true
        _ = talk.node.open(now: .zero)
        talk.introduce(Peer(1))
        let peers = (1...12).map { Peer($0).route }
        var handed: [RouteEntry] = []
        while handed.isEmpty, talk.now < .zero + .seconds(400) {
            for route in peers { talk.place(route) }
            handed = remembered(talk.pass(untilDue: .maintenance))
        }
        #expect(!handed.isEmpty)
        #expect(Set(handed).isSubset(of: peers))
        #expect((.seconds(300) ... .seconds(318)).contains(talk.now - .zero))
    }

    private func remembered(_ actions: [Action]) -> [RouteEntry] {
        actions.flatMap { action -> [RouteEntry] in
            guard case .remember(let routes) = action else { return [] }
            return routes.map(\.route)
        }
    }

    private func asked(_ actions: [Action]) -> [Endpoint] {
        actions.sent.filter { $0.solicit != nil }.map(\.destination)
    }
}
