import CommandTree
import Testing

@testable import Shell

@Suite("What a long command is at (netsh 6.13)")
struct ProgressTests {
    @Test(
        "the line turns, counts and tells the time, and is never wider than the terminal",
        arguments: [
            (Duration.milliseconds(250), 60, "- Searching for 0.alice  0.2 s  3 asked"),
            (.milliseconds(300), 60, "\\ Searching for 0.alice  0.3 s  3 asked"),
            (.seconds(75), 60, "- Searching for 0.alice  75 s  3 asked"),
            (.milliseconds(0), 39, "| Searching for 0.alice  0.0 s  3 asked"),
            (.milliseconds(0), 36, "| Searching for 0...  0.0 s  3 asked"),
            (.milliseconds(0), 26, "| Searc...  0.0 s  3 asked"),
            (.milliseconds(0), 25, "| Searching for...  0.0 s"), (.milliseconds(0), 10, "| Searc..."),
            (.milliseconds(0), 2, ""),
        ])
    func line(elapsed: Duration, width: Int, text: String) {
        let line = ProgressLine(
            progress: Progress("Searching for 0.alice", [.init(3, "asked")]), spinner: .ascii)
        #expect(line.text(after: elapsed, width: width) == text)
    }

    @Test("wide characters count twice, and nothing from elsewhere gets through")
    func names() {
        let line = ProgressLine(progress: Progress("0.日本語の名前\u{1B}[2J"), spinner: .dots)
        #expect(line.text(after: .zero, width: 60) == "⠋ 0.日本語の名前\\x1b[2J  0.0 s")
        #expect(line.text(after: .zero, width: 19) == "⠋ 0.日本語…  0.0 s")
        #expect(displayWidth(of: line.text(after: .zero, width: 20)) <= 20)
    }

    @Test("counters say of how many, if that is known")
    func counters() {
        #expect(Progress.Counter(3, "asked").text == "3 asked")
        #expect(Progress.Counter(2, "probes", of: 4).text == "2 of 4 probes")
    }

    @Test(
        "who is told, and how",
        arguments: [
            (false, 80, ["TERM": "xterm", "LANG": "C.UTF-8"], "animated dots"),
            (false, 80, ["TERM": "xterm", "LANG": "C.UTF-8", "LC_ALL": "C"], "animated ascii"),
            (false, 80, ["TERM": "xterm", "LC_ALL": "", "LC_CTYPE": "de_DE.utf8"], "animated dots"),
            (false, 80, ["TERM": "xterm"], "animated ascii"), (false, 80, ["TERM": "dumb"], "sentence"),
            (false, 80, [:], "sentence"), (true, 80, ["TERM": "xterm"], "none"),
            (false, nil, ["TERM": "xterm"], "none"),
        ] as [(Bool, Int?, [String: String], String)])
    func style(isQuiet: Bool, columns: Int?, environment: [String: String], expected: String) {
        let style = ProgressStyle(isQuiet: isQuiet, environment: environment) { columns }
        let name =
            switch style {
            case .none: "none"
            case .sentence: "sentence"
            case .animated(let spinner, _): "animated \(spinner)"
            }
        #expect(name == expected)
    }

    private static let moving = ProgressStyle.animated(.ascii) { 40 }
    private static let clear = "! \r\u{1B}[K"

    @Test(
        "the line comes after a while, moves, and is gone when the answer comes, whatever the answer looks like",
        .timeLimit(.minutes(1)),
        arguments: [(OutputSettings.Format.text, "Ok.\n"), (.json, #"{"ok":true}"# + "\n"), (.terse, "Ok.\n")])
    func animated(format: OutputSettings.Format, answer: String) async {
        let time = ToyTime()
        let shell = ToyShell(OutputSettings(format: format, progress: Self.moving), time: time)
        async let status = shell.session.run(words: ["boil"])
        await time.pass(.milliseconds(199))
        await time.someoneSleeps()
        #expect(shell.text == "")
        await time.pass(.milliseconds(1))
        await time.pass(.milliseconds(100))
        await time.someoneSleeps()
        shell.world.open()
        #expect(await status == .success)
        let frames = ["- Boiling  0.2 s  1 of 2 cups", "\\ Boiling  0.3 s  1 of 2 cups"]
        #expect(shell.text == frames.map { Self.clear + $0 }.joined() + Self.clear + answer)
    }

    @Test("a command that is stopped leaves nothing behind", .timeLimit(.minutes(1)))
    func interrupted() async {
        let time = ToyTime()
        let shell = ToyShell(OutputSettings(progress: Self.moving), time: time)
        async let status = shell.session.run(words: ["boil"])
        await time.pass(.milliseconds(200))
        await time.someoneSleeps()
        shell.session.interrupt()
        #expect(await status == .interrupted)
        #expect(shell.text == Self.clear + "- Boiling  0.2 s  1 of 2 cups" + Self.clear)
    }

    @Test("what happens meanwhile gets a line of its own", .timeLimit(.minutes(1)))
    func announcements() async {
        let time = ToyTime()
        let shell = ToyShell(OutputSettings(progress: Self.moving), time: time)
        async let transcript = shell.transcript("boil")
        await time.pass(.milliseconds(200))
        await time.someoneSleeps()
        shell.session.output.announce("The cloud is Active.") { _ in Issue.record("something is drawn") }
        shell.world.open()
        let line = Self.clear + "- Boiling  0.2 s  1 of 2 cups" + Self.clear
        #expect(await transcript == "p2psh>boil\n" + line + "! The cloud is Active.\nOk.\np2psh>\n")
    }

    @Test("a terminal without a cursor to move gets one sentence", .timeLimit(.minutes(1)))
    func sentence() async {
        let time = ToyTime()
        let shell = ToyShell(OutputSettings(progress: .sentence), time: time)
        async let status = shell.session.run(words: ["boil"])
        await time.pass(.milliseconds(200))
        while shell.text.isEmpty { await Task.yield() }
        shell.world.open()
        #expect(await status == .success)
        #expect(shell.text == "! Boiling...\nOk.\n")
    }

    @Test("what is done at once has no line, and where nobody watches there is none at all")
    func nothing() async {
        for style in [Self.moving, .sentence, .none] {
            let shell = ToyShell(OutputSettings(progress: style), time: ToyTime())
            _ = await shell.session.run(words: ["brew"])
            #expect(shell.text == "Ok.\n")
        }
    }
}
