import CommandTree
import Testing

@testable import Shell

@Suite("Watching (netsh 6.13)")
struct WatchTests {
    private static let table = "Count  Name\n-----  ----\n    2  pear:green\n"
    private static let json = #"[{"count":2,"name":"pear:green"}]"# + "\n"

    @Test(
        "in a pipe the answers follow each other, and the hint comes once; it ends well", .timeLimit(.minutes(1)),
        arguments: [
            (OutputSettings.Format.text, table + "! Hint: Eat them.\n" + "\n" + table + "\n" + table),
            (.json, json + "! Hint: Eat them.\n" + json + json),
            (.terse, "pear\\:green:2:a\\\\b\n! Hint: Eat them.\n\npear\\:green:2:a\\\\b\n\npear\\:green:2:a\\\\b\n"),
        ])
    func pipe(format: OutputSettings.Format, text: String) async {
        let time = ToyTime()
        let shell = ToyShell(OutputSettings(format: format), time: time)
        async let status = shell.session.run(words: ["fruit", "show", "list", "watch=2"])
        await time.pass(.seconds(2))
        await time.pass(.seconds(2))
        await time.someoneSleeps()
        shell.session.interrupt()
        #expect(await status == .success)
        #expect(shell.text == text)
    }

    @Test("on a terminal every answer takes the place of the last, under a line with the time", .timeLimit(.minutes(1)))
    func terminal() async {
        let time = ToyTime()
        let shell = ToyShell(OutputSettings(columns: { 60 }, rows: { 24 }), time: time)
        async let status = shell.session.run(words: ["fruit", "show", "list", "watch=0.5"])
        await time.pass(.milliseconds(500))
        await time.someoneSleeps()
        shell.session.interrupt()
        #expect(await status == .success)
        let frame =
            "\r\u{1B}[JEvery 0.5 s until Ctrl-C: show list  2026-08-01T10:00:00Z\n\n"
            + Self.table + "Hint: Eat them.\n"
        #expect(shell.text == frame + "\u{1B}[6A" + frame + "\r\u{1B}[K")
    }

    @Test("what does not fit onto the screen is counted, and broken lines count as what they take")
    func tallness() {
        let lines = (1...5).map { Line("line \($0)") }
        let picture = WatchPicture(lines, columns: 10, rows: 4)
        #expect(picture.text(over: nil, columns: 10) { $0.text } == "\r\u{1B}[Jline 1\nline 2\n... 3 more lines\n")
        let long = WatchPicture([Line("0123456789abc")], columns: 10, rows: 4)
        #expect(picture.text(over: long, columns: 10) { $0.text }.hasPrefix("\u{1B}[2A\r"))
        #expect(picture.text(over: long, columns: 5) { $0.text }.hasPrefix("\u{1B}[3A\r"))
    }

    @Test(
        "only show commands can be watched, and not more often than anybody can see",
        arguments: [
            (["say", "x", "watch=1"], Status.usage), (["fruit", "show", "list", "watch=0.05"], .usage),
            (["fruit", "show", "list", "watch=3601"], .usage),
        ])
    func refusals(words: [String], status: Status) async {
        let shell = ToyShell()
        #expect(await shell.session.run(words: words) == status)
    }

    @Test("a view on a screen is kept up to date, but not in a script, which goes on", .timeLimit(.minutes(1)))
    func viewInScript() async throws {
        let kept = KeptText()
        let view = Command<ToyWorld>("view", "Shows all.", answer: .nothing, isView: true) { _, _ in
            .document(Document(lines: ["all"], json: ["all"]))
        }
        let session = Session(
            root: Context("p2psh", commands: Command<ToyWorld>.sessionCommands + [view]), environment: ToyWorld(),
            output: Output(settings: OutputSettings(columns: { 60 }, rows: { 24 }), sink: kept),
            settings: SessionSettings())
        let scripts = try Scripts(["a": "view\nview\n"])
        #expect(await session.run(script: scripts.path("a")) == .success)
        #expect(kept.text == "all\nall\n")
    }

    @Test("checking a script watches nothing")
    func checking() async {
        let shell = ToyShell(OutputSettings(), SessionSettings(checksOnly: true))
        #expect(await shell.session.run(words: ["fruit", "show", "list", "watch=1"]) == .success)
        #expect(shell.text == "")
    }
}
