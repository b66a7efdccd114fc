import PeerBase
import PeerSimulation
import Testing

@testable import Mesh

@Suite("A message goes everywhere once (peer channel 7)")
struct FloodTests {
    @Test("a ring of five delivers each message once to every application (check 6)", arguments: Profile.allCases)
    func ring(profile: Profile) throws {
        var circle = Circle.ring(5, profile)
        circle.run()
        for number in 0..<5 { try circle.say("from \(number)", by: number) }
        circle.run()
        for number in 0..<5 {
            #expect(circle.heard(number).sorted() == (0..<5).filter { $0 != number }.map { "from \($0)" })
        }
        #expect(circle.nodes.map(\.counters.duplicates).reduce(0, +) > 0, "the ring closes somewhere")
        #expect(circle.nodes.map(\.counters.said) == [1, 1, 1, 1, 1])
    }

    @Test("a message never returns on the link it came from (check 7)", arguments: Profile.allCases)
    func noEcho(profile: Profile) throws {
        var circle = Circle.row(3, profile)
        circle.run()
        try circle.say("hello", by: 0)
        circle.run()
        #expect(circle.copies(from: 0, to: 1) == ["hello"])
        #expect(circle.copies(from: 1, to: 2) == ["hello"])
        #expect(circle.copies(from: 1, to: 0) == [] && circle.copies(from: 2, to: 1) == [])
    }

    @Test("with d links a flood brings d - 2 duplicates with each delivery (7.4)")
    func cost() throws {
        var circle = Circle()
        for _ in 0..<5 { circle.add(.classic) }
        for one in 0..<5 { for other in one + 1..<5 { circle.link(one, other) } }
        circle.run()
        let before = circle.nodes.map(\.counters.duplicates).reduce(0, +)
        try circle.say("hello", by: 0)
        circle.run(for: .milliseconds(100))
        // Four neighbours each: 4 copies of the first, 3 of each of the others; four of all are useful.
        #expect(circle.nodes.map(\.counters.duplicates).reduce(0, +) - before == 4 + 4 * 3 - 4)
    }

    @Test("hops counts links: 1 and 0 stay with the neighbours, 2 goes one further (check 8, 7.5)")
    func hops() throws {
        var circle = Circle.row(4, .classic)
        circle.run()
        for (hops, farthest) in [(UInt64(0), 1), (1, 1), (2, 2), (3, 3), (.max, 3)] {
            try circle.say("\(hops) hops", by: 0, hops: hops)
            circle.run()
            for number in 1...3 {
                let delivery = circle.deliveries[number].first { $0.content.spoken == "\(hops) hops" }
                #expect((delivery != nil) == (number <= farthest), "node \(number), \(hops) hops")
                if let delivery { #expect(delivery.hops == UInt32(number)) }
            }
        }
    }

    @Test("each answer of the filter, for what is said here and for what comes (check 9)", arguments: 0...3)
    func filter(answer: Int) throws {
        let propagation = try #require(Propagation(rawValue: answer))
        for origin in [Origin.local, .remote] {
            var circle = Circle()
            circle.add(.classic) { $0.filter = { _, from in from == origin ? propagation : .remote } }
            for _ in 0..<2 { circle.add(.classic) { $0.filter = { _, _ in .localAndRemote } } }
            circle.link(1, 0)
            circle.link(0, 2)
            circle.run()
            try circle.say("hello", by: origin == .local ? 0 : 1)
            circle.run()
            #expect(circle.heard(0) == (answer & 1 != 0 ? ["hello"] : []), "\(origin)")
            #expect(circle.heard(2) == (answer & 2 != 0 ? ["hello"] : []), "\(origin)")
        }
    }

    @Test("what is for another path is relayed and not delivered (check 10)")
    func otherPath() throws {
        var circle = Circle()
        circle.add()
        circle.add { $0.path = "/news" }
        circle.add()
        circle.link(0, 1)
        circle.link(1, 2)
        circle.run()
        try circle.say("for /chat", by: 0)
        circle.run()
        #expect(circle.heard(1) == [])
        #expect(circle.heard(2) == ["for /chat"])
    }

    @Test("a message of exactly the limit passes; one byte more is refused at the sender (check 24)")
    func limit() throws {
        var circle = Circle.row(2)
        circle.run()
        let limit = circle.nodes[0].configuration.messageLimit
        let empty = try encodedSize(of: "", in: circle)
        try circle.say(String(repeating: "x", count: limit - empty), by: 0)
        circle.run()
        #expect(circle.heard(1).map(\.utf8.count) == [limit - empty])
        #expect(throws: SayError.tooLong(limit: limit)) {
            try circle.say(String(repeating: "x", count: limit - empty + 1), by: 0)
        }
    }

    private func encodedSize(of text: String, in circle: Circle) throws -> Int {
        var copy = circle
        let before = copy.sent.count
        try copy.say(text, by: 0)
        let frame = try #require(copy.sent.dropFirst(before).first?.frame)
        guard case .flood(let flood) = frame else { return 0 }
        return flood.signed.count
    }

    @Test("a neighbour that sends more than the limit is cut off (17)")
    func oversize() {
        var circle = Circle.row(2)
        circle.run()
        let signed = [UInt8](repeating: 1, count: Limits.defaultMessageSize + 1)
        circle.hear(.flood(.init(signed: signed, signature: [], hopsLeft: nil, hopsDone: 0)), at: 0, from: 1)
        #expect(!circle.areLinked(0, 1))
    }
}
