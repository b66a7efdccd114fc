import CommandTree
import Shell
import Testing

@Suite("A session at a prompt")
struct SessionTests {
    @Test("pushd and popd go there and back (netsh 6.8)")
    func stack() async {
        let shell = ToyShell()
        let transcript = await shell.transcript("pushd fruit bowl", "pushd", "..", "popd", "popd", "popd")
        #expect(
            transcript == """
                p2psh>pushd fruit bowl
                p2psh fruit bowl>pushd
                p2psh fruit bowl>..
                p2psh fruit>popd
                p2psh fruit bowl>popd
                p2psh>popd
                ! The context stack is empty.
                p2psh>

                """)
    }

    @Test("a context that is not there is not remembered, and the stack has an end")
    func stackBounds() async {
        let shell = ToyShell()
        #expect(await shell.session.run(line: "pushd nowhere") == .usage)
        #expect(await shell.session.run(line: "popd") == .failed)
        for _ in 0..<64 { #expect(await shell.session.run(line: "pushd") == .success) }
        #expect(await shell.session.run(line: "pushd") == .failed)
        #expect(shell.text.hasSuffix("! The context stack is full.\n"))
    }

    @Test("moving, running, inheriting, leaving")
    func walk() async {
        let transcript = await ToyShell().transcript(
            "fruit", "sh li", "say hello", "bowl", "..", "# a remark 'with a quote", "REM x", "", "/",
            "netsh fruit show list",
            "exit", "say never")
        #expect(
            transcript == """
                p2psh>fruit
                p2psh fruit>sh li
                Count  Name
                -----  ----
                    2  pear:green
                ! Hint: Eat them.
                p2psh fruit>say hello
                hello
                p2psh fruit>bowl
                p2psh fruit bowl>..
                p2psh fruit># a remark 'with a quote
                p2psh fruit>REM x
                p2psh fruit>
                p2psh fruit>/
                p2psh>netsh fruit show list
                Count  Name
                -----  ----
                    2  pear:green
                ! Hint: Eat them.
                p2psh>exit

                """)
    }

    @Test("the context is told and changed by commands of every level")
    func contextCommands() async {
        let transcript = await ToyShell().transcript(
            "set context \"fruit bowl\"", "show context", "set context nowhere", "set context /", "sh con")
        #expect(
            transcript == """
                p2psh>set context "fruit bowl"
                p2psh fruit bowl>show context
                p2psh fruit bowl
                p2psh fruit bowl>set context nowhere
                ! The following command was not found: nowhere.
                !   nowhere
                !   ^
                p2psh fruit bowl>set context /
                p2psh>sh con
                p2psh
                p2psh>

                """)
    }

    @Test("mistakes are explained with a caret, and the session goes on")
    func mistakes() async {
        let transcript = await ToyShell().transcript("say a b", "say", "f", "fruti", "say \u{1B}x", "fail", "odd")
        #expect(
            transcript == """
                p2psh>say a b
                ! 'b' is not a valid argument for this command. Its parameters are: text.
                !   say a b
                !         ^
                ! The syntax supplied for this command is not valid. Check help for the correct syntax.
                ! Usage: say [text=]text
                p2psh>say
                ! One or more essential parameters were not entered. Missing: text.
                !   say
                !      ^
                ! Verify the required parameters, and reenter them.
                ! The syntax supplied for this command is not valid. Check help for the correct syntax.
                ! Usage: say [text=]text
                p2psh>f
                ! The command 'f' is ambiguous: fail, feed, flush, fruit.
                !   f
                !   ^
                p2psh>fruti
                ! The following command was not found: fruti.
                !   fruti
                !   ^
                ! Hint: Did you mean 'fruit'?
                p2psh>say \u{1B}x
                ! Control characters are not accepted: \\x1b.
                !   say \\x1bx
                !       ^
                p2psh>fail
                ! No such cloud (0x80631001, PEER_E_NO_CLOUD).
                ! Hint: Look at show list.
                p2psh>odd
                ! Something odd happened.
                p2psh>

                """)
    }

    @Test("an open quote asks for the rest of the line")
    func continuation() async {
        let transcript = await ToyShell().transcript("say 'one", "two'")
        #expect(
            transcript == """
                p2psh>say 'one
                > two'
                one two
                p2psh>

                """)
    }

    @Test("Ctrl-D in the middle of a quote gives up the line and not the session")
    func endInContinuation() async {
        let shell = ToyShell()
        let inputs: [TerminalInput] = [.line("say 'one"), .endOfInput, .line("say x")]
        #expect(await shell.session.interact(with: ToyTerminal(inputs, shell.kept)) == .success)
        #expect(shell.text == "p2psh>say 'one\n> \np2psh>say x\nx\np2psh>\n")
    }

    @Test("a group alone lists its commands, a question mark a context")
    func listings() async {
        let shell = ToyShell()
        let transcript = await shell.transcript("fruit", "show", "?")
        #expect(transcript.contains("show list      - Lists fruit.\n"))
        #expect(transcript.contains("bowl           - Changes to the `p2psh fruit bowl' context.\n"))
        #expect(!transcript.contains("!"))
    }

    @Test("commands that show as they go")
    func streaming() async {
        let transcript = await ToyShell().transcript("steps", "feed 2")
        #expect(
            transcript == """
                p2psh>steps
                Resolve started...
                half
                Not Found.
                p2psh>feed 2
                1
                2
                p2psh>

                """)
    }

    @Test(
        "a confirmation is asked for, and only a yes is a yes",
        arguments: [
            ("y", ["wiped"]), ("YES", ["wiped"]), ("n", []), ("", []), ("yeah", []),
        ])
    func confirmation(answer: String, log: [String]) async {
        let shell = ToyShell()
        let transcript = await shell.transcript("wipe", answer)
        #expect(transcript.contains("p2psh>wipe\nDelete everything? [y/N] \(answer)\n"))
        #expect(transcript.contains("! Nothing was changed.\n") == log.isEmpty)
        #expect(shell.world.log == log)
    }

    @Test("Ctrl-C at a prompt or a question only ends that")
    func interruptedPrompt() async {
        let shell = ToyShell()
        let inputs: [TerminalInput] = [
            .interrupted, .line("wipe"), .interrupted, .refused("The line is not valid UTF-8."), .line("say x"),
        ]
        let status = await shell.session.interact(with: ToyTerminal(inputs, shell.kept))
        #expect(status == .success)
        #expect(
            shell.text == """
                p2psh>^C
                p2psh>wipe
                Delete everything? [y/N] ^C
                p2psh>! The line is not valid UTF-8.
                p2psh>say x
                x
                p2psh>

                """)
    }

    @Test("the name of the program alone is a path that leads nowhere else")
    func programAlone() async {
        let json = ToyShell(OutputSettings(format: .json))
        for line in ["netsh", "", "# x"] { _ = await json.session.run(line: line) }
        #expect(json.text == "{\"context\":\"\"}\n")
        let text = ToyShell()
        #expect(await text.session.run(line: "netsh") == .success)
        #expect(text.text == "")
        #expect(await text.session.run(words: ["netsh"]) == .success)
        #expect(text.text.contains("The following commands are available:"))
    }

    @Test("secrets and empty lines stay out of the history")
    func history() async {
        let shell = ToyShell()
        let terminal = ToyTerminal(
            ["say x", " ", "bogus", "login ada", "login ada pass=secret", "LOG ada PASSWORD=x y z"].map(
                TerminalInput.line),
            shell.kept)
        _ = await shell.session.interact(with: terminal)
        #expect(terminal.history == ["say x", "bogus", "login ada"])
    }

    @Test("completion knows where the session is")
    func completion() async {
        let shell = ToyShell()
        #expect(await shell.session.enter("fruit") == .success)
        #expect(shell.session.completion(of: "sh", provider: { _, _ in [] }).insertion == "ow ")
        #expect(shell.session.prompt == "p2psh fruit>")
        #expect(await shell.session.enter("say") == .usage)
        #expect(shell.text == "! p2psh: 'say' is not a context.\n")
    }

    @Test("events are left to whoever knows the prompt, where nothing is drawn", .timeLimit(.minutes(1)))
    func events() async {
        let shell = ToyShell()
        let terminal = ToyTerminal([], shell.kept)
        async let status = shell.session.run(words: ["wait"])
        while shell.world.log.isEmpty { await Task.yield() }
        shell.session.output.announce("0.x is here") { terminal.printAbove($0) }
        shell.session.interrupt()
        #expect(await status == .interrupted)
        #expect(shell.text == "^ 0.x is here\n")
    }
}
