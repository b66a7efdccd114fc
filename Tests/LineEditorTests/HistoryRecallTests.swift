import Testing

@testable import LineEditor

@Suite("Lines entered before, called back") struct HistoryRecallTests {
    private static let past = ["show list", "set seed ::1", "show list", "show seed", "p2p pnrp"]

    private func walk(from left: String, _ right: String = "") -> HistoryWalk {
        HistoryWalk(through: Self.past, from: .init(left: left, right: right))
    }

    // MARK: One by one

    @Test("an empty line is followed by all, newest first, and comes back in the end")
    func everything() {
        var walk = walk(from: "")
        #expect(walk.older()?.text == "p2p pnrp")
        #expect(walk.older()?.text == "show seed")
        #expect(walk.older()?.text == "show list")
        #expect(walk.newer()?.text == "show seed")
        #expect(walk.newer()?.text == "p2p pnrp")
        #expect(walk.newer()?.text == "")
        #expect(walk.newer() == nil)
    }

    @Test("what was typed is what the lines begin with, and is not lost")
    func prefix() {
        var walk = walk(from: "sh", "ow")
        #expect(walk.older() == .init(left: "show seed", right: ""))
        #expect(walk.older()?.text == "show list")
        #expect(walk.older()?.text == nil)
        #expect(walk.newer()?.text == "show seed")
        #expect(walk.newer() == .init(left: "sh", right: "ow"))
    }

    @Test("the line that is already there is no step")
    func sameLine() {
        var walk = walk(from: "show seed")
        #expect(walk.older() == nil)
        #expect(walk.isAt(.init(left: "show seed", right: "")))
    }

    @Test("without a past there is nothing")
    func empty() {
        var walk = HistoryWalk(through: [], from: .init(left: "x", right: ""))
        #expect(walk.older() == nil)
        #expect(walk.newer() == nil)
    }

    // MARK: Searching

    private func press(_ keys: String, in search: inout HistorySearch, moreFollows: Bool = false)
        -> HistorySearch.Outcome
    {
        var outcome = HistorySearch.Outcome.goOn
        for scalar in keys.unicodeScalars { outcome = search.press(scalar.value) { moreFollows } }
        return outcome
    }

    private func search(_ lines: [String] = past) -> HistorySearch {
        HistorySearch(through: lines, from: .init(left: "half a", right: " line"))
    }

    @Test("the newest line that holds the text, whatever the case, with the cursor before it")
    func found() {
        var search = search()
        #expect(search.place.text == "half a line")
        #expect(press("SEED", in: &search) == .goOn)
        #expect(search.place == .init(left: "show ", right: "seed"))
        #expect(search.prompt == "(search 'SEED')>")
    }

    @Test("Ctrl-R goes to older matches and Ctrl-S back, never twice to the same line")
    func older() {
        var search = search()
        #expect(press("s", in: &search) == .goOn)
        #expect(search.place.text == "show seed")
        #expect(press("\u{12}", in: &search) == .goOn)
        #expect(search.place.text == "show list")
        #expect(press("\u{12}\u{12}", in: &search) == .goOn)
        #expect(search.place.text == "show list")
        #expect(press("\u{12}", in: &search) == .stuck)
        #expect(search.prompt == "(nothing with 's')>")
        #expect(search.place.text == "show list")
        #expect(press("\u{13}", in: &search) == .goOn)
        #expect(search.place.text == "set seed ::1")
    }

    @Test("what is not there leaves the last match, and Backspace takes it back")
    func missing() {
        var search = search()
        #expect(press("seedx", in: &search) == .stuck)
        #expect(search.place.text == "show seed")
        #expect(press("\u{7F}", in: &search) == .goOn)
        #expect(search.prompt == "(search 'seed')>")
        #expect(press("\u{7F}\u{7F}\u{7F}\u{7F}", in: &search) == .goOn)
        #expect(search.place.text == "half a line")
        #expect(press("\u{7F}", in: &search) == .stuck)
    }

    @Test("it is text that is searched for, in any script, and not a pattern")
    func anyScript() {
        var search = search(["set comment [", "register 0.żółw", "register 0.č"])
        #expect(press("[", in: &search) == .goOn)
        #expect(search.place.text == "set comment [")
        search = self.search(["register 0.żółw", "register 0.č"])
        #expect(press("ŻÓŁ", in: &search) == .goOn)
        #expect(search.place == .init(left: "register 0.", right: "żółw"))
    }

    @Test(
        "how it ends",
        arguments: [
            ("\r", false, .taken(pressing: 0x0D)), ("\u{1}", false, .taken(pressing: 0x01)),
            ("\u{1B}", true, .taken(pressing: 0x1B)), ("\u{1B}", false, .taken(pressing: nil)),
            ("\u{7}", false, .givenUp), ("\u{3}", false, .givenUp), ("\0", false, .givenUp),
        ] as [(String, Bool, HistorySearch.Outcome)])
    func ends(key: String, moreFollows: Bool, outcome: HistorySearch.Outcome) {
        var search = search()
        #expect(press("seed", in: &search) == .goOn)
        #expect(press(key, in: &search, moreFollows: moreFollows) == outcome)
    }

    @Test("a pattern that is too long is cut off")
    func bound() {
        var search = search([String(repeating: "x", count: 100)])
        #expect(press(String(repeating: "x", count: 100), in: &search) == .stuck)
        #expect(search.prompt.count == "(search '')>".count + 60)
    }
}
