import PNRP
import PeerSimulation
import Testing

@Suite("What p2psim tells of forged addresses (behaviour 17.3, 24.8)")
struct ReflectionStudyTests {
    @Test("only records and what a REQUEST asks for are worth more than seven times their question; FLOODs nothing")
    func costs() throws {
        var study = try ReflectionStudy(seed: 5)
        let costs = study.costs()
        let dear = costs.filter { $0.ratio > 7 }.map(\.kind)
        #expect(dear == ["INQUIRE A", "INQUIRE A X"])
        for cost in costs where cost.kind.hasPrefix("FLOOD") { #expect(cost.ratio < 1, "\(cost)") }
        for cost in costs { #expect(cost.elsewhere <= 2 * 76, "one INQUIRE, two transmissions: \(cost)") }
        #expect(costs.first { $0.kind == "INQUIRE A X" }?.answered ?? 0 > Limits.payloadBytes)
    }

    @Test("a siege brings no more than the bound")
    func siege() throws {
        var study = try ReflectionStudy(seed: 6)
        let siege = study.siege(seconds: 10)
        #expect(siege.answered > Limits.payloadBytes)
        // A mere "busy" is smaller than its question and not counted.
        #expect(siege.answered <= Limits.answerByteBurst + 10 * Limits.answerBytesPerSecond + siege.asked)
    }
}
