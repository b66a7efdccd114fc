import Testing

@testable import Mesh

@Suite("How useful a link is (peer channel 8)")
struct UtilityTests {
    @Test("32 useful messages from 0 give 2604; 4065 is the most (check 11)")
    func useful() {
        var flow = FlowState()
        for _ in 0..<32 { flow.noteReceived(isUseful: true) }
        #expect(flow.utility == 2604)
        for _ in 0..<10_000 { flow.noteReceived(isUseful: true) }
        #expect(flow.utility == 4065)
    }

    @Test("useful and useless in turn settle near 1985 to 2050 (check 11)")
    func alternating() {
        var flow = FlowState()
        for turn in 0..<2000 { flow.noteReceived(isUseful: turn.isMultiple(of: 2)) }
        #expect((1980...1990).contains(flow.utility))
        flow.noteReceived(isUseful: true)
        #expect((2040...2050).contains(flow.utility))
    }

    @Test("half of the memory is gone after 22 messages")
    func memory() {
        var flow = FlowState()
        for _ in 0..<1000 { flow.noteReceived(isUseful: true) }
        for _ in 0..<22 { flow.noteReceived(isUseful: false) }
        #expect((1900...2050).contains(flow.utility))
    }

    @Test(
        "a report goes out after 32 messages, and a minute after the first at the latest", arguments: Profile.allCases)
    func reports(profile: Profile) throws {
        var circle = Circle.row(2, profile)
        circle.run(for: .milliseconds(100))
        for number in 0..<40 {
            try circle.say("\(number)", by: 0)
            circle.run(for: .milliseconds(60))
        }
        let reports = circle.frames(from: 1, to: 0).compactMap(\.report)
        #expect(reports == [.init(total: 32, useful: 32)])
        circle.run(for: .seconds(70))
        let more = circle.frames(from: 1, to: 0).compactMap(\.report)
        #expect(more.count == 2)
        #expect(more.last.map { $0.total > 8 && $0.total < 32 && $0.useful == $0.total } == true)
        let flow = try #require(circle.nodes[0].links[circle.nodes[0].connectedLinks[0]]?.flow)
        #expect(flow.unacknowledged < 3, "the reports say what arrived")
        #expect(flow.utility > 2604, "a report counts as if they had come here")
    }

    @Test(
        "a report that does not add up ends the link (check 12)",
        arguments: [(3, 4), (33, 1), (11, 1), (UInt32.max, UInt32.max)])
    func hostileReports(total: UInt32, useful: UInt32) throws {
        var circle = Circle.row(2)
        circle.run(for: .milliseconds(100))
        for number in 0..<9 { try circle.say("\(number)", by: 0) }
        circle.hear(.linkUtility(.init(total: 1, useful: 1)), at: 0, from: 1)
        #expect(circle.areLinked(0, 1))
        circle.hear(.linkUtility(.init(total: total, useful: useful)), at: 0, from: 1)
        #expect(!circle.areLinked(0, 1))
    }
}

extension Frame {
    fileprivate var report: LinkUtility? {
        guard case .linkUtility(let report) = self else { return nil }
        return report
    }
}
