import PeerBase
import Testing

@testable import Mesh

@Suite("Time that a starved machine did not give us does not count (peer channel 6.1, 20.7, 22)")
struct AttendedClockTests {
    private func instant(_ milliseconds: Int64) -> Instant { Instant(nanoseconds: milliseconds * 1_000_000) }

    @Test("on time, and a little late, it is the wall's")
    func punctual() {
        var clock = AttendedClock()
        #expect(clock.time(at: instant(100), due: nil) == instant(100))
        #expect(clock.time(at: instant(1000), due: instant(1000)) == instant(1000))
        #expect(clock.time(at: instant(2050), due: instant(2000)) == instant(2050))
        #expect(clock.missed == .zero)
    }

    @Test("with a late alarm it stands still where the alarm was due, and goes on from there")
    func late() {
        var clock = AttendedClock()
        _ = clock.time(at: instant(0), due: nil)
        #expect(clock.time(at: instant(9000), due: instant(1000)) == instant(1000))
        // Still the same alarm: what is read meanwhile is read at one instant.
        #expect(clock.time(at: instant(9500), due: instant(1000)) == instant(1000))
        #expect(clock.missed == .milliseconds(8500))
        #expect(clock.time(at: instant(10_000), due: instant(10_500)) == instant(1500))
        #expect(clock.wall(at: instant(2000)) == instant(10_500))
    }

    @Test("it never runs backwards", arguments: 1...20)
    func monotonous(seed: UInt64) {
        var random = RandomSource(seed: seed)
        var clock = AttendedClock()
        var wall = instant(0)
        var last = clock.time(at: wall, due: nil)
        for _ in 0..<500 {
            wall = wall + .milliseconds(Int64.random(in: 0...400, using: &random))
            let lead = Duration.milliseconds(Int64.random(in: -500...500, using: &random))
            let due = Bool.random(using: &random) ? wall + lead : nil
            let time = clock.time(at: wall, due: due)
            #expect(time >= last && time <= wall, "seed \(seed)")
            last = time
        }
    }
}

@Suite("Two neighbours on a machine that lets them run every twenty seconds (peer channel 22)")
struct StarvedNeighboursTests {
    /// Two nodes that are fed everything that came, and whatever alarm is due, at once and then not for a while.
    private struct Pair {
        var nodes: [Node] = []
        var clocks = [AttendedClock(), AttendedClock()]
        var links: [LinkID] = []
        var inboxes: [[Frame]] = [[], []]
        var closed = false
        let isAttentive: Bool

        init(isAttentive: Bool) {
            self.isAttentive = isAttentive
            for number in 0..<2 {
                var dialogue = Dialogue(seed: UInt64(number + 1)) { $0.member = .numbered(number + 1) }
                links.append(dialogue.welcome(2 - number))
                nodes.append(dialogue.node)
            }
        }

        /// One turn of both: what the other said in its last turn is read, then the alarm fires.
        mutating func turn(at wall: Instant) {
            let come = inboxes
            inboxes = [[], []]
            for number in 0..<2 {
                let due = nodes[number].nextDeadline.map { clocks[number].wall(at: $0) }
                let now = isAttentive ? clocks[number].time(at: wall, due: due) : wall
                for frame in come[number] { perform(nodes[number].receive(frame, on: links[number], now: now), number) }
                perform(nodes[number].advance(to: now), number)
            }
        }

        private mutating func perform(_ actions: [Action], _ number: Int) {
            for action in actions {
                if case .send(let frame, links[number]) = action { inboxes[1 - number].append(frame) }
                if case .close(links[number]) = action { closed = true }
            }
        }
    }

    @Test("they stay neighbours, and would not by the wall's clock", arguments: [true, false])
    func starved(isAttentive: Bool) {
        var pair = Pair(isAttentive: isAttentive)
        for round in 1...100 where !pair.closed {
            pair.turn(at: Instant(nanoseconds: Int64(round) * 20_000_000_000))
        }
        #expect(pair.closed != isAttentive)
    }
}
