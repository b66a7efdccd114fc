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

    @Test("what is shown makes the aliases again, forced ones too; a circle is refused")
    func replayable() async {
        let shell = ToyShell()
        for line in ["alias flush force=yes say gone", "alias hi say 'good day'", "alias loop loop x"] {
            _ = await shell.session.run(line: line)
        }
        #expect(shell.text == "Ok.\nOk.\n! The alias 'loop' would stand for itself.\n")
        let copy = ToyShell()
        for alias in ["alias flush force=yes say gone", "alias hi say \"good day\""] {
            #expect(await copy.session.run(line: alias) == .success)
        }
        for shown in [shell, copy] { _ = await shown.session.run(line: "show alias") }
        #expect(
            copy.text
                == "Ok.\nOk.\nalias flush force=yes say gone\nalias hi say \"good day\"\n")
        #expect(shell.text.hasSuffix("\nalias flush force=yes say gone\nalias hi say \"good day\"\n"))
    }

    @Test("an alias is known behind the name of the program, behind help, and from the root")
    func leads() async {
        let transcript = await ToyShell().transcript(
            "alias hi say hello", "netsh hi", "fruit", "/ hi", ".. hi", "help hi")
        #expect(transcript.contains(">netsh hi\nhello\n"))
        #expect(transcript.contains(">/ hi\nhello\np2psh fruit>.. hi\nhello\n"))
        #expect(transcript.contains(">help hi\nSays a text.\n"))
    }

    @Test("secrets behind an alias stay out of the history, and so do those in one, and in lines nobody understands")
    func history() async {
        let shell = ToyShell()
        let lines = [
            "alias in login ada", "in password=x", "in", "alias me login ada password=x",
            "alias me 'login ada PASSWORD=x'", "lgoin ada password=x", "fruit login2 'password=x y'",
        ]
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
