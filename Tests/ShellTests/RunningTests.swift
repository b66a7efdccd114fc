import CommandTree
import Glibc
import Shell
import Testing

@Suite("Running and stopping commands")
struct RunningTests {
    /// Lets other tasks run until the condition holds; the time limit of the test bounds the wait.
    private func reached(_ condition: () -> Bool) async {
        while !condition() { await Task.yield() }
    }

    struct Case: Sendable {
        let words: [String]
        let status: Status
        let text: String

        init(_ words: String..., status: Status, text: String) {
            self.words = words
            self.status = status
            self.text = text
        }
    }

    @Test(
        "one-shot answers and exit codes (netsh 6.11)",
        arguments: [
            Case("say", "a  b", status: .success, text: "a  b\n"),
            Case("fruit", "set", "taste", "x", status: .success, text: "Ok.\n"),
            Case(
                "fail", status: .notFound,
                text: "! p2psh: No such cloud (0x80631001, PEER_E_NO_CLOUD).\n! Hint: Look at show list.\n"),
            Case("bogus", status: .usage, text: "! p2psh: The following command was not found: bogus.\n"),
            Case("f", status: .usage, text: "! p2psh: The command 'f' is ambiguous: fail, feed, flush, fruit.\n"),
            Case(
                "say", status: .usage,
                text: """
                    ! p2psh: One or more essential parameters were not entered. Missing: text.
                    ! Hint: The usage is: say [text=]text

                    """),
            Case("steps", status: .notFound, text: "Resolve started...\nhalf\nNot Found.\n"),
            Case(
                "wipe", status: .usage,
                text: """
                    ! p2psh: A confirmation is missing: Delete everything?
                    ! Hint: Give --yes to confirm in advance.

                    """),
            Case(status: .success, text: ""),
        ])
    func oneShot(example: Case) async {
        let shell = ToyShell()
        #expect(await shell.session.run(words: example.words) == example.status)
        #expect(shell.text == example.text)
    }

    @Test("one-shot: a context is listed, a group is listed and is a mistake")
    func oneShotListings() async {
        let shell = ToyShell()
        #expect(await shell.session.run(words: ["fruit"]) == .success)
        #expect(shell.text.contains("bowl"))
        #expect(await shell.session.run(words: ["fruit", "show"]) == .usage)
        #expect(shell.text.contains("show list      - Lists fruit.\n"))
        #expect(shell.session.path.isRoot)
    }

    @Test("--yes confirms in advance, --quiet keeps hints back")
    func options() async {
        let shell = ToyShell(OutputSettings(isQuiet: true), SessionSettings(assumesYes: true))
        #expect(await shell.session.run(words: ["wipe"]) == .success)
        #expect(shell.text == "Ok.\n")
        #expect(shell.world.log == ["wiped"])
    }

    @Test("an interrupt ends the command and not the session", .timeLimit(.minutes(1)))
    func interrupt() async {
        let shell = ToyShell()
        #expect(!shell.session.interrupt())
        async let status = shell.session.run(words: ["wait"])
        await reached { shell.world.log == ["waiting"] }
        #expect(shell.session.interrupt())
        #expect(await status == .interrupted)
        #expect(shell.text == "")
        #expect(await shell.session.run(words: ["say", "x"]) == .success)
    }

    @Test("an interrupt drops what was pasted behind the command", .timeLimit(.minutes(1)))
    func interruptDropsPaste() async {
        let shell = ToyShell()
        async let transcript = shell.transcript("wait", "say pasted")
        await reached { shell.world.log == ["waiting"] }
        shell.session.interrupt()
        #expect(await transcript == "p2psh>wait\np2psh>\n")
    }

    @Test("no command outlives the timeout", .timeLimit(.minutes(1)))
    func timeout() async {
        let shell = ToyShell(OutputSettings(), SessionSettings(timeout: .milliseconds(1)))
        #expect(await shell.session.run(words: ["wait"]) == .timedOut)
        #expect(shell.text == "! p2psh: The command did not end within 0.001 seconds.\n")
    }

    @Test("a reader that goes away ends the session quietly")
    func brokenPipe() async {
        let shell = ToyShell(failing: SinkFailure(errno: EPIPE))
        #expect(await shell.session.run(words: ["feed", "1000"]) == .success)
        #expect(shell.text == "")
        #expect(shell.world.log == ["1"])
        #expect(await shell.session.hasLeft)
    }

    @Test("a full disk is told, and is a failure")
    func writeError() async {
        let shell = ToyShell(failing: SinkFailure(errno: ENOSPC))
        #expect(await shell.session.run(words: ["say", "x"]) == .failed)
        #expect(shell.text == "! Standard output cannot be written (error 28).\n")
    }
}
