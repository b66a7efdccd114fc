import Testing

@testable import LineEditor

@Suite struct PrintingTests {
    init() {
        TerminalLocale.adopt()
    }

    // MARK: What may be shown

    @Test(arguments: [
        ("plain żółw 漢字", "plain żółw 漢字"),
        ("\u{1B}[2Jgone", "?[2Jgone"),
        ("a\rb\u{7F}c\u{9B}1m\0", "a?b?c?1m?"),
        ("tab\there", "tab here"),
        ("\u{202E}evil\u{2069}", "?evil?"),
    ])
    func whatCommandsATerminalIsMadeVisible(text: String, shown: String) {
        #expect(DisplayText.harmless(text) == shown)
    }

    @Test(arguments: [
        ("short", 5, "short"), ("longer", 5, "long…"), ("漢字漢字", 5, "漢字…"), ("漢字漢字", 8, "漢字漢字"), ("ab", 1, "…"),
    ])
    func longLinesAreCutAtTheWidth(text: String, columns: Int, shown: String) {
        #expect(DisplayText.cut(text, to: columns) == shown)
    }

    // MARK: Notices

    @Test func noticesAreTakenTogetherAndOnce() {
        var queue = NoticeQueue()
        queue.append("one")
        queue.append("two\nthree\n")
        queue.append("")
        #expect(queue.take(columns: 80) == "one\ntwo\nthree\n\n")
        #expect(queue.isEmpty)
        #expect(queue.take(columns: 80) == "")
    }

    @Test func theLastColumnStaysFree() {
        var queue = NoticeQueue()
        queue.append("0123456789")
        #expect(queue.take(columns: 10) == "01234567…\n")
    }

    @Test func theOldestAreDroppedAndCounted() {
        var queue = NoticeQueue()
        for number in 1...(NoticeQueue.limit + 5) { queue.append("line \(number)") }
        let taken = queue.take(columns: 80)
        #expect(taken.hasPrefix("(5 lines not shown)\nline 6\nline 7\n"))
        #expect(taken.hasSuffix("\nline \(NoticeQueue.limit + 5)\n"))
        #expect(queue.take(columns: 80) == "")
    }

    @Test func oneTextOverTheLimitIsCutToo() {
        var queue = NoticeQueue()
        queue.append(String(repeating: "x\n", count: NoticeQueue.limit + 1))
        #expect(queue.take(columns: 80).hasPrefix("(1 line not shown)\nx\n"))
    }

    // MARK: Candidates

    private func list(_ texts: [String], columns: Int) -> CandidateList {
        CandidateList(candidates: texts.map { .init(text: $0, summary: "Does \($0).") }, columns: columns)
    }

    @Test func candidatesGoDownTheColumns() {
        let drawn = list(["add", "delete", "show", "set", "start"], columns: 20).inColumns
        #expect(drawn == "add     set\ndelete  start\nshow\n")
    }

    @Test func wideCharactersKeepTheColumnsStraight() {
        #expect(list(["漢", "abc", "d"], columns: 11).inColumns == "漢   d\nabc\n")
    }

    @Test func inANarrowTerminalThereIsOneColumn() {
        #expect(list(["resolve", "register"], columns: 8).inColumns == "resolve\nregist…\n")
    }

    @Test func summariesStandInOneColumn() {
        #expect(list(["add", "show"], columns: 80).withSummaries == "add   Does add.\nshow  Does show.\n")
        #expect(list(["add"], columns: 12).withSummaries == "add  Does …\n")
    }

    // MARK: The choice of the reader

    @Test(arguments: [
        (true, "xterm", true, InputStyle.editor),
        (true, "nosuch", false, .promptedLines),
        (true, "dumb", true, .promptedLines),
        (true, "", true, .promptedLines),
        (false, "xterm", true, .plainLines),
        (false, "dumb", false, .plainLines),
    ])
    func theTerminalDecides(hasTerminals: Bool, type: String, isCapable: Bool, style: InputStyle) {
        #expect(InputStyle.choose(hasTerminals: hasTerminals, type: type) { _ in isCapable } == style)
    }
}
