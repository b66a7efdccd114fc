import CommandTree
import Shell
import Testing

/// Commands that go on in lines of their own, and those that ask for what nobody may see.
@Suite("Dialogues") struct DialogueTests {
    @Test("what is typed goes to the command, what it shows stands above, and the session goes on after the last line")
    func typed() async {
        let shell = ToyShell()
        #expect(
            await shell.transcript("talk", "say hi", "/quit", "say on") == """
                p2psh>talk
                ^ hello
                you> say hi
                ^ <say hi>
                you> /quit
                p2psh>say on
                on
                p2psh>

                """)
        #expect(shell.world.log == ["say hi", "say on"])
    }

    @Test("the lines of a dialogue are none of the session's history")
    func history() async {
        let shell = ToyShell()
        let terminal = ToyTerminal([.line("talk"), .line("private"), .line("/quit"), .line("say on")], shell.kept)
        _ = await shell.session.interact(with: terminal)
        #expect(terminal.history == ["talk", "say on"])
    }

    @Test("Ctrl-C and Ctrl-D end it, and not the session", arguments: [TerminalInput.interrupted, .endOfInput])
    func ended(input: TerminalInput) async {
        let shell = ToyShell()
        let terminal = ToyTerminal([.line("talk"), input, .line("say on")], shell.kept)
        _ = await shell.session.interact(with: terminal)
        #expect(shell.world.log == ["the end", "say on"])
    }

    @Test("a line that is none is told to the command")
    func refused() async {
        let shell = ToyShell()
        let terminal = ToyTerminal([.line("talk"), .refused("No text."), .line("/quit")], shell.kept)
        _ = await shell.session.interact(with: terminal)
        #expect(shell.text.contains("^ No text.\n"))
    }

    @Test("programs get whole documents, a line each")
    func json() async {
        let shell = ToyShell(OutputSettings(format: .json))
        #expect(await shell.transcript("talk", "hi").contains("^^ {\"said\":\"<hi>\"}\n"))
    }

    @Test("long lines are broken where a word ends, one column before the edge")
    func width() async {
        let shell = ToyShell(OutputSettings(columns: { 12 }))
        #expect(await shell.transcript("talk", "one two three").contains("^ <one two\n"))
    }

    @Test("in a script the lines behind it are its own, up to the last one")
    func script() async throws {
        let shell = ToyShell()
        let scripts = try Scripts(["a": "talk\nsay hi\n/quit\nsay on\n"])
        #expect(await shell.session.run(script: scripts.path("a")) == .success)
        #expect(shell.world.log == ["say hi", "say on"])
        #expect(shell.text == "hello\n<say hi>\non\n")
    }

    @Test("the end of a script is the end of its dialogue")
    func endOfScript() async throws {
        let shell = ToyShell()
        let scripts = try Scripts(["a": "talk\nhi"])
        #expect(await shell.session.run(script: scripts.path("a")) == .success)
        #expect(shell.world.log == ["hi", "the end"])
    }

    @Test("with --check the lines of a dialogue are no commands")
    func check() async throws {
        let shell = ToyShell(OutputSettings(), SessionSettings(checksOnly: true))
        let scripts = try Scripts(["a": "talk\nbogus\n/quit\nbogus too\n"])
        #expect(await shell.session.run(script: scripts.path("a")) == .usage)
        #expect(shell.text.contains("a:4: The following command was not found: bogus too."))
        #expect(shell.world.log == [])
    }

    @Test("where nobody types there is nothing to say")
    func nobody() async {
        let shell = ToyShell()
        #expect(await shell.session.run(words: ["talk"]) == .success)
        #expect(shell.world.log == ["the end"])
    }

    @Test(
        "Tab completes what the dialogue knows, and no commands",
        arguments: [("b", "bo", 1), ("hello bor", "boris ", 3), ("/", "/quit ", 1), ("", "", 0), ("x", "", 0)])
    func completion(left: String, insertion: String, deleting: Int) {
        let dialogue = Dialogue(
            prompt: { "" }, candidates: { _ in [Candidate("/quit"), Candidate("bob"), Candidate("boris")] },
            work: { _ in .success })
        let completion = dialogue.completion(of: left)
        #expect(completion.insertion == insertion)
        #expect(completion.deleting == deleting)
    }

    @Test("a secret is neither shown nor remembered")
    func secret() async {
        let shell = ToyShell()
        let terminal = ToyTerminal([.line("vault"), .line("hush"), .line("say on")], shell.kept)
        _ = await shell.session.interact(with: terminal)
        #expect(shell.world.log == ["opened with hush", "say on"])
        #expect(!shell.text.contains("hush"))
        #expect(shell.text.contains("Password: \n"))
        #expect(terminal.history == ["vault", "say on"])
    }

    @Test("Ctrl-C at the question gives it up")
    func givenUp() async {
        let shell = ToyShell()
        let terminal = ToyTerminal([.line("vault"), .interrupted, .line("say on")], shell.kept)
        _ = await shell.session.interact(with: terminal)
        #expect(shell.world.log == ["say on"])
    }

    @Test("where nobody can be asked it is refused, and told what else there is")
    func nobodyToAsk() async {
        let shell = ToyShell()
        #expect(await shell.session.run(words: ["vault"]) == .usage)
        #expect(
            shell.text == """
                ! p2psh: There is nobody to ask: Password:
                ! Hint: A file may hold it.

                """)
    }
}
