import Glibc
import TerminalTesting
import Testing

/// The built program as a person has it before them.
@Suite("A session on a terminal", .serialized) struct SessionTests {
    private let program: ProgramUnderTest

    init() throws { program = try ProgramUnderTest() }

    @Test("Tab completes words of the tree, and a cloud that exists")
    func completion() throws {
        let session = try program.session()
        session.send("p2p pnrp cl\t")
        try session.waitFor("p2psh>p2p pnrp cloud")
        session.send("sh\t")
        try session.waitFor("p2psh>p2p pnrp cloud show")
        session.send("list gl\t")
        session.send(.enter)
        try session.waitFor("-----  -----  -----  ----------------  -----\n    1      0      1")
    }

    @Test("words may be shortened, and a word that means two is refused with both")
    func abbreviations() throws {
        let session = try program.session()
        session.send("p2p pnrp cloud\r")
        try session.waitFor("p2psh p2p pnrp cloud>")
        session.send("sh st\r")
        try session.waitFor("Number of cache entries: 0")
        session.send("show s\r")
        try session.waitFor("The command 's' is ambiguous: seed, statistics.")
    }

    @Test("the lines of one session are there in the next")
    func history() throws {
        let first = try program.session()
        first.send("p2p pnrp cloud show seed\r")
        try first.waitFor("Seed server: (none)")
        first.send("exit\r")
        #expect(try first.waitForExit() == 0)
        let second = try program.session()
        second.send(.up)
        second.send(.up)
        try second.waitFor("p2psh>p2p pnrp cloud show seed")
    }

    @Test("Ctrl-C at the prompt gives up the line and not the session")
    func interruptAtPrompt() throws {
        let session = try program.session()
        session.send("half a line")
        try session.waitFor("p2psh>half a line")
        session.send(.control("c"))
        session.send("p2p pnrp peer show convertedname 0.abc\r")
        try session.waitFor("DNS name:  abc.pnrp.net")
    }

    @Test("Ctrl-Z stops the program, and the line is there when it goes on")
    func suspension() throws {
        // Only where a shell watches over it can a program be stopped.
        let shell = try program.pipeline("set -m; $p2psh; echo status $?; read answer; fg >/dev/null; echo status $?")
        try shell.waitFor(ProgramUnderTest.prompt)
        shell.send("p2p pnrp pe")
        try shell.waitFor("p2psh>p2p pnrp pe")
        shell.send(.control("z"))
        try shell.waitFor("status \(128 + SIGTSTP)")
        shell.send("go on\r")
        try shell.wait(until: "the line is there again") {
            $0.text.split(separator: "go on\n").last?.contains("p2psh>p2p pnrp pe") == true
        }
        shell.send("er show registration\r")
        try shell.waitFor("Name  Cloud")
        shell.send("exit\r")
        #expect(try shell.waitForExit() == 0)
    }

    @Test("Ctrl-C stops a resolve and not the session")
    func interruptRunning() throws {
        // Nobody answers at the seed: the search waits for it.
        let session = try program.session("--seed", "[::1]:4711")
        session.send("p2p pnrp peer resolve 0.nobody timeout=60\r")
        try session.waitFor("Resolve started...")
        session.send(.control("c"))
        session.send("p2p pnrp cloud show seed\r")
        try session.waitFor("Seed server: [::1]:4711")
        #expect(!session.screen.text.contains("Found"))
    }

    @Test("Ctrl-C ends an endless series, and what was learned is told")
    func interruptSeries() throws {
        let session = try program.session()
        session.send("p2p pnrp diag ping host [::1]:9 count=0 timeout=20\r")
        try session.waitFor("No reply from")
        session.send(.control("c"))
        try session.waitFor("received 0, lost")
    }

    @Test("Ctrl-D on an empty line leaves with success, and the terminal is as before")
    func endOfInput() throws {
        let session = try program.session()
        session.send(.control("d"))
        #expect(try session.waitForExit() == 0)
        #expect(session.modes == session.modesAtStart)
    }

    @Test("names in any script, whatever the locale", arguments: ["C.UTF-8", "C"])
    func anyScript(locale: String) throws {
        let session = try program.session(environment: ["LC_ALL": locale])
        session.send("p2p pnrp peer add registration 0.zażółć-猫 payload=ok\r")
        try session.waitFor("Ok.")
        session.send("p2p pnrp peer show registration\r")
        try session.waitFor("0.zażółć-猫  Global_")
    }

    @Test("an event leaves the half-typed line as it is")
    func eventWhileTyping() throws {
        let session = try program.session("--lab", "3")
        session.send("p2p pnrp cloud show sta")
        try session.waitFor("The lab is ready: 3 further nodes.")
        try session.waitFor("p2psh>p2p pnrp cloud show sta")
        session.send("tistics\r")
        try session.waitFor("Number of cache entries:")
    }

    @Test("SIGTERM leaves the terminal as it was", arguments: [SIGTERM, SIGHUP])
    func termination(signal: Int32) throws {
        let session = try program.session()
        session.send("half a line")
        try session.waitFor("half a line")
        session.signal(signal)
        #expect(try session.waitForExit() == 128 + signal)
        #expect(session.modes == session.modesAtStart)
    }

    @Test("an endpoint that cannot be had is told, and the session goes on")
    func takenEndpoint() throws {
        let first = try program.session()
        try first.waitFor("-> Alone")
        first.send("p2p pnrp cloud show statistics\r")
        try first.waitFor("Number of cache entries:")
        let port = try #require(first.screen.line(containing: "IP Addresses:")?.split(separator: ":").last)
        let second = try TerminalProgram(
            ProgramUnderTest.path, arguments: ["--home", program.directory, "--bind", "[::1]:\(port)"])
        try second.waitFor("The endpoint [::1]:\(port) cannot be used")
        second.send("p2p pnrp cloud show seed\r")
        try second.waitFor("Seed server: (none)")
    }

    @Test("a terminal that cannot move its cursor still has a prompt")
    func dumbTerminal() throws {
        let session = try program.session(environment: ["TERM": "dumb"])
        session.send("p2p pnrp cloud show seed\r")
        try session.waitFor("Seed server: (none)")
        session.send("exit\r")
        #expect(try session.waitForExit() == 0)
    }

    @Test("a question is asked, and anything but a clear yes is a no")
    func confirmation() throws {
        let session = try program.session()
        session.send("p2p pnrp peer delete registration *\r")
        try session.waitFor("from all clouds? [y/N]")
        session.send("\r")
        try session.waitFor("Nothing was changed.")
    }
}
