import Glibc
import TerminalTesting
import Testing

/// The pseudo-terminal itself, with programs every system has.
@Suite(.serialized) struct TerminalProgramTests {
    private func shell(_ script: String, environment: [String: String] = [:]) throws -> TerminalProgram {
        try TerminalProgram("/bin/sh", arguments: ["-c", script], environment: environment, columns: 60, rows: 10)
    }

    @Test func theProgramHasATerminalOfTheSizeAsked() async throws {
        let program = try shell("tty -s && stty size")
        try await program.waitFor("10 60")
        #expect(try await program.waitForExit() == 0)
    }

    @Test func theEnvironmentIsFixed() async throws {
        let program = try shell("echo $TERM $LC_ALL $EXTRA; ls -A $HOME | wc -l", environment: ["EXTRA": "extra"])
        try await program.waitFor("xterm C.UTF-8 extra\n0")
    }

    @Test func whatIsTypedArrives() async throws {
        let program = try shell("read line; echo \"<$line>\"")
        program.send("hello żółw\r")
        try await program.waitFor("<hello żółw>")
    }

    @Test func resizingReachesTheProgram() async throws {
        let program = try shell("trap 'stty size; exit 3' WINCH; echo ready; while :; do read x; done")
        try await program.waitFor("ready")
        program.resize(columns: 33, rows: 7)
        try await program.waitFor("7 33")
        #expect(try await program.waitForExit() == 3)
    }

    @Test func aSignalIsReportedAsShellsDo() async throws {
        let program = try shell("echo ready; read x")
        try await program.waitFor("ready")
        program.signal(SIGTERM)
        #expect(try await program.waitForExit() == 128 + SIGTERM)
    }

    @Test func changedModesAreSeen() async throws {
        let program = try shell("stty -echo; echo changed; read x; stty echo")
        try await program.waitFor("changed")
        #expect(program.modes != program.modesAtStart)
        #expect(!program.modes.echoes)
        program.send("\r")
        #expect(try await program.waitForExit() == 0)
        #expect(program.modes == program.modesAtStart)
    }

    @Test func aTextThatNeverComesFailsWithTheScreen() async throws {
        let program = try shell("echo something else; read x")
        try await program.waitFor("something else")
        let failure = await #expect(throws: TerminalFailure.self) {
            try await program.waitFor("never", within: .milliseconds(20))
        }
        #expect(failure?.description.contains("something else") == true)
    }

    @Test func theEndOfTheProgramEndsTheWait() async throws {
        let program = try shell("echo bye")
        await #expect(throws: TerminalFailure.self) { try await program.waitFor("never", within: .seconds(60)) }
    }

    @Test func aMissingProgramExitsAsInAShell() async throws {
        let program = try TerminalProgram("/nonexistent/program")
        #expect(try await program.waitForExit() == 127)
    }
}
