import Foundation
import TerminalTesting
import Testing

/// The built program the way somebody who knows netsh starts and leaves it (netsh 6.1, 6.2, 6.9).
@Suite("Netsh's manner", .serialized) struct MannerTests {
    private let program: ProgramUnderTest

    init() throws { program = try ProgramUnderTest() }

    /// A file in the program's own directory.
    private func write(_ text: String, to name: String) throws -> String {
        let path = program.directory + "/" + name
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    @Test("called by the name netsh, it says so")
    func link() async throws {
        let link = program.directory + "/netsh"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: ProgramUnderTest.path)
        let run = try program.pipeline("\(link) --home \(program.directory) dhcp 2>&1; \(link) -? | grep context")
        #expect(try await run.waitForExit() == 0)
        #expect(run.screen.text.contains("netsh: The following command was not found: dhcp."))
        #expect(run.screen.text.contains("p2p            - Changes to the `netsh p2p' context."))
        let session = try TerminalProgram(link, arguments: ["--home", program.directory, "--bind", "[::1]:0"])
        try await session.waitFor("netsh>")
        session.send("p2p pnrp cloud\r")
        try await session.waitFor("netsh p2p pnrp cloud>")
    }

    @Test("/?, -? and ? show the options and the commands", arguments: ["/?", "-?", "'?'"])
    func usage(mark: String) async throws {
        let run = try program.pipeline("exec $p2psh \(mark) 2>&1 | grep -e --keep-going -e 'Adds an alias'")
        #expect(try await run.waitForExit() == 0)
        #expect(run.screen.text.contains("--keep-going"))
        #expect(run.screen.text.contains("alias          - Adds an alias."))
    }

    @Test("the aliases of -a are there in the session, for files and for commands")
    func aliasFile() async throws {
        let file = try write("alias seeds p2p pnrp cloud show seed\n", to: "aliases")
        let command = try program.pipeline("exec $p2psh --alias \(file) seeds Global_")
        try await command.waitFor("Seed server: (none)")
        #expect(try await command.waitForExit() == 0)
        let session = try await program.session("--alias", file)
        session.send("seeds Global_\r")
        try await session.waitFor("Seed server: (none)")
    }

    @Test("a session at a terminal begins with the init file, unless told otherwise, and nothing else does")
    func initFile() async throws {
        _ = try write("alias seeds p2p pnrp cloud show seed\nbogus\n", to: "init")
        let session = try await program.session()
        try await session.waitFor("bogus.")
        session.send("seeds Global_\r")
        try await session.waitFor("Seed server: (none)")
        let plain = try await program.session("--no-init")
        plain.send("seeds\r")
        try await plain.waitFor("The following command was not found: seeds.")
        let batch = try program.pipeline("echo seeds | $p2psh 2>&1")
        try await batch.waitFor("-:1: The following command was not found: seeds.")
    }

    @Test("offline, changes wait behind a star; leaving asks, and no is no")
    func offline() async throws {
        let session = try await program.session()
        session.send("offline\r")
        session.send("p2p pnrp cloud set pnrpmode RO Global_\r")
        try await session.waitFor("Kept for commit.")
        try await session.waitFor("p2psh*>")
        session.send("exit\r")
        try await session.waitFor("1 change is pending and will be lost. Leave? [y/N]")
        session.send("n\r")
        try await session.waitFor("[y/N] n\np2psh*>")
        session.send(.control("d"))
        try await session.wait(until: "it is asked again") { $0.text.components(of: "[y/N]") == 2 }
        session.send(.control("d"))
        try await session.wait(until: "the prompt is back") { $0.lines[$0.cursor.row] == "p2psh*>" }
        session.send("commit\r")
        try await session.waitFor("\nOk.\nHint: This is not kept")
        try await session.waitForPrompt()
        session.send("p2p pnrp cloud show pnrpmode Global_\r")
        try await session.waitFor("Global_: configured resolve only")
        session.send("exit\r")
        #expect(try await session.waitForExit() == 0)
    }

    @Test("a batch that ends with changes pending says so and fails")
    func batch() async throws {
        let run = try program.pipeline(
            "printf 'offline\\np2p pnrp cloud set pnrpmode RO Global_\\n' | $p2psh 2>&1")
        #expect(try await run.waitForExit() == 1)
        #expect(run.screen.text.contains("warning: 1 change is discarded"))
    }
}
