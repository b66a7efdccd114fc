import CommandTree
import Testing

@Suite("Aliases as a table (netsh 6.7)")
struct AliasTableTests {
    /// A table in which each name stands for the words of a text.
    private func table(
        _ aliases: KeyValuePairs<String, String>, isKnown: (String) -> Bool = { _ in false }
    ) throws -> AliasTable {
        var table = AliasTable()
        for (name, text) in aliases {
            let isDefined = try table.define(name, as: try Tokenizer.words(of: text).map(\.spelling), isKnown: isKnown)
            #expect(isDefined)
        }
        return table
    }

    /// The line with its aliases written out.
    private func expand(_ line: String, _ table: AliasTable) throws -> String {
        let result = try table.expand(try Tokenizer.words(of: line), of: line)
        #expect(try Tokenizer.words(of: result.line) == result.words, "the columns are those of the written line")
        return result.line
    }

    @Test(
        "the first word is written out, and nothing else",
        arguments: [
            ("ls", "p2p show list"), ("LS  Glo*  x", "p2p show list Glo*  x"), ("ls 'a b'", "p2p show list 'a b'"),
            ("show ls", "show ls"), ("'ls' x", "'ls' x"), ("lsx", "lsx"), ("l", "l"),
            ("", ""), ("netsh ls", "netsh p2p show list"), ("p2psh  ls  x", "p2psh  p2p show list x"),
            ("help ls", "help p2p show list"), ("? LS x", "? p2p show list x"), ("/ ls", "/ p2p show list"),
            (".. .. ls x", ".. .. p2p show list x"), ("netsh help ls", "netsh help p2p show list"),
            ("netsh 'ls'", "netsh 'ls'"), ("'netsh' ls", "'netsh' ls"), ("netsh show ls", "netsh show ls"),
        ])
    func firstWord(line: String, expected: String) throws {
        #expect(try expand(line, try table(["ls": "p2p show list"])) == expected)
    }

    @Test(
        "an alias may stand for another, but every name is written out once",
        arguments: [
            ("a 1", "a y x 1"), ("b 1", "b x y 1"), ("self 1", "self 0 1"), ("c", "show x"),
        ])
    func chains(line: String, expected: String) throws {
        let loops = try table(
            ["a": "b x", "b": "a y", "self": "self 0", "c": "d", "d": "show x"], isKnown: { _ in true })
        #expect(try expand(line, loops) == expected)
    }

    @Test("what would only ever stand for itself is refused, unless the tree knows the word")
    func circles() throws {
        var aliases = try table(["a": "b x", "b": "/ c"])
        #expect(throws: UsageError.self) { _ = try aliases.define("c", as: ["netsh", "A"]) }
        #expect(throws: UsageError.self) { _ = try aliases.define("loop", as: ["LOOP"]) }
        #expect(aliases.all.map(\.name) == ["a", "b"])
        #expect(try aliases.define("show", as: ["show", "list"], isKnown: { $0 == "show" }))
        #expect(try expand("show", aliases) == "show list")
    }

    @Test("only so much fits into one text, however many words it has")
    func longText() throws {
        var aliases = AliasTable()
        let half = String(repeating: "x", count: AliasTable.longestText / 2)
        #expect(throws: UsageError.self) { _ = try aliases.define("a", as: [half, half]) }
        #expect(try aliases.define("a", as: [half, String(half.dropLast())]))
    }

    @Test("the line that makes a forced alias again forces it")
    func forced() throws {
        let aliases = try table(["show": "p2p", "mine": "a=b"], isKnown: { $0 == "show" })
        #expect(aliases.all.map(\.definition) == ["alias mine text=\"a=b\"", "alias show force=yes p2p"])
    }

    @Test("one word in quotes holds a whole line; several words are kept as they were spelled")
    func quotes() throws {
        #expect(try table(["x": "'show \"a b\"'"])["X"]?.text == "show \"a b\"")
        #expect(try table(["x": "say 'a b' \"?\""])["x"]?.text == "say \"a b\" \"?\"")
    }

    @Test("a text with an open quote is refused")
    func openQuote() {
        var table = AliasTable()
        #expect(throws: UsageError.self) { _ = try table.define("x", as: ["\"say 'a\""]) }
        #expect(table.all.isEmpty)
    }

    @Test("a table has an end, and an alias in it can still be changed")
    func bounds() throws {
        var table = AliasTable()
        for number in 0..<AliasTable.limit { _ = try table.define("a\(number)", as: ["x"]) }
        #expect(table.isFull)
        let answers = [
            try table.define("more", as: ["x"]), try table.define("A0", as: ["y"]), table.remove("a0"),
            table.remove("a0"), try table.define("more", as: ["x"]),
        ]
        #expect(answers == [false, true, true, false, true])
        #expect(table["MORE"]?.text == "x")
    }

    @Test("what grows longer than a line may be is refused")
    func length() throws {
        let long = String(repeating: "x", count: 4000)
        let table = try table(["a": "b \(long)", "b": "c \(long)", "c": "d \(long)", "d": "e \(long)", "e": long])
        #expect(throws: UsageError.self) { try expand("a \(long)", table) }
    }

    @Test(
        "names that are none",
        arguments: ["", "?", "help", "HELP", "netsh", "rem", "..", "/", "a=b", "#x", "-x", "a b"])
    func names(name: String) {
        #expect(AliasTable.complaint(name) != nil)
    }

    @Test("any text comes back from the line that shows it", arguments: 1...20 as ClosedRange<UInt64>)
    func roundTrips(seed: UInt64) throws {
        var chance = Chance(state: seed)
        let pieces = [
            "?", "help", "'a b'", "\"\\\"\"", "x=1", "force=yes", "--y", "''", "show", "ü猫", "\u{308}x", "=\u{308}",
            "\\", "/?", "-",
        ]
        for _ in 0..<100 {
            let words = (0..<Int.random(in: 1...4, using: &chance)).map { _ in
                pieces.randomElement(using: &chance) ?? ""
            }
            var table = AliasTable()
            // One word in quotes may hold a line that is none.
            guard (try? table.define("name", as: words)) != nil, let alias = table["name"] else { continue }
            let again = try reading(alias.definition)
            #expect(again["name"] == alias, "\(alias.definition)")
        }
    }

    /// The table after typing one `alias` line.
    private func reading(_ line: String) throws -> AliasTable {
        let path = NetshTree.path()
        guard
            case .found(.command(let command, let arguments)) = Matcher(at: path).match(try Tokenizer.words(of: line))
        else {
            Issue.record("'\(line)' is no alias")
            return AliasTable()
        }
        let call = try Binder.bind(arguments, to: command, end: 1)
        var table = AliasTable()
        _ = try table.define(call.text("name"), as: call.texts("text"))
        return table
    }

    @Test(
        "a line up to the cursor is completed as what it stands for",
        arguments: [
            ("ls", "ls"), ("ls ", "p2p show list "), ("ls Gl", "p2p show list Gl"), ("ls \"Gl", "p2p show list \"Gl"),
            ("sh", "sh"), ("", ""),
        ])
    func cursor(left: String, expected: String) throws {
        #expect(try table(["ls": "p2p show list"]).expand(left) == expected)
    }
}
