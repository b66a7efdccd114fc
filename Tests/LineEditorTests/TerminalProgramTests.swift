import Glibc
import TerminalTesting
import Testing

/// The pseudo-terminal itself, with programs every system has.
@Suite(.serialized) struct TerminalProgramTests {
    private func shell(_ script: String, environment: [String: String] = [:]) throws -> TerminalProgram {
        try TerminalProgram("/bin/sh", arguments: ["-c", script], environment: environment, columns: 60, rows: 10)
    }

    @Test func theProgramHasATerminalOfTheSizeAsked() throws {
        let program = try shell("tty -s && stty size")
        try program.waitFor("10 60")
        #expect(try program.waitForExit() == 0)
    }

    @Test func theEnvironmentIsFixed() throws {
        let program = try shell("echo $TERM $LC_ALL $EXTRA; ls -A $HOME | wc -l", environment: ["EXTRA": "extra"])
        try program.waitFor("xterm C.UTF-8 extra\n0")
    }

    @Test func whatIsTypedArrives() throws {
        let program = try shell("read line; echo \"<$line>\"")
        program.send("hello żółw\r")
        try program.waitFor("<hello żółw>")
    }

    @Test func resizingReachesTheProgram() throws {
        let program = try shell("trap 'stty size; exit 3' WINCH; echo ready; while :; do read x; done")
        try program.waitFor("ready")
        program.resize(columns: 33, rows: 7)
        try program.waitFor("7 33")
        #expect(try program.waitForExit() == 3)
    }

    @Test func aSignalIsReportedAsShellsDo() throws {
        let program = try shell("echo ready; read x")
        try program.waitFor("ready")
        program.signal(SIGTERM)
        #expect(try program.waitForExit() == 128 + SIGTERM)
    }

    @Test func changedModesAreSeen() throws {
        let program = try shell("stty -echo; echo changed; read x; stty echo")
        try program.waitFor("changed")
        #expect(program.modes != program.modesAtStart)
        #expect(!program.modes.echoes)
        program.send("\r")
        #expect(try program.waitForExit() == 0)
        #expect(program.modes == program.modesAtStart)
    }

    @Test func aTextThatNeverComesFailsWithTheScreen() throws {
        let program = try shell("echo something else; read x")
        try program.waitFor("something else")
        let failure = #expect(throws: TerminalFailure.self) {
            try program.waitFor("never", within: .milliseconds(20))
        }
        #expect(failure?.description.contains("something else") == true)
    }

    @Test func theEndOfTheProgramEndsTheWait() throws {
        let program = try shell("echo bye")
        #expect(throws: TerminalFailure.self) { try program.waitFor("never", within: .seconds(60)) }
    }

    @Test func aMissingProgramExitsAsInAShell() throws {
        let program = try TerminalProgram("/nonexistent/program")
        #expect(try program.waitForExit() == 127)
    }
}
