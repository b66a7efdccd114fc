import CommandTree
import Testing

@Suite("Splitting a line (netsh 6.6)")
struct TokenizerTests {
    @Test(
        "words and their columns",
        arguments: [
            ("", []), ("   \t ", []), ("a", [Word("a", column: 1)]),
            ("  show\tlist ", [Word("show", column: 3), Word("list", column: 8)]),
            ("a \"b c\" d", [Word("a", column: 1), Word("b c", column: 3, isQuoted: true), Word("d", column: 9)]),
            ("tag=\"b c\"x", [Word("tag=b cx", column: 1, isQuoted: true)]),
            ("''", [Word("", column: 1, isQuoted: true)]),
            (#"'a\b"c'"#, [Word(#"a\b"c"#, column: 1, isQuoted: true)]),
            (#""a\"b\\c\d""#, [Word(#"a"b\c\d"#, column: 1, isQuoted: true)]),
            (#"a\b"#, [Word(#"a\b"#, column: 1)]),
            (
                "\"\u{301}a\" '\u{200D}' x",
                [
                    Word("\u{301}a", column: 1, isQuoted: true), Word("\u{200D}", column: 5, isQuoted: true),
                    Word("x", column: 8),
                ]
            ),
            ("\"\u{600}\" x", [Word("\u{600}", column: 1, isQuoted: true), Word("x", column: 4)]),
            ("żółw 日本 x", [Word("żółw", column: 1), Word("日本", column: 6), Word("x", column: 9)]),
        ] as [(String, [Word])])
    func words(line: String, expected: [Word]) throws {
        #expect(try Tokenizer.words(of: line) == expected)
    }

    @Test(
        "a quote left open is pointed at", arguments: [("a \"b c", 3), ("x='", 3), (#"C:\new\" x"#, 8), (#""a\"#, 1)])
    func openQuote(line: String, column: Int) throws {
        let error = try #require(throws: UsageError.self) { _ = try Tokenizer.words(of: line) }
        #expect(error.kind == .unterminatedQuote)
        #expect(error.column == column)
    }

    @Test(
        "control characters are refused where they stand",
        arguments: [
            "a\u{1B}[2J", "a\n", "a\r\nb", "a\u{85}", "a\0",
        ])
    func controlCharacters(line: String) throws {
        let error = try #require(throws: UsageError.self) { _ = try Tokenizer.words(of: line) }
        #expect(error.kind == .controlCharacter)
        #expect(error.column == 2)
        #expect(throws: UsageError.self) { _ = try Tokenizer.words(from: [line]) }
    }

    @Test("a line may have 16 KiB and no byte more")
    func length() throws {
        #expect(try Tokenizer.words(of: String(repeating: "a", count: 16_384)).count == 1)
        let error = try #require(throws: UsageError.self) {
            _ = try Tokenizer.words(of: String(repeating: "a", count: 16_385))
        }
        #expect(error.kind == .lineTooLong)
    }

    @Test("argv is not split again")
    func arguments() throws {
        let words = try Tokenizer.words(from: ["add", "reg", "a b", "comment=\"x"])
        #expect(words.map(\.text) == ["add", "reg", "a b", "comment=\"x"])
        #expect(words.map(\.column) == [1, 5, 9, 13])
    }

    @Test(
        "remarks",
        arguments: [
            ("# x", true), ("  #x 'y", true), ("rem it's", true), ("REM", true),
            ("remark", false), ("a # b", false), ("", false),
        ])
    func remarks(line: String, expected: Bool) {
        #expect(Tokenizer.isRemark(line) == expected)
    }
}
