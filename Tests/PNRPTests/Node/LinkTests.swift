import PeerBase
import Testing

@testable import PNRP

@Suite("Fresh hosts on one link, with no seed (behaviour 7)")
struct LinkTests {
    @Test("three that publish within the same second are Active within ten", arguments: 1...10 as ClosedRange<UInt64>)
    func sameSecond(seed: UInt64) throws {
        var link = Link(hosts: 3, seed: seed)
        for host in 0..<3 {
            try link.register(host)
            link.run(for: .milliseconds(300))
        }
        link.run(for: .seconds(9))
        #expect(link.states == [.active, .active, .active], "seed \(seed)")
    }

    @Test("the same when every announcement is lost", arguments: 1...10 as ClosedRange<UInt64>)
    func lostAnnouncements(seed: UInt64) throws {
        var link = Link(hosts: 3, seed: seed)
        link.losesAnnouncements = true
        for host in 0..<3 {
            try link.register(host)
            link.run(for: .milliseconds(300))
        }
        link.run(for: .seconds(9))
        #expect(link.states == [.active, .active, .active], "seed \(seed)")
    }

    @Test("opened long before anybody publishes: Active with the second name, at once", arguments: 1...5)
    func firstNames(seed: Int) throws {
        var link = Link(hosts: 3, seed: UInt64(seed))
        for host in 0..<3 { link.open(host) }
        link.run(for: .seconds(7))
        #expect(link.states == [.alone, .alone, .alone])
        try link.register(0)
        link.run(for: .milliseconds(100))
        #expect(link.states == [.alone, .active, .active], "who has no name has nothing to be known by")
        try link.register(1)
        link.run(for: .seconds(1))
        #expect(link.states == [.active, .active, .active], "seed \(seed)")
    }

    @Test("six hosts in pairs become one cloud", arguments: 1...5)
    func pairs(seed: Int) throws {
        var link = Link(hosts: 6, seed: UInt64(seed))
        for host in 0..<6 { try link.register(host) }
        link.run(for: .seconds(10))
        #expect(link.states.allSatisfy { $0 == .active })
        #expect(link.nodes.map(\.cache.count) == [5, 5, 5, 5, 5, 5], "seed \(seed)")
    }

    @Test("a single name makes a cloud for everybody but its publisher")
    func onePublisher() throws {
        var link = Link(hosts: 4, seed: 1)
        for host in 1..<4 { link.open(host) }
        try link.register(0)
        link.run(for: .seconds(30))
        #expect(link.states == [.alone, .active, .active, .active])
    }
}
