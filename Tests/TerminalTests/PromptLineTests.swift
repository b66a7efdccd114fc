import FoundationEssentials
import Glibc
import TerminalTesting
import Testing

/// What happens to a line that is being typed while something else happens (models 5.4, 5.5).
@Suite("A line and the world around it", .serialized) struct PromptLineTests {
    private let program: ProgramUnderTest

    init() throws { program = try ProgramUnderTest() }

    @Test(
        "an event is printed above the half-typed line, be it of one row or of three",
        arguments: ["0.short", "0." + String(repeating: "long", count: 30)])
    func event(name: String) async throws {
        // The lab takes longer than the typing.
        let session = try await program.session("--lab", "12")
        let line = "p2psh>p2p pnrp peer show convertedname \(name)"
        session.send(String(line.dropFirst("p2psh>".count)))
        try await session.waitFor("The lab is ready: 12 further nodes.")
        try await session.wait(until: "the line is below the event, once") { screen in
            screen.rowsJoined.components(of: line) == 1
                && screen.rowsJoined.components(separatedBy: line)[0].contains("The lab is ready")
        }
        session.send(.enter)
        try await session.waitFor("DNS name:")
    }

    @Test("a new size while typing paints the line anew")
    func resize() async throws {
        let session = try await program.session()
        let line = "p2psh>p2p pnrp peer show convertedname 0.resizedwhiletypinginto"
        session.send(String(line.dropFirst("p2psh>".count)))
        try await session.waitForLine(line)
        session.resize(columns: 40, rows: 24)
        try await session.wait(until: "it has two rows") {
            $0.text.hasSuffix(line.prefix(40) + "\n" + line.dropFirst(40))
        }
        session.resize(columns: 100, rows: 30)
        try await session.wait(until: "it has one again") { $0.lines.contains { $0.hasPrefix(line) } }
        session.send(.enter)
        try await session.waitFor("DNS name:  resizedwhiletypinginto.pnrp.net")
    }

    @Test("three pasted commands run one after the other, each behind its prompt")
    func paste() async throws {
        let session = try await program.session()
        session.paste(
            """
            p2p pnrp peer show convertedname 0.one
            p2p pnrp peer show convertedname 0.two
            p2p pnrp peer show convertedname 0.three
            """)
        try await session.wait(until: "nothing runs before Return") { $0.text.contains("0.three") }
        #expect(!session.screen.text.contains("DNS name:"))
        session.send(.enter)
        try await session.waitFor("DNS name:  three.pnrp.net")
        let rows = session.screen.lines.filter { $0.hasPrefix("p2psh>p2p") || $0.hasPrefix("DNS name:") }
        #expect(
            rows.suffix(5) == [
                "DNS name:  one.pnrp.net", "p2psh>p2p pnrp peer show convertedname 0.two", "DNS name:  two.pnrp.net",
                "p2psh>p2p pnrp peer show convertedname 0.three", "DNS name:  three.pnrp.net",
            ])
    }

    @Test("what is typed while a command runs is run after it")
    func typedAhead() async throws {
        let session = try await program.session(seeds: ProgramUnderTest.silentSeeds)
        session.send("p2p pnrp diag ping host [::1]:9 count=2 timeout=300\r")
        try await session.waitFor("No reply from")
        session.send("p2p pnrp peer show convertedname 0.ahead\r")
        try await session.waitFor("DNS name:  ahead.pnrp.net")
        #expect(session.screen.text.contains("Sent 2, received 0, lost 2."))
        try await session.wait(until: "the prompt is back") { $0.lines.contains("p2psh>") }
    }

    @Test("Ctrl-C stops the command that runs, and the pasted ones behind it are forgotten")
    func pasteInterrupted() async throws {
        let session = try await program.session()
        session.paste("p2p pnrp diag ping host [::1]:9 count=0 timeout=20\np2p pnrp peer show convertedname 0.never")
        session.send(.enter)
        try await session.waitFor("No reply from")
        session.send(.control("c"))
        session.send("p2p pnrp peer show convertedname 0.after\r")
        try await session.waitFor("DNS name:  after.pnrp.net")
        #expect(!session.screen.text.contains("DNS name:  never"))
    }

    @Test(
        "whatever ends the program, the terminal is as it was", arguments: [SIGQUIT, SIGABRT, SIGSEGV, SIGTERM, SIGHUP])
    func death(signal: Int32) async throws {
        // A crash is not explained here: the runtime would ask at the terminal whether it should.
        let session = try await program.session(environment: ["SWIFT_BACKTRACE": "enable=no"])
        session.send("half a line")
        try await session.waitFor("half a line")
        #expect(session.modes != session.modesAtStart)
        session.signal(signal)
        #expect(try await session.waitForExit() == 128 + signal)
        #expect(session.modes == session.modesAtStart)
        #expect(!session.screen.wantsPasteMarks)
    }

    @Test("a terminal of a type nobody knows still has a prompt", arguments: ["nosuchterminal", "dumb", ""])
    func unknownType(type: String) async throws {
        let session = try await program.session(environment: ["TERM": type])
        session.send("p2p pnrp peer show convertedname 0.x\r")
        try await session.waitFor("DNS name:  x.pnrp.net")
        session.send("exit\r")
        #expect(try await session.waitForExit() == 0)
        #expect(!session.screen.text.contains("\u{1B}"))
    }

    @Test("the prompt is ASCII, and so are the bytes around it, whatever the locale and colour")
    func prompt() async throws {
        let session = try await program.session("--color=always", environment: ["LC_ALL": "C"])
        session.send("p2p pnrp cloud\r")
        try await session.waitFor("p2psh p2p pnrp cloud>")
        #expect(session.screen.lines.contains("p2psh p2p pnrp cloud>"))
    }
}
