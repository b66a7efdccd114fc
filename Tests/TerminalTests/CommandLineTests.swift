import TerminalTesting
import Testing

/// The built program in pipes and with words, as scripts use it (architecture 4).
@Suite("The command line", .serialized) struct CommandLineTests {
    private let program: ProgramUnderTest

    init() throws { program = try ProgramUnderTest() }

    @Test(
        "exit codes and where the answer goes",
        arguments: [
            ("$p2psh p2p pnrp cloud show seed 2>/dev/null", "Source:      none", 0),
            ("$p2psh -c p2p pnrp cloud show seed 2>/dev/null", "Source:      none", 0),
            ("$p2psh --context 'p2p pnrp cloud' show seed 2>/dev/null", "Source:      none", 0),
            ("$p2psh --json -c 'p2p pnrp' cloud show seed", #""source":"none""#, 0),
            ("$p2psh p2p group 2>&1 >/dev/null", "p2psh: Peer grouping is not part of p2psh.", 1),
            ("$p2psh nonsense 2>&1 >/dev/null", "p2psh: The following command was not found: nonsense.", 2),
            ("$p2psh p2p pnrp peer 2>/dev/null", "The following commands are available:", 0),
            ("$p2psh -r machine 2>&1 >/dev/null", "p2psh: Remote mode is not supported; use ssh.", 2),
            ("$p2psh --no-such-option x 2>&1 >/dev/null", "p2psh: There is no option '--no-such-option'", 2),
            ("$p2psh --json --terse x 2>&1 >/dev/null", "p2psh: --json and --terse exclude each other.", 2),
            ("$p2psh --JSON x 2>&1 >/dev/null", "Did you mean '--json'?", 2),
            ("$p2psh --json --no-such-option 2>/dev/null", #""message":"There is no option"#, 2),
            ("$p2psh --json --timeout=0 x 2>/dev/null", #"{"error":{"code":null,"#, 2),
            ("$p2psh --bind nowhere x 2>&1 >/dev/null", "p2psh: The endpoint nowhere cannot be used", 2),
            ("$p2psh --json --bind nowhere x 2>/dev/null", #"{"error":{"code":null,"#, 2),
            ("$p2psh p2p pnrp cloud show list Moon 2>&1 >/dev/null", "p2psh: There is no cloud 'Moon'", 3),
            ("$p2psh p2p pnrp diag ping host [::1]:9 count=1 timeout=20", "Sent 1, received 0, lost 1.", 4),
            ("$p2psh p2p pnrp peer delete registration '*' 2>&1", "p2psh: A confirmation is missing", 2),
            ("$p2psh --yes p2p pnrp peer delete registration '*'", "Ok.", 0),
            ("$p2psh p2p pnrp peer add registration 0.a 2>&1 >/dev/null", "ended with this process", 0),
            ("$p2psh --version", "0.1.0", 0),
            ("$p2psh --help", "'man p2psh'", 0),
        ] as [(String, String, Int32)])
    func exitCodes(line: String, text: String, code: Int32) async throws {
        let run = try program.pipeline(line)
        let status = try await run.waitForExit()
        #expect(run.screen.text.contains(text), "\(run.screen.text)")
        #expect(status == code)
    }

    @Test("lines come from a pipe and answers go into one, without prompts; the first mistake ends it")
    func pipes() async throws {
        let run = try program.pipeline(
            #"""
            printf 'p2p pnrp cloud\nshow seed Global_\nbogus\nshow list\n' | $p2psh --quiet 2>errors | cat
            cat errors; rm errors
            """#)
        #expect(try await run.waitForExit() == 0)
        #expect(
            run.screen.text == """
                Cloud:       Global_
                Seed server: (none)
                Source:      none
                -:3: The following command was not found: bogus.
                """)
    }

    @Test("--check tells the mistakes of all files, and of the command behind them")
    func checksAll() async throws {
        try program.write("bogus\nshow context\nwrong\n", to: "a")
        try program.write("false\n", to: "b")
        let run = try program.pipeline("cd \(program.directory); $p2psh --check -f a -f b untrue 2>&1")
        #expect(try await run.waitForExit() == 2)
        #expect(
            run.screen.text == """
                a:1: The following command was not found: bogus.
                a:3: The following command was not found: wrong.
                b:1: The following command was not found: false.
                p2psh: The following command was not found: untrue.
                """)
    }

    @Test("a batch goes on after a mistake when told to, and ends with the code of the first")
    func keepGoing() async throws {
        let run = try program.pipeline(#"printf 'bogus\np2p pnrp cloud show seed\n' | $p2psh --keep-going 2>/dev/null"#)
        #expect(try await run.waitForExit() == 2)
        #expect(run.screen.text.contains("Source:      none"))
    }

    @Test("a batch that is only checked runs nothing")
    func check() async throws {
        let run = try program.pipeline(
            #"printf 'p2p pnrp cloud show seed\nbogus\n' | $p2psh --check --keep-going 2>&1"#)
        #expect(try await run.waitForExit() == 2)
        #expect(run.screen.text == "-:2: The following command was not found: bogus.")
    }

    @Test("a reader that goes away is no error")
    func closedPipe() async throws {
        let run = try program.pipeline("{ $p2psh help --all; echo status $? >&2; } 2>&1 >/dev/null | cat")
        try await run.waitFor("status 0")
        let early = try program.pipeline("{ $p2psh help --all; echo status $? >&2; } | true")
        try await early.waitFor("status 0")
    }

    @Test("SIGTERM ends a command that runs")
    func termination() async throws {
        let run = try program.pipeline("exec $p2psh p2p pnrp diag ping host [::1]:9 count=0 timeout=20")
        try await run.waitFor("No reply from")
        run.signal(15)
        #expect(try await run.waitForExit() == 128 + 15)
    }

    @Test("Ctrl-C ends a search with 130")
    func interrupt() async throws {
        let seeds = ProgramUnderTest.silentSeeds.joined(separator: " ")
        let run = try program.pipeline("exec $p2psh \(seeds) p2p pnrp peer resolve 0.nobody timeout=60")
        try await run.waitFor("Resolve started...")
        run.send(.control("c"))
        let status = try await run.waitForExit()
        #expect(status == 130, "\(run.screen.text)")
    }

    @Test("Ctrl-C and SIGTERM end all that was to run, also what goes on after mistakes", arguments: [2, 15])
    func interruptAll(signal: Int32) async throws {
        try program.write("p2p pnrp monitor\np2p pnrp cloud show seed\n", to: "script")
        let run = try program.pipeline(
            "cd \(program.directory); exec $p2psh --keep-going -f script -f script p2p pnrp cloud show seed")
        try await run.waitFor("Watching; Ctrl-C ends it")
        run.signal(signal)
        #expect(try await run.waitForExit() == 128 + signal)
        #expect(!run.screen.text.contains("Seed server"))
    }

    @Test("standard input cannot run itself")
    func ownInput() async throws {
        let run = try program.pipeline(#"{ while echo 'exec -'; do :; done; } 2>/dev/null | $p2psh 2>&1"#)
        #expect(try await run.waitForExit() == 1)
        #expect(run.screen.text == "-:1: The script '-' would run itself.")
    }

    @Test("a laboratory: a name of another node is found, and one that nobody has is not")
    func laboratory() async throws {
        let found = try program.pipeline("$p2psh --lab 4 p2p pnrp peer resolve 0.lab-3")
        try await found.waitFor("Comment:    Laboratory node 3")
        #expect(try await found.waitForExit() == 0)
        let missing = try program.pipeline("$p2psh --lab 4 p2p pnrp peer resolve 0.lab-99")
        try await missing.waitFor("Not Found.")
        #expect(try await missing.waitForExit() == 3)
    }
}
