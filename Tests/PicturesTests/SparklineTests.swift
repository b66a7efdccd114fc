import Testing

@testable import Pictures

@Suite("Sparklines") struct SparklineTests {
    @Test("zero is the ground, the most is a full block, and what is not known is a dot")
    func steps() {
        let line = Sparkline([nil, 0, 1, 2, 3, 4, 5, 6, 7], width: 20)
        #expect(line.blocks == "·▁▂▃▄▅▆▇█")
        #expect(line.text() == "0–7, now 7")
    }

    @Test("a little is more than nothing")
    func little() {
        #expect(Sparkline([0, 1, 1000], width: 3).blocks == "▁▂█")
    }

    @Test("the same in ASCII")
    func ascii() {
        let line = Sparkline([nil, 0, 1, 4, 7.25], width: 5, .ascii)
        #expect(line.blocks == " _.=#")
        #expect(line.text(.ascii) == "0..7.3, now 7.3")
    }

    @Test("more values than columns: each column shows its highest")
    func peaks() {
        #expect(Sparkline([0, 0, 9, 0, 0, 0], width: 3).blocks == "▁█▁")
        #expect(Sparkline((0..<120).map { $0 == 60 ? 1 : 0 }, width: 40).blocks.count(where: { $0 == "█" }) == 1)
        #expect(Sparkline((0..<120).map(Double.init), width: 50).blocks.count == 50)
    }

    @Test("a level that never changed is said once; nothing known is said so")
    func flat() {
        #expect(Sparkline([3, 3, 3], width: 10).text() == "3")
        #expect(Sparkline([3, 3, 3], width: 10).blocks == "███")
        #expect(Sparkline([0, 0], width: 10).blocks == "▁▁")
        #expect(Sparkline([nil, nil], width: 10).text() == "unknown")
        #expect(Sparkline([], width: 10).blocks == "")
        #expect(Sparkline([5, nil], width: 10).text() == "5, now unknown")
    }
}
