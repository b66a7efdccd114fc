import CommandTree
import Testing

@Suite("Answers on narrow terminals")
struct LayoutTests {
    private static let clouds: Table = {
        var table = Table([
            .init("Scope", .right, minimumWidth: 5), .init("Addr", .right, minimumWidth: 5),
            .init("State", minimumWidth: 16), .init("Name", minimumWidth: 5),
        ])
        table.add(["1", "2", "Active", "Global_"])
        table.add(["3", "1", "Synchronizing", "LinkLocal_ff00::%2/8"])
        return table
    }()

    private func text(_ block: Block, _ width: Int) -> String {
        block.lines(within: width).map(\.text).joined(separator: "\n")
    }

    @Test("a table that fits is the one a pipe gets")
    func fits() {
        #expect(Block.table(Self.clouds).lines(within: 54) == Self.clouds.lines)
    }

    @Test("then it loses the blanks that nothing needs")
    func compact() {
        #expect(
            text(.table(Self.clouds), 48) == """
                Scope  Addr  State          Name
                -----  ----  -------------  ----
                    1     2  Active         Global_
                    3     1  Synchronizing  LinkLocal_ff00::%2/8
                """)
    }

    @Test("then a row is a block, in which no name is cut")
    func blocks() {
        #expect(
            text(.table(Self.clouds), 40) == """
                Scope: 1
                Addr:  2
                State: Active
                Name:  Global_

                Scope: 3
                Addr:  1
                State: Synchronizing
                Name:  LinkLocal_ff00::%2/8
                """)
    }

    @Test("texts of the last column go on several lines, wide characters counting twice")
    func lastColumn() {
        var table = Table([.init("Name"), .init("Comment")])
        table.add(["0.日本", "a comment of several words"])
        table.add(["0.x", "short"])
        #expect(
            text(.table(table), 28) == """
                Name    Comment
                ------  -------
                0.日本  a comment of several
                        words
                0.x     short
                """)
    }

    @Test("an empty table keeps its head")
    func empty() {
        let table = Table([.init("Scope", minimumWidth: 9), .init("Name")])
        #expect(text(.table(table), 12) == "Scope  Name\n-----  ----")
    }

    @Test(
        "a line is broken at blanks, and goes on under its value",
        arguments: [
            (
                "Seed server: one.example.net two.example.net", 30,
                "Seed server: one.example.net\n             two.example.net"
            ),
            ("Hint: there is no cloud yet.", 20, "Hint: there is no\n      cloud yet."),
            ("  a few words more", 10, "  a few\n    words\n    more"),
            ("Reply from [::1]:3540: time=31 ms", 24, "Reply from [::1]:3540:\n  time=31 ms"),
            ("日本語 日本語", 8, "日本語\n  日本語"), ("as it is", 8, "as it is"), ("", 8, ""),
        ])
    func lines(line: String, width: Int, text: String) {
        #expect(self.text(.line(Line(line)), width) == text)
    }

    @Test("a word that is longer than any line stays whole, for the terminal to break and for people to copy")
    func longWords() {
        let identity = "2460f44f457b670116f55709f3e6324dd12ad70e.PnrpProtocolV2"
        let line = "Identity: \(identity) (default)"
        #expect(text(.line(Line(line)), 40) == line)
        #expect(text(.line(Line(line)), 70) == "Identity: \(identity)\n          (default)")
    }

    @Test("styles go along, and what is harmful is made visible before it is measured")
    func styles() {
        let line = Line([.init("Cloud Global_: "), .init("not here\u{1B}", .warning)])
        let broken = line.wrapped(to: 24)
        #expect(broken.map(\.text) == ["Cloud Global_: not", "               here\\x1b"])
        #expect(broken[1].runs.last == Line.Run("here\\x1b", .warning))
    }

    @Test("lines to be copied are never broken")
    func verbatim() {
        let line = Line("set seed seed=one.example.net cloud=Global_")
        #expect(Block.verbatim(line).lines(within: 20) == [line])
    }

    @Test("help fits every terminal, and loses nothing", arguments: [30, 40, 60, 80, 200])
    func help(width: Int) {
        let page = HelpText.body(on: .command(NetshTree.addRegistration))
        let narrow = page.flatMap { $0.lines(within: width) }
        for line in narrow { #expect(displayWidth(of: line.text) <= width, "\(line.text)") }
        let words = { (lines: [Line]) in
            lines.flatMap { $0.text.split(separator: " ") }.filter { !["-", "Tag", "Value"].contains($0) }
        }
        #expect(words(narrow) == words(page.flatMap(\.lines)))
    }

    @Test("terms stand above their texts where there is no room beside them")
    func narrowHelp() {
        let page = HelpText.body(on: .command(NetshTree.setMode)).flatMap { $0.lines(within: 40) }
        let text = page.map(\.text).joined(separator: "\n")
        #expect(text.contains("Usage: set pnrpmode\n       [mode=]{auto|default|full|RO}\n       [[cloud=]text]\n"))
        #expect(text.contains("\n  mode\n      Required. The mode. One of: auto,\n      default, full, RO.\n  cloud\n"))
    }
}
