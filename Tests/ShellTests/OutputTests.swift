import CommandTree
import Foundation
import Testing

@testable import Shell

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

    @Test("a mark that combines with a colon hides it from nobody")
    func combiningMarks() {
        let kept = KeptText()
        let output = Output(settings: OutputSettings(format: .terse), sink: kept)
        output.show(Document(lines: [], json: [], records: [["a:\u{301}b", "c\\\u{302}"]]))
        #expect(kept.text == "a\\:\u{301}b:c\\\\\u{302}\n")
    }

    @Test(
        "a script is written as it is for whoever runs it, and harmless for whoever reads it",
        arguments: [OutputSettings.Format.text, .terse])
    func script(format: OutputSettings.Format) {
        var document = Document(lines: ["say \u{202E}x"], json: [])
        document.isScript = true
        for (columns, text) in [(nil, "say \u{202E}x\n"), (60, "say \\u{202e}x\n")] {
            let kept = KeptText()
            Output(settings: OutputSettings(format: format, columns: { columns }), sink: kept).show(document)
            #expect(kept.text == text)
        }
    }

    @Test("a mark that combines with the end of a colour stays in the copy, and the colour does not")
    func combiningStyles() throws {
        let scripts = try Scripts()
        let output = Output(settings: OutputSettings(usesColor: true), sink: KeptText())
        output.copy(to: try CopyFile(scripts.path("copy"), appending: false))
        output.show(Document(lines: [Line("\u{301}one", .good), "two"], json: []))
        #expect(try String(contentsOfFile: scripts.path("copy"), encoding: .utf8) == "\u{301}one\ntwo\n")
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
