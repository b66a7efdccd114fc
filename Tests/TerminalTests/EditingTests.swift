import TerminalTesting
import Testing

/// The built program under somebody's fingers (netsh 6.12, models 5.9).
@Suite("A line is edited", .serialized) struct EditingTests {
    private let program: ProgramUnderTest

    init() throws { program = try ProgramUnderTest() }

    /// Registers nothing and needs nobody: the DNS form of a name shows what the program understood.
    private func converted(_ name: String, _ session: TerminalProgram) async throws {
        try await session.waitFor("DNS name:  \(name).pnrp.net")
        try await session.waitForPrompt()
    }

    @Test("a plain line is run as typed")
    func plainLine() async throws {
        let session = try await program.session()
        session.send("p2p pnrp peer show convertedname 0.plain\r")
        try await converted("plain", session)
        #expect(session.screen.lines.contains("p2psh>p2p pnrp peer show convertedname 0.plain"))
    }

    @Test("a line is edited in the middle, at its beginning and at its end")
    func middle() async throws {
        let session = try await program.session()
        session.send("2p pnrp peer show converted 0.midle")
        for key in [Key.left, .left] { session.send(key) }
        session.send("d")
        session.send(.home)
        session.send("p")
        session.send(.end)
        session.send("x")
        session.send(.backspace)
        try await session.wait(until: "the line is whole") {
            $0.lines.contains { $0.hasPrefix("p2psh>p2p pnrp peer show converted 0.middle") }
        }
        session.send(.enter)
        try await converted("middle", session)
    }

    @Test("Ctrl-D deletes where there is something, and leaves where there is nothing")
    func endOfInput() async throws {
        let session = try await program.session()
        session.send("p2p pnrp peer show converted 0.dd")
        session.send(.left)
        session.send(.control("d"))
        session.send(.enter)
        try await converted("d", session)
        try await session.waitForPrompt()
        session.send(.control("d"))
        #expect(try await session.waitForExit() == 0)
        #expect(session.modes == session.modesAtStart)
    }

    @Test("wide and combining characters are edited in the middle", arguments: ["C.UTF-8", "C"])
    func wideCharacters(locale: String) async throws {
        let session = try await program.session(environment: ["LC_ALL": locale])
        session.send("p2p pnrp peer add registration 0.漢字e\u{301}z comment=ok")
        session.send(.home)
        for _ in 0..<"p2p pnrp peer add registration 0.漢".count { session.send(.right) }
        session.send("猫")
        session.send(.right)
        session.send(.backspace)
        try await session.wait(until: "the cursor stands behind the third wide character, in cells") {
            $0.cursor.column == "p2psh>p2p pnrp peer add registration 0.".count + 4
        }
        session.send(.enter)
        try await session.waitFor("Ok.")
        session.send("p2p pnrp peer show registration\r")
        try await session.waitFor("0.漢猫e\u{301}z  Global_")
    }

    // MARK: History

    @Test("Up calls back the lines that begin as the cursor's left does, Down comes back")
    func prefix() async throws {
        let session = try await program.session()
        session.send("p2p pnrp cloud show seed\rp2p pnrp peer show convertedname 0.abc\r")
        try await converted("abc", session)
        session.send("p2p pnrp c")
        session.send(.up)
        try await session.waitForLine("p2psh>p2p pnrp cloud show seed")
        session.send(.down)
        try await session.waitForLine("p2psh>p2p pnrp c")
        session.send(.control("u"))
        session.send(.up)
        try await session.waitForLine("p2psh>p2p pnrp peer show convertedname 0.abc")
    }

    @Test("Ctrl-R finds a line by a piece of it; Return runs it")
    func search() async throws {
        let session = try await program.session()
        session.send("p2p pnrp peer show convertedname 0.first\rp2p pnrp peer show convertedname 0.second\r")
        try await converted("second", session)
        session.send(.control("r"))
        session.send("FIR")
        try await session.waitForLine("(search 'FIR')>p2p pnrp peer show convertedname 0.first")
        session.send(.enter)
        try await session.wait(until: "it ran again") { $0.text.components(of: "DNS name:  first.pnrp.net") == 2 }
        #expect(!session.screen.text.contains("search"))
    }

    @Test("Ctrl-G and Ctrl-C leave a search with the line as it was", arguments: ["g", "c"] as [Character])
    func searchGivenUp(key: Character) async throws {
        let session = try await program.session()
        session.send("p2p pnrp peer show convertedname 0.abc\r")
        try await converted("abc", session)
        session.send("p2p pnrp peer show conv 0.kept")
        session.send(.control("r"))
        session.send("abc")
        try await session.waitForLine("(search 'abc')>p2p pnrp peer show convertedname 0.abc")
        session.send(.control(key))
        try await session.waitForLine("p2psh>p2p pnrp peer show conv 0.kept")
        session.send(.enter)
        try await converted("kept", session)
    }

    // MARK: Completion

    @Test("Tab with one candidate writes it, in the case it has, and in quotes where it needs them")
    func oneCandidate() async throws {
        let session = try await program.session()
        try await session.waitFor("-> Alone")
        session.send("p2p pnrp cloud show list gLO\t")
        try await session.waitForLine("p2psh>p2p pnrp cloud show list Global_")
    }

    @Test("Tab in the middle of a word goes behind it")
    func middleOfAWord() async throws {
        let session = try await program.session()
        session.send("p2p pnrp peer show conv 0.x")
        for _ in " 0.x".unicodeScalars { session.send(.left) }
        session.send(.left)
        session.send(.left)
        session.send("\t")
        try await session.waitForLine("p2psh>p2p pnrp peer show convertedname nv 0.x")
    }

    @Test("Tab with many candidates lists them, and once more with what they are")
    func manyCandidates() async throws {
        let session = try await program.session()
        session.send("p2p pnrp cloud s\t")
        try await session.waitFor("set          show         start        synchronize")
        session.send("\t")
        try await session.waitFor("show         Displays information.")
        try await session.waitForLine("p2psh>p2p pnrp cloud s")
        session.send("how seed\r")
        try await session.waitFor("Seed server: (none)")
    }

    @Test("Tab with no candidate leaves the line alone")
    func noCandidate() async throws {
        let session = try await program.session()
        session.send("p2p pnrp nowhere\t\t")
        session.send(.control("u"))
        session.send("p2p pnrp peer show convertedname 0.x\t\t\r")
        try await converted("x", session)
        #expect(session.screen.lines.contains("p2psh>p2p pnrp peer show convertedname 0.x"))
    }

    @Test(
        "a list longer than the screen stops at its end, and q and Ctrl-C leave it",
        arguments: ["q", "\u{3}", "\u{1B}"])
    func pages(key: String) async throws {
        let session = try await program.session(columns: 40, rows: 8)
        session.send("p2p pnrp peer \t")
        try await session.waitFor("resolve")
        session.send("\t")
        try await session.waitFor("--more--")
        session.send(key)
        try await session.wait(until: "the question is gone") { !$0.text.contains("--more--") }
        session.send("show convertedname 0.x\r")
        try await converted("x", session)
    }

    @Test("a character pressed at the end of a page of the list goes into the line")
    func typesOn() async throws {
        let session = try await program.session(columns: 40, rows: 8)
        session.send("p2p pnrp peer \t")
        try await session.waitFor("resolve")
        session.send("\t")
        try await session.waitFor("--more--")
        session.send("?")
        try await session.wait(until: "it stands in the line") { $0.lines[$0.cursor.row] == "p2psh>p2p pnrp peer ?" }
    }

    @Test("the files of a directory, for exec")
    func files() async throws {
        let session = try await program.session()
        session.send("exec \(program.directory)/n\t")
        try program.write("show context\n", to: "net.p2p")
        session.send("et\t\r")
        try await session.waitFor("exec \(program.directory)/net.p2p")
    }
}
