import PeerBase
import Testing

@testable import Mesh

@Suite("Two links between two nodes (peer channel 5.4)") struct DuplicateTests {
    @Test("dials that cross leave one link, the same on both sides, and nobody goes offline", arguments: 1...20)
    func crossed(seed: UInt64) throws {
        var wire = VirtualWire(seed: seed)
        wire.registersAtOpen = false
        wire.registered = [0, 1]
        let (a, b) = (wire.add(), wire.add())
        wire.openNode(a)
        wire.openNode(b)
        wire.run(for: .seconds(20))
        #expect(wire.dials[a].first == VirtualWire.address(b) && wire.dials[b].first == VirtualWire.address(a))
        let ours = try #require(wire.nodes[a].neighbours.first)
        let theirs = try #require(wire.nodes[b].neighbours.first)
        #expect(wire.nodes[a].neighbours.count == 1 && wire.nodes[b].neighbours.count == 1, "seed \(seed)")
        #expect(ours.isInitiator != theirs.isInitiator, "seed \(seed)")
        #expect(
            ours.isInitiator == (wire.nodes[a].id < wire.nodes[b].id), "the one of the lower id stays, seed \(seed)")
        for node in [a, b] {
            #expect(wire.events[node].filter { $0 == .wentOnline }.count == 1, "seed \(seed)")
            #expect(!wire.events[node].contains(.wentOffline), "seed \(seed)")
        }
    }

    @Test("a second link of the same node is refused while the first one answers")
    func olderAnswers() throws {
        var we = Dialogue(.classic)
        let first = we.welcome(5)
        we.wait(.seconds(2))
        let second = we.welcome(5)
        #expect(we.said(on: second).isEmpty, "it has to wait")
        guard case .ping(let nonce)? = we.said(on: first).first else {
            Issue.record("the older link was not asked")
            return
        }
        we.hear(.pong(nonce: nonce), on: first)
        #expect(we.said(on: second) == [.refuse(.init(reason: .duplicateNeighbor, referrals: []))])
        #expect(we.node.neighbours.map(\.link) == [first])
    }

    @Test("a second link takes the place of one that is silent, without an Offline in between")
    func olderIsDead() throws {
        var we = Dialogue(.classic)
        let first = we.welcome(5)
        we.wait(.seconds(2))
        let second = we.welcome(5)
        we.wait(.seconds(3))
        #expect(we.isClosed(first))
        #expect(we.node.neighbours.map(\.link) == [second])
        #expect(!we.allEvents.contains(.wentOffline))
        #expect(we.said(on: second).first == .welcome(.init(node: we.node.id, referrals: [])))
    }

    @Test("the older link breaks while it is asked: the newer one goes on at once")
    func olderBreaks() {
        var we = Dialogue(.classic)
        let first = we.welcome(5)
        we.wait(.seconds(2))
        let second = we.welcome(5)
        we.lose(first)
        #expect(we.node.neighbours.map(\.link) == [second])
    }

    @Test("a Pong that nobody asked for proves nothing")
    func inventedPong() {
        var we = Dialogue(.classic)
        let first = we.welcome(5)
        we.wait(.seconds(2))
        let second = we.welcome(5)
        we.hear(.pong(nonce: 4711), on: first)
        #expect(!we.isClosed(second))
    }
}
