import CommandTree
import Testing

@testable import Pictures

@Suite("A walk in the columns of a terminal") struct TextPictureTests {
    private func drawn(_ walk: Walk, _ width: Int, _ drawing: Drawing = .unicode) -> String {
        TextPicture(walk, width: width, drawing).lines.map { $0.text + "\n" }.joined()
    }

    @Test("eighty columns")
    func wide() {
        #expect(
            drawn(.toTyler, 80) == """
                ring ├─────────────⌂─────────────────────35──1────────────────────────────────┤
                                                          ▲ target

                 # asked              bits                        time
                 1 [2001:db8::2]:3540    4 █████▍                47 ms ▎             accepted
                 2 [2001:db8::3]:3540    7 █████████▎              2 s █████████████ unreachable
                 3 [2001:db8::4]:3540    0                       31 ms ▎             suspicious
                 4 [2001:db8::5]:3540  129 ███████████████████   47 ms ▎             dead end
                 5 [2001:db8::5]:3540  129 ███████████████████   47 ms ▎             proved

                """)
    }

    @Test("forty columns: addresses have lines of their own")
    func narrow() {
        #expect(
            drawn(.toTyler, 40) == """
                ring ├──────⌂────────351──────────────┤
                                      ▲ target

                 # asked; bits in common, time
                 1 [2001:db8::2]:3540
                       4 █▋       47 ms ▏    accepted
                 2 [2001:db8::3]:3540
                       7 ███        2 s ████ unreachable
                 3 [2001:db8::4]:3540
                       0          31 ms ▏    suspicious
                 4 [2001:db8::5]:3540
                     129 ██████   47 ms ▏    dead end
                 5 [2001:db8::5]:3540
                     129 ██████   47 ms ▏    proved

                """)
    }

    @Test("in ASCII, by somebody who has no place on the ring")
    func ascii() {
        let text = drawn(.toNobody, 64, .ascii)
        #expect(
            text == """
                ring |2-------------------------------------------------------|
                      ^ target

                 # asked   bits                     time
                 1 [::1]:2    ?                   0.4 ms ====        accepted
                 2 [::1]:3    6 ==========          1 ms =========== too busy

                """)
        #expect(text.utf8.allSatisfy { $0 < 0x80 })
    }

    @Test(
        "no line is wider than the terminal, whatever the walk", arguments: [1, 40, 41, 63, 64, 80, 100, 119, 120, 500])
    func widths(width: Int) {
        for seed in 1...20 as ClosedRange<UInt64> {
            for drawing in [Drawing.unicode, .ascii] {
                let walk = Walk.wandering(Int(seed) * 3, seed: seed, name: "0.\u{1B}[2J東京")
                for line in TextPicture(walk, width: width, drawing).lines {
                    #expect(displayWidth(of: line.text) <= max(40, min(120, width)), "seed \(seed): \(line.text)")
                }
            }
        }
    }

    @Test("verdicts have words and meanings, not only colours")
    func verdicts() {
        let line = TextPicture(.toTyler, width: 80).lines.first { $0.text.contains("unreachable") }
        #expect(line?.runs.last?.style == .bad)
        #expect(Set(Walk.Verdict.allCases.map(\.word)).count == Walk.Verdict.allCases.count)
    }

    @Test("nobody was asked")
    func empty() {
        let walk = Walk(name: "0.a", cloud: "Global_", result: .timedOut, elapsed: .zero)
        #expect(drawn(walk, 80) == "Nobody was asked.\n")
    }

    @Test("labels of strangers are harmless")
    func hostile() {
        var walk = Walk.toTyler
        walk.steps[0].node.label = "\u{1B}]0;x\u{7}"
        #expect(drawn(walk, 80).contains("\\x1b]0;x\\x07"))
        #expect(!drawn(walk, 80).contains("\u{1B}"))
    }
}
