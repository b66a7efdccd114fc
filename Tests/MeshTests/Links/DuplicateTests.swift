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
        #expect(we.node.neighbours.map(\.link) == [second])
        #expect(we.said(on: second).first == .welcome(.init(node: we.node.id, referrals: [])))
        #expect(!we.isClosed(first), "the other side may not know yet")
        we.wait(.seconds(30))
        #expect(we.said(on: first) == [.disconnect(.init(reason: .duplicateNeighbor, referrals: []))])
        #expect(we.isClosed(first))
        #expect(!we.allEvents.contains(.wentOffline))
    }

    @Test("what comes on a link that rests is heard; of those that rest for one node only the last does")
    func resting() {
        var we = Dialogue(.classic)
        let first = we.welcome(5)
        we.wait(.seconds(2))
        let second = we.welcome(5)
        we.wait(.seconds(3))
        we.hear(.flood(flood("overtaken")), on: first)
        #expect(
            we.all.contains {
                if case .deliver(let said) = $0 { said.content.body == .text("overtaken") } else { false }
            })
        let third = we.welcome(5)
        we.wait(.seconds(3))
        #expect(we.isClosed(first) && !we.isClosed(second))
        #expect(we.node.neighbours.map(\.link) == [third])
    }

    @Test("the other side keeps the link that rests here: it is a neighbour again, and nobody was without one")
    func recalled() {
        for ending in [Frame.disconnect(.init(reason: .duplicateNeighbor, referrals: [])), nil] {
            var we = Dialogue(.classic)
            let first = we.welcome(5)
            we.wait(.seconds(2))
            let second = we.welcome(5)
            we.wait(.seconds(3))
            if let ending { we.hear(ending, on: second) } else { we.lose(second) }
            #expect(we.node.neighbours.map(\.link) == [first])
            #expect(!we.allEvents.contains(.wentOffline))
        }
    }

    @Test("a third link goes on where the second ends: the first rests, and the node is one neighbour")
    func third() {
        for ending in [Frame.disconnect(.init(reason: .duplicateNeighbor, referrals: [])), nil] {
            var we = Dialogue(.classic)
            _ = we.welcome(5)
            we.wait(.seconds(2))
            let second = we.welcome(5)
            we.wait(.seconds(3))
            let third = we.welcome(5)
            if let ending { we.hear(ending, on: second) } else { we.lose(second) }
            #expect(we.node.neighbours.map(\.link) == [third])
        }
    }

    @Test("whoever leaves the mesh on the newer link is not taken back on the older one")
    func leavesForGood() {
        var we = Dialogue(.classic)
        _ = we.welcome(5)
        we.wait(.seconds(2))
        let second = we.welcome(5)
        we.wait(.seconds(3))
        we.hear(.disconnect(.init(reason: .leavingMesh, referrals: [])), on: second)
        #expect(we.node.neighbours.isEmpty)
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

    @Test("who comes with the id of a neighbour and another key does not take its place, alive or silent")
    func borrowedID() throws {
        for pause: Duration in [.zero, .seconds(2)] {
            var we = Dialogue()
            let first = we.accept(from: 5, key: [5])
            we.hear(.connectFrom(5), on: first)
            we.wait(pause)
            let second = we.accept(from: 6, key: [6])
            we.hear(.connectFrom(5), on: second)
            guard case .refuse(let refuse)? = we.said(on: second).first else {
                Issue.record("it was not refused")
                continue
            }
            #expect(refuse.reason == .duplicateNodeID)
            we.wait(.seconds(4))
            #expect(we.node.neighbours.map(\.link) == [first])
        }
    }

    @Test("a node that we dialled and that answers with the id of a neighbour is left")
    func borrowedWelcome() throws {
        // An honest id below ours would let the link that we opened take the place of the older one.
        for seed: UInt64 in 1...4 {
            var we = Dialogue(seed: seed)
            let first = we.accept(from: 5, key: [5])
            let highest = NodeID(.max) ?? .numbered(5)
            we.hear(.connect(.init(node: highest, address: VirtualWire.address(5))), on: first)
            we.resolved([6])
            let dial = try #require(we.dialled.first)
            we.open(dial, to: 6, key: [6])
            we.hear(.welcome(.init(node: highest, referrals: [])), on: dial)
            #expect(we.isClosed(dial) && we.node.neighbours.map(\.link) == [first])
            #expect(
                we.said(on: dial).contains {
                    if case .disconnect(let d) = $0 { d.reason == .duplicateNodeID } else { false }
                })
        }
    }

    @Test("the same key and id are the same node: its new link takes the place of the silent one")
    func sameKey() {
        var we = Dialogue()
        let first = we.accept(from: 5, key: [5])
        we.hear(.connectFrom(5), on: first)
        we.wait(.seconds(2))
        let second = we.accept(from: 5, key: [5])
        we.hear(.connectFrom(5), on: second)
        we.wait(.seconds(3))
        #expect(we.node.neighbours.map(\.link) == [second])
        #expect(we.node.links[first]?.state == .resting)
    }

    @Test("who was admitted as one node cannot say Connect or Welcome as another")
    func otherName() throws {
        var we = Dialogue()
        let visit = we.accept(from: 5, node: .numbered(5))
        we.hear(.connectFrom(7), on: visit)
        #expect(we.isClosed(visit) && we.said(on: visit).isEmpty)
        let honest = we.accept(from: 8, node: .numbered(8))
        we.hear(.connectFrom(8), on: honest)
        #expect(we.neighbourIDs == [.numbered(8)])
        we.resolved([6])
        let dial = try #require(we.dialled.first)
        we.open(dial, to: 6, node: .numbered(6))
        we.hear(.welcomeFrom(7), on: dial)
        #expect(we.isClosed(dial) && we.neighbourIDs == [.numbered(8)])
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

    /// Somebody's first message.
    private func flood(_ text: String) -> Frame.Flood {
        let content = Content(
            meshHash: [UInt8](repeating: 7, count: 32), path: "/chat", sender: .numbered(5), nickname: "n5",
            sequence: 1,
            opening: 1, time: 1_800_000_000_000, body: .text(text))
        let (signed, signature) = Seal.plain.seal(content)
        return Frame.Flood(signed: signed, signature: signature, hopsLeft: nil, hopsDone: 0)
    }
}
