import TerminalTesting
import Testing

/// The built program says what comes next (netsh 6.12).
@Suite("The hint at the right", .serialized) struct HintTests {
    private let program: ProgramUnderTest

    init() throws { program = try ProgramUnderTest() }

    /// The row of the prompt.
    private func row(_ screen: Screen) -> String { screen.lines[screen.cursor.row] }

    @Test("it follows every key, ends before the last column, and leaves the cursor where it is")
    func followsKeys() async throws {
        let session = try await program.session()
        session.send("p2p pnrp cloud sh")
        try await session.wait(until: "the abbreviation is explained") {
            row($0).hasSuffix("   show  Displays information.")
        }
        #expect(row(session.screen).count == 79)
        #expect(session.screen.cursor.column == "p2psh>p2p pnrp cloud sh".count)
        session.send("x")
        try await session.wait(until: "the mistake is told") {
            row($0).hasPrefix("p2psh>p2p pnrp cloud shx   ") && row($0).hasSuffix("unknown word")
        }
        session.send(.backspace)
        session.send("ow s")
        try await session.wait(until: "both meanings are told") { row($0).hasSuffix("   ambiguous: seed, statistics") }
        session.send(.left)
        try await session.wait(until: "it tells what stands left of the cursor") {
            row($0).hasPrefix("p2psh>p2p pnrp cloud show s   ") && row($0).contains("initialization, list")
        }
    }

    @Test("it goes when the line comes near, and is back when there is room again")
    func givesWay() async throws {
        let session = try await program.session()
        let line = "p2p pnrp peer show convertedname 0.x "
        session.send(line)
        try await session.waitForLine("p2psh>" + line.dropLast())
        session.send("y")
        try await session.wait(until: "the surplus word is told") { row($0).hasSuffix("   nothing takes this word") }
        session.send(String(repeating: "y", count: 30))
        try await session.wait(until: "there is no room") {
            row($0) == "p2psh>" + line + String(repeating: "y", count: 31)
        }
        for _ in 0..<20 { session.send(.backspace) }
        try await session.wait(until: "there is room again") { row($0).contains("   nothing takes") }
    }

    @Test("after Return nothing is left of it")
    func leavesNoTrace() async throws {
        let session = try await program.session()
        session.send("p2p pnrp cloud")
        try await session.wait(until: "a hint is there") { row($0).contains("flush, repair") }
        session.send(" show seed")
        session.send(.enter)
        try await session.waitFor("Seed server: (none)")
        try await session.waitForPrompt()
        #expect(session.screen.lines.contains("p2psh>p2p pnrp cloud show seed"))
        session.send("p2p pnrp")
        try await session.wait(until: "a hint is there") { row($0).contains("diagnostics") }
        session.send(.control("c"))
        try await session.waitForLine("p2psh>p2p pnrp^C")
        #expect(!session.screen.text.contains("diagnostics"))
    }

    @Test("at 40 columns it is cut or gone, and the line wraps undisturbed")
    func narrow() async throws {
        let session = try await program.session(columns: 40)
        session.send("p2p pnrp")
        try await session.wait(until: "what fits is shown") { row($0) == "p2psh>p2p pnrp   cloud, diagnostics, d…" }
        session.send(" peer show convertedname 0.narrow")
        try await session.wait(until: "the line has two rows") {
            $0.text.hasSuffix("p2psh>p2p pnrp peer show convertedname 0\n.narrow")
        }
        session.send(.enter)
        try await session.waitFor("DNS name:  narrow.pnrp.net")
    }

    @Test("an event and a new size leave it right")
    func repainted() async throws {
        let session = try await program.session()
        session.send("p2p pnrp cloud sh")
        try await session.wait(until: "a hint is there") { row($0).hasSuffix("show  Displays information.") }
        session.resize(columns: 70, rows: 24)
        try await session.wait(until: "it has moved") {
            row($0).hasSuffix("show  Displays information.") && row($0).count == 69
        }
        #expect(session.screen.text.components(of: "Displays") == 1)
    }

    @Test("it is dim where there is colour, and plain where there is none")
    func colour() async throws {
        let coloured = try await program.session("--color=always")
        coloured.send("p2p")
        try await coloured.wait(until: "a hint is there") { row($0).contains("pnrp") }
        #expect(coloured.screen.isDim(row: coloured.screen.cursor.row, column: 78))
        #expect(!coloured.screen.isDim(row: coloured.screen.cursor.row, column: 8))
        let plain = try await program.session("--color=never")
        plain.send("p2p")
        try await plain.wait(until: "a hint is there") { row($0).contains("pnrp") }
        #expect(!plain.screen.isDim(row: plain.screen.cursor.row, column: 78))
    }

    @Test("a terminal that cannot move its cursor has none")
    func dumb() async throws {
        let session = try await program.session(environment: ["TERM": "dumb"])
        session.send("p2p pnrp\r")
        try await session.waitFor("p2psh p2p pnrp>")
        session.send("cloud show seed\r")
        try await session.waitFor("Seed server: (none)")
        #expect(!session.screen.text.contains("diagnostics"))
    }
}
