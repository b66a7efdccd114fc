import CommandTree
import Shell
import Testing

@Suite("Offline mode (netsh 6.9)")
struct OfflineTests {
    @Test("changes are looked at and put aside, everything else runs at once")
    func keeping() async {
        let shell = ToyShell()
        let transcript = await shell.transcript(
            "show mode", "set mode offline", "fruit", "set taste sweet", "set taste", "set taste now", "say hi", "..",
            "fruit set taste=odd", "show mode", "show pending", "commit", "show pending", "online")
        #expect(
            transcript == """
                p2psh>show mode
                online
                p2psh>set mode offline
                Ok.
                ! Hint: Changes wait for 'commit' now; while some do, a star stands in the prompt.
                p2psh>fruit
                p2psh fruit>set taste sweet
                Kept for commit.
                p2psh fruit*>set taste
                ! One or more essential parameters were not entered. Missing: taste.
                !   set taste
                !            ^
                ! Verify the required parameters, and reenter them.
                ! The syntax supplied for this command is not valid. Check help for the correct syntax.
                ! Usage: set taste [taste=]text
                p2psh fruit*>set taste now
                Ok.
                p2psh fruit*>say hi
                hi
                p2psh fruit*>..
                p2psh*>fruit set taste=odd
                Kept for commit.
                p2psh*>show mode
                offline
                p2psh*>show pending
                No.  Context  Command
                ---  -------  -------
                  1  fruit    set taste sweet
                  2  /        fruit set taste=odd
                p2psh*>commit
                Ok.
                Ok.
                ! Hint: It is kept all the same.
                p2psh>show pending
                Nothing is pending.
                p2psh>online
                Ok.
                p2psh>

                """)
        #expect(shell.world.log == ["taste now", "say hi", "taste sweet", "taste odd"])
    }

    @Test("commit stops at the first change that fails, says which, and keeps the rest")
    func stops() async {
        let shell = ToyShell()
        let transcript = await shell.transcript(
            "offline", "fruit", "set taste sweet", "set taste bitter", "set taste mild", "online", "show pending",
            "show mode", "abort", "online", "set taste mild")
        #expect(
            transcript.hasSuffix(
                """
                p2psh fruit*>online
                Ok.
                ! Change 2 of 3, 'set taste bitter' in 'fruit', failed: Nobody likes that.
                p2psh fruit*>show pending
                No.  Context  Command
                ---  -------  -------
                  1  fruit    set taste bitter
                  2  fruit    set taste mild
                p2psh fruit*>show mode
                offline
                p2psh fruit*>abort
                Ok.
                p2psh fruit>online
                Ok.
                p2psh fruit>set taste mild
                Ok.
                p2psh fruit>

                """))
        #expect(shell.world.log == ["taste sweet", "taste mild"])
    }

    @Test("Ctrl-C ends the change that is being made; it and those behind it stay", .timeLimit(.minutes(1)))
    func interrupted() async {
        let shell = ToyShell()
        for line in ["offline", "fruit set taste slow", "fruit set taste mild"] {
            _ = await shell.session.run(line: line)
        }
        async let status = shell.session.run(line: "commit")
        while shell.world.log.isEmpty { await Task.yield() }
        shell.session.interrupt()
        #expect(await status == .interrupted)
        #expect(
            shell.text.hasSuffix("! Change 1 of 2, 'fruit set taste slow' in '/', was interrupted.\n"), "\(shell.text)")
        #expect(shell.session.prompt == "p2psh*>")
    }

    @Test("commit asks nothing: a question is a failure there, unless answered in advance")
    func questions() async {
        let shell = ToyShell()
        let transcript = await shell.transcript("offline", "fruit set taste sour", "commit", "abort")
        #expect(
            transcript.contains(
                """
                ! Change 1 of 1, 'fruit set taste sour' in '/', failed: A confirmation is missing: Really?
                ! Hint: Give --yes to confirm in advance.
                """))
        let willing = ToyShell(OutputSettings(), SessionSettings(assumesYes: true))
        for line in ["offline", "fruit set taste sour"] { _ = await willing.session.run(line: line) }
        #expect(await willing.session.run(line: "commit") == .success)
    }

    @Test("flush at the root discards; where a context has a flush of its own, that is meant, and says so")
    func flush() async {
        let transcript = await ToyShell().transcript(
            "offline", "fruit", "set taste sweet", "flush", "..", "flush", "fruit", "flush")
        #expect(
            transcript.hasSuffix(
                """
                p2psh fruit*>flush
                Ok.
                ! Hint: 1 change is still pending; 'abort' discards what is.
                p2psh fruit*>..
                p2psh*>flush
                Ok.
                p2psh>fruit
                p2psh fruit>flush
                Ok.
                p2psh fruit>

                """))
    }

    @Test(
        "leaving with pending changes is asked first; only an input that has ended for good needs no yes",
        arguments: [
            (["exit", "y"], Status.success, "p2psh*>exit\n1 change is pending and will be lost. Leave? [y/N] y\n"),
            (
                ["exit", "n", "abort", "exit"], .success,
                "Leave? [y/N] n\np2psh*>abort\nOk.\np2psh>exit\n"
            ),
            (
                [], .failed,
                "p2psh*>\n1 change is pending and will be lost. Leave? [y/N] "
                    + "p2psh*>\n1 change is pending and will be lost. Leave? [y/N] ! warning: 1 change is discarded: "
                    + "'commit' was not typed.\n"
            ),
        ] as [([String], Status, String)])
    func leaving(lines: [String], status: Status, end: String) async {
        let shell = ToyShell()
        let all = ["offline", "fruit set taste sweet"] + lines
        #expect(await shell.session.interact(with: ToyTerminal(all.map(TerminalInput.line), shell.kept)) == status)
        #expect(shell.text.hasSuffix(end), "\(shell.text)")
        #expect(shell.world.log.isEmpty)
    }

    @Test("in a batch they are discarded with a warning, and that is a failure")
    func batch() async {
        let shell = ToyShell()
        for line in ["offline", "fruit set taste sweet", "exit"] {
            #expect(await shell.session.run(line: line, from: .script(file: "a", line: 1)) == .success)
        }
        #expect(await shell.session.conclude(.success) == .failed)
        #expect(shell.text.hasSuffix("! p2psh: warning: 1 change is discarded: 'commit' was not typed.\n"))
        #expect(await shell.session.conclude(.success) == .success)
    }

    @Test("for scripts: what is made is told in one word")
    func terse() async {
        let shell = ToyShell(OutputSettings(format: .terse))
        for line in ["offline", "fruit set taste sweet", "commit", "fruit set taste sweet", "online", "commit"] {
            _ = await shell.session.run(line: line, from: .script(file: "a", line: 1))
        }
        #expect(shell.text == "Ok.\nKept for commit.\nOk.\nKept for commit.\nOk.\nOk.\n")
        #expect(shell.world.log == ["taste sweet", "taste sweet"])
    }

    @Test("who goes offline at a prompt is told what that means, until hints are noise")
    func hint() async {
        #expect(await ToyShell().transcript("offline").contains("Ok.\n! Hint: Changes wait for 'commit' now"))
        #expect(await !ToyShell(OutputSettings(isQuiet: true)).transcript("offline").contains("Hint"))
        let shell = ToyShell()
        _ = await shell.session.run(line: "offline", from: .script(file: "a", line: 1))
        #expect(shell.text == "Ok.\n")
    }

    @Test("a program is told whether leaving was agreed to; the end of the input is nobody's command")
    func leavingAsTold() async {
        let shell = ToyShell(OutputSettings(format: .json))
        let lines = ["offline", "fruit set taste sweet", "exit", "n", "abort"]
        _ = await shell.session.interact(with: ToyTerminal(lines.map(TerminalInput.line), shell.kept))
        #expect(
            shell.kept.answers
                == "{\"mode\":\"offline\"}\n{\"pending\":1}\n{\"ok\":false}\n{\"discarded\":1}\n\n")
    }

    @Test("only so many changes are kept")
    func bounds() async {
        let shell = ToyShell()
        _ = await shell.session.run(line: "offline")
        for _ in 0..<1000 { #expect(await shell.session.run(line: "fruit set taste x") == .success) }
        #expect(await shell.session.run(line: "fruit set taste x") == .failed)
        #expect(shell.text.hasSuffix("! Hint: 'commit' makes them.\n"))
    }

    @Test("online, commit and abort have nothing to do")
    func nothing() async {
        let transcript = await ToyShell().transcript("commit", "abort", "online", "show pending")
        #expect(
            transcript
                == "p2psh>commit\nOk.\np2psh>abort\nOk.\np2psh>online\nOk.\np2psh>show pending\nNothing is pending.\np2psh>\n"
        )
    }

    @Test("for machines: one document a line")
    func machines() async {
        let shell = ToyShell(OutputSettings(format: .json))
        for line in [
            "offline", "fruit", "set taste sweet", "show pending", "commit", "set taste odd", "abort",
            "set taste bitter", "commit", "show mode", "abort", "online",
        ] {
            _ = await shell.session.run(line: line)
        }
        #expect(
            shell.text == #"""
                {"mode":"offline"}
                {"context":"fruit"}
                {"pending":1}
                [{"context":"fruit","line":"set taste sweet"}]
                {"committed":[{"context":"fruit","line":"set taste sweet"}]}
                {"pending":1}
                {"discarded":1}
                {"pending":1}
                {"error":{"code":null,"hint":null,"message":"Change 1 of 1, 'set taste bitter' in 'fruit', failed: Nobody likes that.","name":null,"status":6}}
                {"mode":"offline","pending":1}
                {"discarded":1}
                {"committed":[],"mode":"online"}

                """#)
    }
}
