import CommandTree
import Glibc
import Shell
import Testing

@Suite("Stopping more than one command (netsh 6.10, 6.12)")
struct StoppingTests {
    @Test(
        "Ctrl-C ends the script and not only its command, however well that one ends", .timeLimit(.minutes(1)),
        arguments: [false, true])
    func script(keepsGoing: Bool) async throws {
        let scripts = try Scripts(["a": "exec b\nsay never\n", "b": "fruit show list watch=2\nsay never\n"])
        defer { withExtendedLifetime(scripts) {} }
        let path = scripts.path("a")
        let time = ToyTime()
        let shell = ToyShell(OutputSettings(), SessionSettings(keepsGoing: keepsGoing), time: time)
        async let status = shell.session.run(script: path)
        await time.someoneSleeps()
        shell.session.interrupt()
        #expect(await status == .interrupted)
        #expect(shell.session.wasInterrupted)
        #expect(await shell.session.run(script: path) == .interrupted, "the next file of the command line")
        #expect(shell.world.log.isEmpty)
    }

    @Test("Ctrl-C ends a commit between two changes, however well the first one ends", .timeLimit(.minutes(1)))
    func commit() async throws {
        let scripts = try Scripts(["a": "offline\nfruit set taste steady\nfruit set taste sweet\ncommit\n"])
        defer { withExtendedLifetime(scripts) {} }
        let path = scripts.path("a")
        let shell = ToyShell()
        async let status = shell.session.run(script: path)
        while shell.world.log != ["tasting"] { await Task.yield() }
        shell.session.interrupt()
        #expect(await status == .interrupted)
        #expect(shell.world.log == ["tasting", "taste steady"])
        #expect(await shell.transcript("show pending").contains("set taste sweet"))
    }

    @Test("whoever types on is not held up by an earlier Ctrl-C", .timeLimit(.minutes(1)))
    func typingOn() async throws {
        let scripts = try Scripts(["a": "say one\nsay two\n"])
        let shell = ToyShell()
        shell.session.interrupt()
        _ = await shell.transcript("exec \(scripts.path("a"))")
        #expect(shell.world.log == ["say one", "say two"])
    }

    @Test("a watch that was the last line of a script is a good end of it", .timeLimit(.minutes(1)))
    func lastLine() async throws {
        let scripts = try Scripts(["a": "fruit show list watch=2\n"])
        defer { withExtendedLifetime(scripts) {} }
        let path = scripts.path("a")
        let time = ToyTime()
        let shell = ToyShell(time: time)
        async let status = shell.session.run(script: path)
        await time.someoneSleeps()
        shell.session.interrupt()
        #expect(await status == .success)
    }

    @Test("a pipe that nobody writes to is left on Ctrl-C", .timeLimit(.minutes(1)))
    func silentPipe() async throws {
        let scripts = try Scripts()
        defer { withExtendedLifetime(scripts) {} }
        let path = scripts.path("pipe")
        try #require(mkfifo(path, 0o600) == 0)
        let shell = ToyShell()
        async let status = shell.session.run(script: path)
        shell.session.interrupt()
        #expect(await status == .interrupted)
        #expect(shell.text == "")
    }

    @Test("a pipe is a script as good as a file", .timeLimit(.minutes(1)))
    func pipe() async throws {
        let scripts = try Scripts()
        defer { withExtendedLifetime(scripts) {} }
        let path = scripts.path("pipe")
        try #require(mkfifo(path, 0o600) == 0)
        let shell = ToyShell()
        async let status = shell.session.run(script: path)
        let writer = open(path, O_RDWR)
        _ = write(writer, "say x\n", 6)
        while shell.world.log.isEmpty { await Task.yield() }
        close(writer)
        #expect(await status == .success)
    }

    @Test("at a prompt, what is typed cannot be a script as well")
    func typedScript() async {
        let transcript = await ToyShell().transcript("exec -", "exec /dev/stdin", "say on")
        #expect(
            transcript == """
                p2psh>exec -
                ! '-' is where the commands of this session are typed.
                p2psh>exec /dev/stdin
                ! '/dev/stdin' is where the commands of this session are typed.
                p2psh>say on
                on
                p2psh>

                """)
    }

    /// Somebody who says yes when nobody waits any more.
    private struct LateTerminal: Terminal {
        func readLine(prompt: String, recalling past: [String]) async -> TerminalInput { .endOfInput }
        func readSecret(prompt: String) async -> TerminalInput { .endOfInput }
        var editsLines: Bool { true }
        func printWhole(_ text: String) {}
        let typed: ToyTerminal

        func readLine(prompt: String) async -> TerminalInput { await typed.readLine(prompt: prompt) }

        func readAnswer(prompt: String) async -> TerminalInput {
            while !Task.isCancelled { await Task.yield() }
            return .line("y")
        }

        func addHistory(_ line: String) async {}
        func printAbove(_ text: String) {}
        func dropPastedLines() {}
    }

    @Test("a yes that comes after the time is up is none", .timeLimit(.minutes(1)))
    func lateYes() async {
        let shell = ToyShell(OutputSettings(), SessionSettings(timeout: .milliseconds(1)))
        _ = await shell.session.interact(with: LateTerminal(typed: ToyTerminal([.line("wipe")], shell.kept)))
        #expect(shell.text.contains("! The command did not end within 0.001 seconds.\n"))
        #expect(shell.world.log.isEmpty)
    }
}
