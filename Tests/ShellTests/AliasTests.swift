import CommandTree
import Shell
import Testing

@Suite("Aliases in a session (netsh 6.7)")
struct AliasTests {
    @Test("added, used, shown, deleted")
    func dialogue() async {
        let transcript = await ToyShell().transcript(
            "alias hello say \"good day\"", "alias hello", "hello", "alias ls fruit show", "ls list", "alias",
            "show alias",
            "unalias LS", "ls list", "alias ls", "unalias ls")
        #expect(
            transcript == """
                p2psh>alias hello say "good day"
                Ok.
                p2psh>alias hello
                alias hello say "good day"
                p2psh>hello
                good day
                p2psh>alias ls fruit show
                Ok.
                p2psh>ls list
                Count  Name
                -----  ----
                    2  pear:green
                ! Hint: Eat them.
                p2psh>alias
                alias hello say "good day"
                alias ls fruit show
                p2psh>show alias
                alias hello say "good day"
                alias ls fruit show
                p2psh>unalias LS
                Ok.
                p2psh>ls list
                ! The following command was not found: ls list.
                !   ls list
                !   ^
                p2psh>alias ls
                ! The following alias was not found: ls.
                p2psh>unalias ls
                ! The following alias was not found: ls.
                p2psh>

                """)
    }

    @Test("a word that any context knows is refused, unless forced; the alias itself comes first then")
    func builtIn() async {
        let transcript = await ToyShell().transcript(
            "alias bowl say x", "fruit", "alias say fruit show list", "alias flush force=yes say gone", "flush",
            "unalias flush", "flush")
        #expect(
            transcript == """
                p2psh>alias bowl say x
                ! 'bowl' is a word of p2psh.
                ! Hint: Put force=yes before the text to use it as an alias all the same.
                p2psh>fruit
                p2psh fruit>alias say fruit show list
                ! 'say' is a word of p2psh.
                ! Hint: Put force=yes before the text to use it as an alias all the same.
                p2psh fruit>alias flush force=yes say gone
                Ok.
                p2psh fruit>flush
                gone
                p2psh fruit>unalias flush
                Ok.
                p2psh fruit>flush
                Ok.
                p2psh fruit>

                """)
    }

    @Test("tags in the text are the text's, and a mistake is pointed at in the line as it is written out")
    func tags() async {
        let transcript = await ToyShell().transcript(
            "alias s say text=hi", "s", "alias t say text=hi name=x", "t", "alias q say 'a", "b'", "q",
            "alias o \"say 'a\"")
        #expect(
            transcript == """
                p2psh>alias s say text=hi
                Ok.
                p2psh>s
                hi
                p2psh>alias t say text=hi name=x
                Ok.
                p2psh>t
                ! 'name=x' is not a valid argument for this command. Its parameters are: text.
                !   say text=hi name=x
                !               ^
                ! The syntax supplied for this command is not valid. Check help for the correct syntax.
                ! Usage: say [text=]text
                p2psh>alias q say 'a
                > b'
                Ok.
                p2psh>q
                a b
                p2psh>alias o "say 'a"
                ! The syntax supplied for this command is not valid. The quote ' is not closed.
                p2psh>

                """)
    }

    @Test("secrets behind an alias stay out of the history")
    func history() async {
        let shell = ToyShell()
        let lines = ["alias in login ada", "in password=x", "in"]
        let terminal = ToyTerminal(lines.map(TerminalInput.line), shell.kept)
        _ = await shell.session.interact(with: terminal)
        #expect(terminal.history == ["alias in login ada", "in"])
    }

    @Test("what stands behind an alias is completed, and so is its name behind unalias")
    func completion() async {
        let shell = ToyShell()
        #expect(await shell.session.run(line: "alias peel fruit") == .success)
        #expect(shell.session.completion(of: "peel sh", provider: { _, _ in [] }).insertion == "ow ")
        #expect(shell.session.completion(of: "unalias pe", provider: { _, _ in [] }).insertion == "el ")
    }

    @Test("for machines")
    func machines() async {
        let json = ToyShell(OutputSettings(format: .json))
        for line in ["alias ls say \"a b\"", "alias", "alias ls", "unalias ls", "show alias", "unalias ls"] {
            _ = await json.session.run(line: line)
        }
        #expect(
            json.text == #"""
                {"ok":true}
                [{"name":"ls","text":"say \"a b\""}]
                [{"name":"ls","text":"say \"a b\""}]
                {"ok":true}
                []
                {"error":{"code":null,"hint":null,"message":"The following alias was not found: ls.","name":null,"status":3}}

                """#)
        let terse = ToyShell(OutputSettings(format: .terse))
        for line in ["alias ls say a:b", "show alias"] { _ = await terse.session.run(line: line) }
        #expect(terse.text == "Ok.\nls:say a\\:b\n")
    }
}
