import PeerBase
import Testing

@testable import Mesh

@Suite("A mesh grows and shrinks (peer channel 23)") struct MeshFormationTests {
    @Test("check 1: two nodes come online once; when one leaves the other goes offline at once")
    func twoNodes() {
        var wire = VirtualWire()
        let nodes = wire.start(2)
        wire.run(for: .seconds(5))
        for node in nodes { #expect(wire.events[node].filter { $0 == .wentOnline }.count == 1) }
        wire.closeNode(nodes[1])
        wire.run(for: .milliseconds(100))
        #expect(wire.events[nodes[0]].last == .wentOffline)
        #expect(!wire.nodes[nodes[0]].isOnline)
    }

    @Test("check 1: the cable of one is pulled, without a word: the other goes offline within 15 s", arguments: 1...5)
    func pulledCable(seed: UInt64) {
        var wire = VirtualWire(seed: seed)
        let nodes = wire.start(2)
        wire.run(for: .seconds(10))
        wire.unplugged = [nodes[1]]
        wire.run(for: .seconds(15))
        #expect(wire.events[nodes[0]].contains(.wentOffline), "seed \(seed)")
        wire.unplugged = []
        wire.run(for: .seconds(20))
        #expect(wire.neighbours(nodes[0]) == [nodes[1]], "they find each other again, seed \(seed)")
    }

    @Test("check 2: ten nodes started within 100 ms are one mesh within 5 s", arguments: 1...10)
    func tenNodes(seed: UInt64) {
        var wire = VirtualWire(seed: seed)
        for _ in 0..<10 {
            _ = wire.start(1)
            wire.run(for: .milliseconds(10))
        }
        wire.run(for: .milliseconds(4900))
        #expect(wire.reached(from: 0).count == 10, "seed \(seed)")
        for node in wire.nodes { #expect((1...8).contains(node.neighbours.count), "seed \(seed)") }
    }

    @Test("a classic mesh of ten is whole after its second pass, with two to seven neighbours each", arguments: 1...5)
    func tenClassicNodes(seed: UInt64) {
        var wire = VirtualWire(seed: seed)
        _ = wire.start(10, .classic)
        wire.run(for: .seconds(310))
        #expect(wire.reached(from: 0).count == 10, "seed \(seed)")
        for node in wire.nodes { #expect((2...7).contains(node.neighbours.count), "seed \(seed)") }
    }

    @Test("check 3: who finds a busy node gets in elsewhere by its referrals", arguments: Profile.allCases)
    func busyElsewhere(profile: Profile) {
        var wire = VirtualWire(seed: 4)
        wire.registersAtOpen = false
        wire.registered = [0]
        let most = profile.settings.most
        for _ in 0...most {
            _ = wire.start(1, profile)
            wire.run(for: .milliseconds(200))
        }
        while wire.nodes[0].neighbours.count < most { wire.run(for: .seconds(5)) }
        let late = wire.start(1, profile)[0]
        wire.run(for: .seconds(5))
        let first = wire.frames(from: 0, to: late).first
        guard case .refuse(let refuse)? = first else {
            Issue.record("\(String(describing: first))")
            return
        }
        #expect(refuse.reason == .nodeBusy && !refuse.referrals.isEmpty)
        #expect(wire.nodes[late].isOnline)
        #expect(!wire.neighbours(late).contains(0))
    }

    @Test(
        "check 13, the link half: two passwords make two meshes that never connect, and each is whole within 10 s",
        arguments: 1...40)
    func twoGroups(seed: UInt64) {
        var wire = VirtualWire(seed: seed)
        for number in 0..<10 {
            let node = wire.add()
            wire.passwords[node] = number % 2 == 0 ? "even" : "odd"
        }
        for number in 0..<10 { wire.openNode(number) }
        wire.run(for: .seconds(10))
        #expect(wire.reached(from: 0) == [0, 2, 4, 6, 8], "seed \(seed)")
        #expect(wire.reached(from: 1) == [1, 3, 5, 7, 9], "seed \(seed)")
        let dials = wire.dials.map(\.count)
        wire.run(for: .seconds(120))
        for number in 0..<10 {
            let strangers = wire.dials[number].filter { dialled in
                (0..<10).contains { $0 % 2 != number % 2 && VirtualWire.address($0) == dialled }
            }
            #expect(Set(strangers).count == strangers.count, "nobody is tried twice, seed \(seed), \(dials)")
        }
    }

    @Test("check 27: who leaves tells each neighbour, with referrals, and what is left stays one mesh")
    func leaving() {
        var wire = VirtualWire(seed: 2)
        let nodes = wire.start(8)
        wire.run(for: .seconds(40))
        let neighbours = wire.neighbours(nodes[0])
        wire.closeNode(nodes[0])
        for neighbour in neighbours {
            guard case .disconnect(let disconnect)? = wire.frames(from: nodes[0], to: neighbour).last else {
                Issue.record("\(neighbour) was not told")
                continue
            }
            #expect(disconnect.reason == .leavingMesh)
            #expect(disconnect.referrals.count == neighbours.count - 1)
        }
        wire.run(for: .seconds(5))
        #expect(wire.reached(from: nodes[1]).count == 7)
        #expect(wire.nodes[nodes[0]].nextDeadline == nil)
    }

    @Test("check 25, the link half: half of twenty die; the others are one mesh within 5 s", arguments: 1...3)
    func halfDies(seed: UInt64) {
        var wire = VirtualWire(seed: seed)
        let nodes = wire.start(20)
        wire.run(for: .seconds(65))
        #expect(wire.reached(from: 0).count == 20, "seed \(seed)")
        for node in nodes[..<10] { wire.kill(node) }
        wire.run(for: .seconds(5))
        #expect(wire.reached(from: 10) == Set(10..<20), "seed \(seed)")
    }

    @Test("a mesh at rest stays as it is: nobody is dialled for ever", arguments: 1...3)
    func rest(seed: UInt64) {
        var wire = VirtualWire(seed: seed)
        let nodes = wire.start(12)
        wire.run(for: .seconds(120))
        let before = wire.dials.map(\.count).reduce(0, +)
        let resolves = wire.resolves.reduce(0, +)
        wire.run(for: .seconds(120))
        #expect(wire.dials.map(\.count).reduce(0, +) - before <= nodes.count * 2, "seed \(seed)")
        #expect(wire.resolves.reduce(0, +) - resolves <= nodes.count * 5, "seed \(seed)")
    }

    @Test("the same seed makes the same mesh")
    func repeatable() {
        func run() -> [[Int]] {
            var wire = VirtualWire(seed: 11)
            let nodes = wire.start(15)
            wire.run(for: .seconds(90))
            return nodes.map { wire.neighbours($0) } + wire.dials.map { [$0.count] }
        }
        #expect(run() == run())
    }
}
