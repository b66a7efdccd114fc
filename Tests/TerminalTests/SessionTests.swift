import Glibc
import TerminalTesting
import Testing

/// The built program as a person has it before them.
@Suite("A session on a terminal", .serialized) struct SessionTests {
    private let program: ProgramUnderTest

    init() throws { program = try ProgramUnderTest() }

    @Test("a newcomer is told where to begin, on two rows")
    func greeting() async throws {
        let session = try await program.session()
        try await session.waitForLine("Type ? for help; Tab completes.")
        try await session.waitForLine("Publish and find names: p2p pnrp peer ?")
    }

    @Test("Tab completes words of the tree, and a cloud that exists")
    func completion() async throws {
        let session = try await program.session()
        session.send("p2p pnrp cl\t")
        try await session.waitFor("p2psh>p2p pnrp cloud")
        session.send("sh\t")
        try await session.waitFor("p2psh>p2p pnrp cloud show")
        session.send("list gl\t")
        session.send(.enter)
        try await session.waitFor("-----  -----  -----  ----------------  -----\n    1      0      1")
    }

    @Test("words may be shortened, and a word that means two is refused with both")
    func abbreviations() async throws {
        let session = try await program.session()
        session.send("p2p pnrp cloud\r")
        try await session.waitFor("p2psh p2p pnrp cloud>")
        session.send("sh st\r")
        try await session.waitFor("Number of cache entries: 0")
        session.send("show s\r")
        try await session.waitFor("The command 's' is ambiguous: seed, statistics.")
    }

    @Test("the lines of one session are there in the next")
    func history() async throws {
        let first = try await program.session()
        first.send("p2p pnrp cloud show seed\r")
        try await first.waitFor("Seed server: (none)")
        first.send("exit\r")
        #expect(try await first.waitForExit() == 0)
        let second = try await program.session()
        second.send(.up)
        second.send(.up)
        try await second.waitFor("p2psh>p2p pnrp cloud show seed")
    }

    @Test("Ctrl-C at the prompt gives up the line and not the session")
    func interruptAtPrompt() async throws {
        let session = try await program.session()
        session.send("half a line")
        try await session.waitFor("p2psh>half a line")
        session.send(.control("c"))
        session.send("p2p pnrp peer show convertedname 0.abc\r")
        try await session.waitFor("DNS name:  abc.pnrp.net")
    }

    @Test("Ctrl-Z stops the program, and the line is there when it goes on")
    func suspension() async throws {
        // Only where a shell watches over it can a program be stopped.
        let shell = try program.pipeline("set -m; $p2psh; echo status $?; read answer; fg >/dev/null; echo status $?")
        try await shell.waitFor(ProgramUnderTest.prompt)
        shell.send("p2p pnrp pe")
        try await shell.waitFor("p2psh>p2p pnrp pe")
        shell.send(.control("z"))
        try await shell.waitFor("status \(128 + SIGTSTP)")
        shell.send("go on\r")
        try await shell.wait(until: "the line is there again") {
            $0.text.split(separator: "go on\n").last?.contains("p2psh>p2p pnrp pe") == true
        }
        shell.send("er show registration\r")
        try await shell.waitFor("Name  Cloud")
        shell.send("exit\r")
        #expect(try await shell.waitForExit() == 0)
    }

    @Test("Ctrl-C stops a resolve and not the session")
    func interruptRunning() async throws {
        let session = try await program.session(seeds: ProgramUnderTest.silentSeeds)
        session.send("p2p pnrp peer resolve 0.nobody timeout=60\r")
        try await session.waitFor("Resolve started...")
        session.send(.control("c"))
        session.send("p2p pnrp cloud show seed\r")
        try await session.waitFor("Seed server: [::1]:4711")
        #expect(!session.screen.text.contains("Found"))
    }

    @Test("Ctrl-C ends an endless series, and what was learned is told")
    func interruptSeries() async throws {
        let session = try await program.session()
        session.send("p2p pnrp diag ping host [::1]:9 count=0 timeout=20\r")
        try await session.waitFor("No reply from")
        session.send(.control("c"))
        try await session.waitFor("received 0, lost")
    }

    @Test("Ctrl-D on an empty line leaves with success, and the terminal is as before")
    func endOfInput() async throws {
        let session = try await program.session()
        session.send(.control("d"))
        #expect(try await session.waitForExit() == 0)
        #expect(session.modes == session.modesAtStart)
    }

    @Test("names in any script, whatever the locale", arguments: ["C.UTF-8", "C"])
    func anyScript(locale: String) async throws {
        let session = try await program.session(environment: ["LC_ALL": locale])
        session.send("p2p pnrp peer add registration 0.zażółć-猫 payload=ok\r")
        try await session.waitFor("Ok.")
        session.send("p2p pnrp peer show registration\r")
        try await session.waitFor("0.zażółć-猫  Global_")
    }

    @Test("an event leaves the half-typed line as it is")
    func eventWhileTyping() async throws {
        let session = try await program.session("--lab", "3")
        session.send("p2p pnrp cloud show sta")
        try await session.waitFor("The lab is ready: 3 further nodes.")
        try await session.waitFor("p2psh>p2p pnrp cloud show sta")
        session.send("tistics\r")
        try await session.waitFor("Number of cache entries:")
    }

    @Test("SIGTERM leaves the terminal as it was", arguments: [SIGTERM, SIGHUP])
    func termination(signal: Int32) async throws {
        let session = try await program.session()
        session.send("half a line")
        try await session.waitFor("half a line")
        session.signal(signal)
        #expect(try await session.waitForExit() == 128 + signal)
        #expect(session.modes == session.modesAtStart)
    }

    @Test("an endpoint that cannot be had is told, and the session goes on")
    func takenEndpoint() async throws {
        let first = try await program.session()
        try await first.waitFor("-> Alone")
        first.send("p2p pnrp cloud show statistics\r")
        try await first.waitFor("Number of cache entries:")
        let port = try #require(first.screen.line(containing: "IP Addresses:")?.split(separator: ":").last)
        let second = try TerminalProgram(
            ProgramUnderTest.path, arguments: ["--home", program.directory, "--bind", "[::1]:\(port)"])
        try await second.waitFor("The endpoint [::1]:\(port) cannot be used")
        second.send("p2p pnrp cloud show seed\r")
        try await second.waitFor("Seed server: (none)")
    }

    @Test("a terminal that cannot move its cursor still has a prompt")
    func dumbTerminal() async throws {
        let session = try await program.session(environment: ["TERM": "dumb"])
        session.send("p2p pnrp cloud show seed\r")
        try await session.waitFor("Seed server: (none)")
        session.send("exit\r")
        #expect(try await session.waitForExit() == 0)
    }

    @Test(
        "a question whose time is up is over, and a yes behind it is a line like any other",
        arguments: ["xterm", "dumb"])
    func lateAnswer(terminal: String) async throws {
        // A plain terminal goes on behind the question; nothing is to wrap there.
        let session = try await program.session("--timeout", "5", environment: ["TERM": terminal], columns: 200)
        session.send("p2p pnrp peer delete registration *\r")
        try await session.waitFor("in all clouds? [y/N]")
        try await session.waitFor("The command did not end within 5.0 seconds.")
        session.send("yes\r")
        try await session.waitFor("The following command was not found: yes.")
    }

    @Test("what was typed before a question was there does not answer it", arguments: ["xterm", "dumb"])
    func earlyAnswer(terminal: String) async throws {
        let session = try await program.session(environment: ["TERM": terminal], columns: 200)
        session.send("p2p pnrp peer delete registration *\ryes\r")
        try await session.waitFor("in all clouds? [y/N]")
        session.send("no\r")
        try await session.waitFor("Nothing was changed.")
    }

    @Test("Ctrl-D in the middle of a quote gives up the line and not the session")
    func endInQuote() async throws {
        let session = try await program.session()
        session.send("p2p pnrp peer show convertedname '0.\r")
        try await session.waitForLine(">")
        session.send(.control("d"))
        try await session.waitForPrompt()
        session.send("p2p pnrp peer show convertedname 0.abc\r")
        try await session.waitFor("DNS name:  abc.pnrp.net")
    }

    @Test("Ctrl-C in a script that was run at the prompt ends the script")
    func interruptScript() async throws {
        try program.write("p2p pnrp monitor\np2p pnrp cloud show seed\n", to: "script")
        let session = try await program.session()
        session.send("exec \(program.directory)/script\r")
        try await session.waitFor("Watching; Ctrl-C ends it")
        session.send(.control("c"))
        session.send("p2p pnrp peer show convertedname 0.abc\r")
        try await session.waitFor("DNS name:  abc.pnrp.net")
        #expect(!session.screen.text.contains("Seed server"))
    }

    @Test("a question is asked, and anything but a clear yes is a no")
    func confirmation() async throws {
        let session = try await program.session()
        session.send("p2p pnrp peer delete registration *\r")
        try await session.waitFor("in all clouds? [y/N]")
        session.send("\r")
        try await session.waitFor("Nothing was changed.")
    }
}
