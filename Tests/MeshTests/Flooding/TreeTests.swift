import PeerBase
import PeerSimulation
import Testing

@testable import Mesh

@Suite("The tree of the modern profile (peer channel 22)")
struct TreeTests {
    private func id(_ number: UInt8) -> MessageID {
        guard let id = MessageID([UInt8](repeating: number, count: 20)) else { preconditionFailure("20 bytes") }
        return id
    }

    /// Six nodes, each linked to all others.
    private func complete(_ profile: Profile) -> Circle {
        var circle = Circle()
        for _ in 0..<6 { circle.add(profile) }
        for one in 0..<6 { for other in one + 1..<6 { circle.link(one, other) } }
        circle.run(for: .seconds(1))
        return circle
    }

    @Test("a duplicate prunes its link, from which only announcements come then; three links stay in the tree")
    func pruning() throws {
        var duplicates: [Profile: Int] = [:]
        for profile in Profile.allCases {
            var circle = complete(profile)
            let before = circle.nodes.map(\.counters.duplicates).reduce(0, +)
            for number in 0..<10 {
                try circle.say("\(number)", by: number % 6)
                circle.run(for: .milliseconds(200))
            }
            duplicates[profile] = circle.nodes.map(\.counters.duplicates).reduce(0, +) - before
            for number in 0..<6 { #expect(circle.heard(number).count == (number < 4 ? 8 : 9)) }
            let hasPruned = circle.sent.contains { $0.frame == .prune }
            #expect(hasPruned == (profile == .modern))
        }
        #expect(try #require(duplicates[.modern]) * 2 < #require(duplicates[.classic]))
    }

    @Test("a node with three links prunes none")
    func fewLinks() throws {
        var circle = Circle()
        for _ in 0..<4 { circle.add() }
        for one in 0..<4 { for other in one + 1..<4 { circle.link(one, other) } }
        circle.run(for: .seconds(1))
        try circle.say("hello", by: 0)
        circle.run(for: .seconds(1))
        #expect(circle.nodes.map(\.counters.duplicates).reduce(0, +) > 0)
        #expect(!circle.sent.contains { $0.frame == .prune })
    }

    @Test("what is only announced is asked for after 100 ms, and its link joins the tree")
    func graft() throws {
        var circle = Circle.row(3)
        circle.run(for: .milliseconds(200))
        circle.hear(.prune, at: 1, from: 2)
        #expect(circle.nodes[1].neighbours.map(\.isEager) == [true, false])
        try circle.say("hello", by: 0)
        circle.run(for: .milliseconds(10 + 50 + 10 + 99))
        #expect(!circle.frames(from: 2, to: 1).contains { if case .graft = $0 { true } else { false } })
        #expect(circle.copies(from: 1, to: 2) == [])
        circle.run(for: .milliseconds(1 + 20))
        #expect(circle.heard(2) == ["hello"])
        #expect(circle.nodes[1].neighbours.map(\.isEager) == [true, true])
    }

    @Test("what a node says itself goes out on all its links, what it relays on those of the tree")
    func ownWords() throws {
        var circle = Circle.row(3)
        circle.run(for: .milliseconds(200))
        circle.hear(.prune, at: 1, from: 2)
        try circle.say("own", by: 1)
        try circle.say("relayed", by: 0)
        circle.run(for: .milliseconds(20))
        #expect(circle.copies(from: 1, to: 2) == ["own"])
        #expect(circle.nodes[1].neighbours.map(\.isEager) == [true, false])
    }

    @Test("who does not answer is passed over after 50 ms for the next announcer; nobody is asked twice")
    func nextAnnouncer() {
        var circle = Circle()
        for _ in 0..<4 { circle.add() }
        for other in 1...3 { circle.link(0, other) }
        circle.run(for: .seconds(6))
        for other in 1...2 { circle.hear(.iHave([id(1)]), at: 0, from: other) }
        circle.run(for: .milliseconds(99))
        #expect(circle.nodes[0].counters.grafts == 0)
        circle.run(for: .milliseconds(1))
        #expect(circle.frames(from: 0, to: 1).contains(.graft([id(1)])))
        circle.run(for: .milliseconds(49))
        #expect(!circle.frames(from: 0, to: 2).contains(.graft([id(1)])))
        circle.run(for: .milliseconds(1))
        #expect(circle.frames(from: 0, to: 2).contains(.graft([id(1)])))
        circle.run(for: .seconds(1))
        #expect(circle.nodes[0].counters.grafts == 2)
        #expect(!circle.frames(from: 0, to: 3).contains(.graft([id(1)])))
    }

    @Test("announcements are gathered for 50 ms")
    func batch() throws {
        var circle = Circle.row(3)
        circle.run(for: .milliseconds(200))
        circle.hear(.prune, at: 1, from: 2)
        let before = circle.frames(from: 1, to: 2).count
        for number in 0..<5 {
            try circle.say("\(number)", by: 0)
            circle.run(for: .milliseconds(9))
        }
        #expect(circle.copies(from: 1, to: 2) == [])
        circle.run(for: .milliseconds(20))
        let batches = circle.frames(from: 1, to: 2).dropFirst(before).compactMap {
            if case .iHave(let ids) = $0 { ids.count } else { nil }
        }
        #expect(batches == [5])
        circle.run(for: .seconds(2))
        #expect(circle.heard(2) == ["0", "1", "2", "3", "4"])
    }

    @Test("a large message that has come is called off at the other neighbours, a small one is not")
    func largeMessages() throws {
        var circle = Circle()
        for _ in 0..<3 { circle.add() }
        circle.link(0, 1)
        circle.link(0, 2)
        circle.run(for: .milliseconds(200))
        try circle.say("small", by: 1)
        try circle.say(String(repeating: "x", count: 9000), by: 1)
        circle.run(for: .seconds(1))
        let unwanted = circle.frames(from: 0, to: 2).filter { if case .iDontWant = $0 { true } else { false } }
        #expect(unwanted.count == 1)
        #expect(!circle.frames(from: 0, to: 1).contains { if case .iDontWant = $0 { true } else { false } })
    }

    @Test("what a neighbour does not want is not sent to it")
    func unwanted() throws {
        var circle = Circle.row(3)
        circle.run(for: .milliseconds(200))
        // Node 2 has the message already when it reaches node 1.
        let text = String(repeating: "x", count: 9000)
        try circle.say(text, by: 0)
        let flood = try #require(
            circle.frames(from: 0, to: 1).compactMap { if case .flood(let flood) = $0 { flood } else { nil } }.last)
        circle.hear(.iDontWant([ToySeal.functions().identify(flood.signed)]), at: 1, from: 2)
        circle.run(for: .seconds(1))
        #expect(circle.heard(1) == [text])
        #expect(circle.copies(from: 1, to: 2) == [])
    }

    @Test("a congested link gets announcements, once there is room again (20.7)", arguments: Profile.allCases)
    func congestion(profile: Profile) throws {
        var circle = Circle.row(2, profile)
        circle.run(for: .milliseconds(200))
        let link = try #require(circle.nodes[0].connectedLinks.first)
        circle.perform(0) { $0.setCongested(link, true, now: $1) }
        try circle.say("hello", by: 0)
        circle.run(for: .seconds(3))
        #expect(circle.heard(1) == [] && circle.copies(from: 0, to: 1) == [])
        circle.perform(0) { $0.setCongested(link, false, now: $1) }
        circle.run(for: .milliseconds(400))
        #expect(circle.heard(1) == ["hello"])
    }

    @Test("a new link is told what was said while it was not there")
    func newLink() throws {
        var circle = Circle.row(4)
        circle.run(for: .seconds(2))
        circle.cut(1, 2)
        try circle.say("into the gap", by: 0)
        circle.run(for: .seconds(2))
        #expect(circle.heard(3) == [])
        circle.link(1, 3)
        circle.run(for: .seconds(2))
        #expect(circle.heard(2) == ["into the gap"] && circle.heard(3) == ["into the gap"])
    }

    @Test("a message is sent once on a link to who asks, however often it asks")
    func amplification() throws {
        var circle = Circle.row(3)
        circle.run(for: .milliseconds(200))
        circle.hear(.prune, at: 1, from: 2)
        try circle.say("hello", by: 0)
        circle.run(for: .milliseconds(80))
        let announced = circle.frames(from: 1, to: 2).compactMap { if case .iHave(let ids) = $0 { ids } else { nil } }
        let ids = try #require(announced.last)
        for _ in 0..<5 { circle.hear(.graft(ids + [id(9)]), at: 1, from: 2) }
        #expect(circle.copies(from: 1, to: 2) == ["hello"])
    }

    @Test("asking for more messages in turn than are known of a neighbour brings each once")
    func cycle() {
        var circle = Circle()
        for _ in 0..<3 { circle.add() }
        circle.link(0, 1)
        circle.link(0, 2)
        circle.run(for: .seconds(1))
        // Node 2 said none of this, and would not understand a report of it.
        circle.spoil = { frame, _, _ in if case .linkUtility = frame { nil } else { frame } }
        circle.hear(.prune, at: 0, from: 1)
        let floods = (0..<1200).map { said($0, at: circle) }
        for flood in floods { circle.hear(.flood(flood), at: 0, from: 2) }
        #expect(circle.copies(from: 0, to: 1) == [])
        let ids = floods.map { ToySeal.functions().identify($0.signed) }
        // Few at once, lest the link's queue overflows (20.7).
        circle.hear(.graft(ids), at: 0, from: 1)
        #expect(circle.copies(from: 0, to: 1).count == Limits.floodsPerGraft)
        for _ in 0..<30 { circle.hear(.graft(ids), at: 0, from: 1) }
        #expect(circle.copies(from: 0, to: 1).count == 1200)
    }

    @Test("all that a neighbour announced and that has not come is asked for in one frame")
    func oneFrame() {
        var circle = Circle()
        for _ in 0..<3 { circle.add() }
        for other in 1...2 { circle.link(0, other) }
        circle.run(for: .seconds(6))
        circle.hear(.iHave((1...40).map { id($0) }), at: 0, from: 1)
        circle.hear(.iHave((30...50).map { id($0) }), at: 0, from: 2)
        circle.run(for: .milliseconds(149))
        let grafts = (1...2).map { other in
            circle.frames(from: 0, to: other).compactMap { if case .graft(let ids) = $0 { Set(ids) } else { nil } }
        }
        #expect(grafts == [[Set((1...40).map { id($0) })], [Set((41...50).map { id($0) })]])
    }

    @Test("more than one answer may hold is offered again, and comes by and by")
    func largeRequest() throws {
        var circle = Circle()
        for _ in 0..<3 { circle.add() }
        circle.link(0, 2)
        circle.run(for: .seconds(1))
        circle.spoil = { frame, _, _ in if case .linkUtility = frame { nil } else { frame } }
        for number in 0..<600 { circle.hear(.flood(said(number, at: circle)), at: 0, from: 2) }
        circle.link(0, 1)
        circle.run(for: .seconds(5))
        #expect(circle.nodes[1].counters.grafts > Limits.floodsPerGraft)
        #expect(circle.heard(1).count == 600 && Set(circle.heard(1)).count == 600)
    }

    @Test("whoever was asked and lives has ten seconds to answer; when its link breaks, the next is asked at once")
    func patience() {
        var circle = Circle()
        for _ in 0..<3 { circle.add() }
        for other in 1...2 { circle.link(0, other) }
        circle.run(for: .seconds(6))
        circle.hear(.iHave([id(1)]), at: 0, from: 1)
        circle.run(for: .seconds(9))
        #expect(!circle.nodes[0].flooding.missing.isEmpty)
        circle.hear(.iHave([id(1)]), at: 0, from: 2)
        circle.cut(0, 1)
        circle.run(for: .milliseconds(1))
        #expect(circle.frames(from: 0, to: 2).contains(.graft([id(1)])))
        circle.run(for: .seconds(2))
        #expect(circle.nodes[0].flooding.missing.isEmpty, "given up")
    }

    @Test("a neighbour that announces what it never sends is asked once for each")
    func liar() {
        var circle = Circle()
        for _ in 0..<2 { circle.add() }
        circle.link(0, 1)
        circle.run(for: .seconds(6))
        for _ in 0..<20 {
            circle.hear(.iHave([id(1), id(2)]), at: 0, from: 1)
            circle.run(for: .milliseconds(400))
        }
        #expect(circle.nodes[0].counters.grafts <= 2 * 20)
        circle.run(for: .seconds(11))
        #expect(circle.nodes[0].flooding.missing.isEmpty)
    }

    /// A message; no member says more than 50 of them.
    private func said(_ number: Int, at circle: Circle) -> Frame.Flood {
        let content = Content(
            meshHash: [UInt8](repeating: 7, count: 32), path: "/chat", sender: .numbered(100 + number / 50),
            nickname: "", sequence: UInt64(number % 50 + 1), opening: 5,
            time: 1_800_000_000_000 + circle.now.nanoseconds / 1_000_000, body: .text("\(number)"))
        let (signed, signature) = ToySeal.functions().seal(content)
        return Frame.Flood(signed: signed, signature: signature, hopsLeft: nil, hopsDone: 1)
    }

    @Test("a mesh that floods knows no tree", arguments: [Frame.prune, .iDontWant([])])
    func classic(frame: Frame) {
        var circle = Circle.row(2, .classic)
        circle.run(for: .milliseconds(200))
        circle.hear(frame, at: 0, from: 1)
        #expect(!circle.areLinked(0, 1))
    }
}
