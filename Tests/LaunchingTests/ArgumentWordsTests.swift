import PeerEngine
import Testing

@Suite("Registered arguments as words")
struct ArgumentWordsTests {
    @Test(
        "split as a shell splits",
        arguments: [
            ("", []), (" \t\n ", []), ("--join", ["--join"]), ("a  b\tc\nd", ["a", "b", "c", "d"]),
            ("'a b' c", ["a b", "c"]), (#""a b" c"#, ["a b", "c"]), (#"a\ b c"#, ["a b", "c"]),
            (#"'' """#, ["", ""]), ("a'b'\"c\"d", ["abcd"]), (#"'a\b'"#, [#"a\b"#]),
            (#""a\"b\\c\$d\e""#, [#"a"b\c$d\e"#]),
            (#""it's""#, ["it's"]), (#"'say "x"'"#, [#"say "x""#]), ("a\\\nb", ["ab"]), ("żółć 👩‍👩‍👧", ["żółć", "👩‍👩‍👧"]),
            ("e\u{301} \u{301}x", ["e\u{301}", "\u{301}x"]),
        ] as [(String, [String])])
    func words(text: String, words: [String]) {
        #expect(ArgumentWords.split(text) == words)
    }

    @Test(
        "nothing is expanded, nothing starts another program",
        arguments: ["$HOME", "${HOME}", "*", "~", "`id`", "$(id)", "a;b", "a|b", "a>b", "a&&b", "#x", "!x"])
    func literal(text: String) {
        #expect(ArgumentWords.split(text) == [text])
    }

    @Test("what is not closed is nothing", arguments: ["'a", "\"a", "a\\", "'a\\'b'", "\"a\\\"", "a\0b", "'\0'"])
    func unclosed(text: String) {
        #expect(ArgumentWords.split(text) == nil)
    }
}
