import PeerBase
import Testing

@testable import Mesh

@Suite("Talk while the mesh is forming: everything once, and in the order of its sender (peer channel 20.6, 22)")
struct FormingTests {
    @Test("what was said before the first neighbour came is heard before what was said after")
    func beforeTheFirstNeighbour() throws {
        var circle = Circle()
        for _ in 0..<3 { circle.add() }
        circle.link(1, 2)
        circle.run()
        for number in 0..<7 { try circle.say("\(number)", by: 0) }
        circle.link(0, 1)
        for number in 7..<20 { try circle.say("\(number)", by: 0) }
        circle.run(for: .seconds(3))
        for listener in 1...2 {
            #expect(circle.heard(listener) == (0..<20).map(String.init))
            #expect(circle.deliveries[listener].allSatisfy { $0.missing == 0 })
        }
    }

    @Test("a late joiner who hears live messages before the answer gets the history first")
    func lateJoinerDuringTalk() throws {
        var circle = Circle.ring(3)
        circle.run()
        for number in 0..<5 {
            try circle.say("\(number)", by: number % 3)
            circle.run(for: .milliseconds(200))
        }
        let newcomer = circle.add()
        circle.delays[[0, newcomer]] = .milliseconds(400)
        circle.link(0, newcomer)
        circle.link(1, newcomer)
        for number in 5..<20 {
            try circle.say("\(number)", by: number % 3)
            circle.run(for: .milliseconds(50))
        }
        circle.run(for: .seconds(5))
        #expect(circle.heard(newcomer).count == 20)
        #expect(disorders(of: newcomer, in: circle) == [])
        #expect(circle.deliveries[newcomer].prefix(5).map(\.isHistory) == [true, true, true, true, true])
        #expect(circle.deliveries[newcomer].allSatisfy { $0.missing == 0 })
    }

    @Test("what the answerer itself waits for is not cut off by its answer")
    func answererWithAGap() throws {
        var circle = Circle.row(2)
        circle.run()
        circle.spoil = { frame, from, _ in if case .flood = frame, from == 0 { nil } else { frame } }
        for number in 0..<3 { try circle.say("\(number)", by: 0) }
        circle.spoil = nil
        for number in 3..<6 { try circle.say("\(number)", by: 0) }
        circle.run(for: .milliseconds(100))
        #expect(circle.heard(1) == [])
        let newcomer = circle.add()
        circle.link(1, newcomer)
        circle.run(for: .milliseconds(100))
        circle.link(0, newcomer)
        circle.run(for: .seconds(8))
        #expect(circle.heard(newcomer) == (0..<6).map(String.init))
        #expect(circle.heard(1) == (0..<6).map(String.init))
    }

    @Test("eight who talk while links of all delays come up", arguments: 1...20)
    func forming(seed: UInt64) throws {
        var random = RandomSource(seed: seed)
        var circle = Circle()
        for _ in 0..<8 { circle.add() }
        var links = (1..<8).map { [Int.random(in: 0..<$0, using: &random), $0] }
        for _ in 0..<6 {
            let extra = [Int.random(in: 0..<8, using: &random), Int.random(in: 0..<8, using: &random)].sorted()
            if extra[0] != extra[1], !links.contains(extra) { links.append(extra) }
        }
        links.shuffle(using: &random)
        for link in links { circle.delays[link] = .milliseconds(Int64.random(in: 1...150, using: &random)) }
        var lines = (0..<8).flatMap { speaker in (0..<20).map { _ in speaker } }.shuffled(using: &random)
        var said = [Int](repeating: 0, count: 8)
        while !links.isEmpty || !lines.isEmpty {
            if let link = links.first, lines.isEmpty || Int.random(in: 0..<8, using: &random) == 0 {
                circle.link(link[0], link[1])
                links.removeFirst()
            } else if let speaker = lines.popLast() {
                try circle.say("\(said[speaker])", by: speaker)
                said[speaker] += 1
            }
            circle.run(for: .milliseconds(Int64.random(in: 0...20, using: &random)))
        }
        circle.run(for: .seconds(10))
        for listener in 0..<8 {
            #expect(circle.deliveries[listener].count == 140, "seed \(seed), node \(listener)")
            #expect(disorders(of: listener, in: circle) == [], "seed \(seed), node \(listener)")
        }
    }

    /// Senders of whom a node heard something twice, or after what was said later.
    private func disorders(of listener: Int, in circle: Circle) -> [String] {
        Dictionary(grouping: circle.deliveries[listener], by: \.content.nickname).compactMap { nickname, deliveries in
            let sequences = deliveries.map(\.content.sequence)
            return zip(sequences, sequences.dropFirst()).allSatisfy(<) ? nil : "\(nickname): \(sequences)"
        }
    }
}
