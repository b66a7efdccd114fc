import PeerBase
import Testing

@testable import Mesh

/// Two nodes dial each other while they talk. Each connection has a delay of its own, so that what is said on one overtakes
/// what is said on the other.
@Suite("Dials that cross, on links of different length (peer channel 5.4)") struct CrossedDialTests {
    private struct Course {
        var wire: VirtualWire
        /// What each said while it had a neighbour.
        var said: [[String]] = [[], []]

        init(_ profile: Profile, seed: UInt64, delays: ClosedRange<Int64>) {
            wire = VirtualWire(seed: seed)
            wire.registersAtOpen = false
            wire.delays = delays
            for _ in 0..<2 { wire.openNode(wire.add(profile)) }
            wire.run(for: .milliseconds(100))
        }

        /// A node learns where the other one is, and dials.
        mutating func tell(_ node: Int) {
            wire.perform(node) { $0.resolved([VirtualWire.address(1 - node)], now: $1) }
        }

        mutating func talk(for duration: Duration, every pause: Duration = .milliseconds(75)) {
            let end = wire.now + duration
            while wire.now < end {
                for node in 0..<2 where wire.nodes[node].isOnline {
                    let text = "\(node) \(said[node].count)"
                    wire.perform(node) { (try? $0.say(text, hops: nil, now: $1)) ?? [] }
                    said[node].append(text)
                }
                wire.run(for: pause)
            }
        }

        func heard(by node: Int) -> [String] {
            wire.deliveries[node].compactMap { delivery in
                guard case .text(let text) = delivery.content.body, delivery.hops > 0 else { return nil }
                return text
            }
        }

        func changes(at node: Int) -> [Event] {
            wire.events[node].filter { $0 == .wentOnline || $0 == .wentOffline }
        }
    }

    private func expectOneLink(_ course: Course, _ seed: UInt64) {
        let nodes = course.wire.nodes
        #expect(course.wire.connections == 1, "seed \(seed)")
        #expect(nodes.allSatisfy { $0.neighbours.count == 1 }, "seed \(seed)")
        #expect(Set(nodes.flatMap(\.neighbours).map(\.isInitiator)).count == 2, "one and the same, seed \(seed)")
        for node in 0..<2 {
            #expect(course.changes(at: node) == [.wentOnline], "node \(node), seed \(seed)")
            #expect(course.heard(by: 1 - node).sorted() == course.said[node].sorted(), "node \(node), seed \(seed)")
        }
    }

    @Test("at the same moment", arguments: Profile.allCases, 1...25 as ClosedRange<UInt64>)
    func atOnce(profile: Profile, seed: UInt64) {
        var course = Course(profile, seed: seed, delays: 1...400)
        for node in 0..<2 { course.tell(node) }
        course.talk(for: .seconds(8))
        course.wire.run(for: .seconds(60))
        expectOneLink(course, seed)
        let ids = course.wire.nodes.map(\.id)
        let stays = course.wire.nodes[0].neighbours.first?.isInitiator
        #expect(stays == (ids[0] < ids[1]), "the one that the lower id opened, seed \(seed)")
    }

    @Test("one a moment after the other", arguments: Profile.allCases, 1...75 as ClosedRange<UInt64>)
    func skewed(profile: Profile, seed: UInt64) {
        var random = RandomSource(seed: seed)
        var course = Course(profile, seed: seed, delays: 1...400)
        let first = Int.random(in: 0...1, using: &random)
        course.tell(first)
        course.talk(for: .milliseconds(Int64.random(in: 1...1500, using: &random)))
        course.tell(1 - first)
        course.talk(for: .seconds(8))
        course.wire.run(for: .seconds(60))
        expectOneLink(course, seed)
    }

    @Test(
        "on links so slow that the one that is asked seems dead", arguments: Profile.allCases,
        1...75 as ClosedRange<UInt64>)
    func slow(profile: Profile, seed: UInt64) {
        var random = RandomSource(seed: seed)
        var course = Course(profile, seed: seed, delays: 1...2500)
        let first = Int.random(in: 0...1, using: &random)
        let pause: Duration = seed.isMultiple(of: 2) ? .milliseconds(75) : .seconds(4)
        course.tell(first)
        course.talk(for: .milliseconds(Int64.random(in: 1...5000, using: &random)), every: pause)
        course.tell(1 - first)
        course.talk(for: .seconds(15), every: pause)
        course.wire.run(for: .seconds(60))
        expectOneLink(course, seed)
    }
}
