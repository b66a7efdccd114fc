import CommandTree
import Shell
import Testing

@Suite("Output for machines and for people (netsh 5.1, 6.14)")
struct OutputTests {
    @Test(
        "JSON: one document per command, lines where a command streams, errors too",
        arguments: [
            (["fruit", "show", "list"], #"[{"count":2,"name":"pear:green"}]"# + "\n! Hint: Eat them.\n"),
            (["fruit", "set", "taste", "x"], #"{"ok":true}"# + "\n"),
            (["steps"], #"{"results":[]}"# + "\n"),
            (["feed", "2"], #"{"number":1}"# + "\n" + #"{"number":2}"# + "\n"),
            (
                ["fail"],
                #"{"error":{"code":"0x80631001","hint":"Look at show list.","message":"No such cloud "#
                    + #"(0x80631001, PEER_E_NO_CLOUD).","name":"PEER_E_NO_CLOUD","status":3}}"# + "\n"
            ),
            (
                ["f"],
                #"{"error":{"code":null,"column":1,"hint":null,"message":"The command 'f' is ambiguous: "#
                    + #"fail, feed, flush, fruit.","name":null,"status":2}}"# + "\n"
            ),
        ])
    func json(words: [String], text: String) async {
        let shell = ToyShell(OutputSettings(format: .json))
        _ = await shell.session.run(words: words)
        #expect(shell.text == text)
    }

    @Test("exit answers in JSON, for every line has a document")
    func leaving() async {
        let shell = ToyShell(OutputSettings(format: .json))
        _ = await shell.session.run(words: ["exit"])
        #expect(shell.text == #"{"ok":true}"# + "\n")
        #expect(await shell.session.hasLeft)
    }

    @Test("terse: one record a line, colons and backslashes escaped; text where there are no records")
    func terse() async {
        let shell = ToyShell(OutputSettings(format: .terse, isQuiet: true))
        _ = await shell.session.run(words: ["fruit", "show", "list"])
        _ = await shell.session.run(words: ["steps"])
        #expect(shell.text == "pear\\:green:2:a\\\\b\nNot Found.\n")
    }

    @Test("colour marks runs, and what they hold cannot break out")
    func color() async {
        let shell = ToyShell(OutputSettings(usesColor: true))
        _ = await shell.session.run(words: ["say", "a\u{202E}b"])
        #expect(shell.text == "\u{1B}[32ma\\u{202e}b\u{1B}[0m\n")
    }

    @Test(
        "when colour is used",
        arguments: [
            (ColorChoice.auto, true, ["TERM": "xterm"], true), (.auto, false, ["TERM": "xterm"], false),
            (.auto, true, ["TERM": "xterm", "NO_COLOR": "1"], false),
            (.auto, true, ["TERM": "xterm", "NO_COLOR": ""], true),
            (.auto, true, ["TERM": "dumb"], false), (.auto, true, ["TERM": ""], false), (.auto, true, [:], false),
            (.always, false, ["NO_COLOR": "1", "TERM": "dumb"], true), (.never, true, [:], false),
        ] as [(ColorChoice, Bool, [String: String], Bool)])
    func colorChoice(choice: ColorChoice, isTerminal: Bool, environment: [String: String], expected: Bool) {
        #expect(choice.usesColor(isTerminal: isTerminal, environment: environment) == expected)
    }
}
