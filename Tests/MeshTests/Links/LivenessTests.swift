import PeerBase
import Testing

@testable import Mesh

@Suite("Signs of life (peer channel 22)") struct LivenessTests {
    @Test("a Ping is answered by its Pong, in both profiles", arguments: Profile.allCases)
    func pong(profile: Profile) {
        var we = Dialogue(profile)
        let link = we.welcome(5)
        we.hear(.ping(nonce: 4711), on: link)
        #expect(we.said(on: link) == [.pong(nonce: 4711)])
    }

    @Test("silence of 5 s brings a Ping, of 15 s the end; a classic link stays")
    func silence() {
        var we = Dialogue()
        let link = we.welcome(5)
        func pings(_ we: Dialogue) -> Int {
            we.said(on: link).filter { if case .ping = $0 { true } else { false } }.count
        }
        we.wait(.seconds(4))
        #expect(pings(we) == 0)
        we.wait(.seconds(2))
        #expect(pings(we) == 1)
        we.wait(.seconds(8))
        #expect(pings(we) == 1)
        #expect(!we.isClosed(link))
        we.wait(.seconds(1))
        #expect(we.isClosed(link))
        let caller = Endpoint(address: VirtualWire.ip(5), port: 40_000)
        #expect(we.events.contains(.neighbourLost(.numbered(5), caller, .tooSlow)))
        #expect(we.events.contains(.wentOffline))

        var classic = Dialogue(.classic)
        let quiet = classic.welcome(5)
        classic.wait(.seconds(3600))
        #expect(!classic.isClosed(quiet))
    }

    @Test("any frame is a sign of life, and the Pong to our Ping gives the round trip")
    func roundTrip() throws {
        var we = Dialogue()
        let link = we.welcome(5)
        we.wait(.seconds(4))
        we.hear(.ping(nonce: 1), on: link)
        we.wait(.seconds(5))
        guard case .ping(let nonce)? = we.said(on: link).last else {
            Issue.record("no Ping")
            return
        }
        we.hear(.pong(nonce: nonce &+ 1), on: link)
        #expect(we.node.neighbours.first?.roundTrip == nil)
        we.wait(.milliseconds(80))
        we.hear(.pong(nonce: nonce), on: link)
        #expect(we.node.neighbours.first?.roundTrip == .milliseconds(80))
    }
}

@Suite("The reserve and islands (peer channel 22)") struct ReserveTests {
    @Test("every minute a neighbour gets a sample with ourselves in it, and answers with one of its own")
    func shuffle() throws {
        var we = Dialogue()
        let link = we.welcome(5)
        var sample: [Referral] = []
        for _ in 0..<61 {
            we.wait(.seconds(1))
            for case .shuffle(let told) in we.said(on: link) { sample = told }
            we.hear(.pong(nonce: 0), on: link)
        }
        #expect(sample == [Referral(node: we.node.id, address: VirtualWire.address(999))])
        we.hear(.shuffleReply([.to(20), .to(21)]), on: link)
        #expect(we.node.reserve.knows(.numbered(20), VirtualWire.address(20)))
        we.hear(.shuffle([.to(22)]), on: link)
        guard case .shuffleReply(let answer)? = we.said(on: link).first(where: { $0.name == "ShuffleReply" }) else {
            Issue.record("no answer")
            return
        }
        #expect(answer.count == 1, "as many as were told")
        #expect(we.node.reserve.knows(.numbered(22), VirtualWire.address(22)))
    }

    @Test("a lost neighbour goes into the reserve and is tried again; after two failures it is forgotten")
    func lostNeighbour() throws {
        var we = Dialogue()
        we.resolved([])
        we.resolved([])
        let link = we.welcome(5)
        we.lose(link)
        #expect(we.node.reserve.knows(.numbered(5), VirtualWire.address(5)))
        for _ in 1...2 {
            we.wait(.seconds(7))
            let dial = try #require(we.dialled.first)
            we.lose(dial, .unreachable)
        }
        #expect(!we.node.reserve.knows(.numbered(5), VirtualWire.address(5)))
    }

    @Test("every five minutes a stranger of the resolver is tried as a link for a minute")
    func islands() throws {
        var we = Dialogue()
        for number in 1...5 { _ = we.welcome(number) }
        we.resolved([])
        PruningTests.keep(&we, 298)
        we.wait(.seconds(2))
        #expect(we.hasResolved)
        we.resolved([1, 2, 50])
        let link = try #require(we.dialled.first)
        #expect(we.dialledAddress(link) == VirtualWire.address(50))
        we.open(link, to: 50)
        we.hear(.welcomeFrom(50), on: link)
        #expect(we.said(on: link).contains { if case .shuffle = $0 { true } else { false } })
        #expect(we.node.neighbours.count == 6)
        PruningTests.keep(&we, 61)
        #expect(we.isClosed(link))
        #expect(we.node.neighbours.count == 5)
    }

    @Test("a link that brought what no other did may be the bridge between two islands, and stays")
    func bridge() throws {
        var we = Dialogue()
        for number in 1...5 { _ = we.welcome(number) }
        we.resolved([])
        PruningTests.keep(&we, 300)
        we.resolved([50])
        let link = try #require(we.dialled.first)
        we.open(link, to: 50)
        we.hear(.welcomeFrom(50), on: link)
        we.perform { node, _ in
            node.links[link]?.flow.noteReceived(isUseful: true)
            return []
        }
        PruningTests.keep(&we, 61)
        #expect(!we.isClosed(link))
    }

    @Test("a busy stranger's referrals lead to the same island, and three of them are followed")
    func busyStranger() throws {
        var we = Dialogue()
        for number in 1...5 { _ = we.welcome(number) }
        we.resolved([])
        PruningTests.keep(&we, 300)
        we.resolved([50])
        for step in 50..<53 {
            let link = try #require(we.dialled.first)
            #expect(we.dialledAddress(link) == VirtualWire.address(step))
            we.open(link, to: step)
            we.hear(.refuse(.init(reason: .nodeBusy, referrals: [.to(step + 1)])), on: link)
        }
        let last = try #require(we.dialled.first)
        we.open(last, to: 53)
        we.hear(.refuse(.init(reason: .nodeBusy, referrals: [.to(54)])), on: last)
        #expect(we.dialled.isEmpty)
    }
}
