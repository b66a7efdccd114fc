import CommandTree
import Foundation
import Shell
import Testing

@Suite("Netsh's words about the session itself (netsh 6.2, 6.9, 6.12)")
struct MannerTests {
    /// The path of a file that is not there, and goes away with the test if it comes to be.
    private final class Spot {
        let path = FileManager.default.temporaryDirectory.appending(path: "p2psh-\(UUID())").path
        var text: String? { try? String(contentsOfFile: path, encoding: .utf8) }
        deinit { try? FileManager.default.removeItem(atPath: path) }
    }

    @Test("the prompt may be netsh's; where the session goes, it stays so")
    func prompt() async {
        let transcript = await ToyShell().transcript(
            "pushd fruit", "set prompt netsh", "bowl", "popd", "fruit ?", "set prompt=p2psh", "set prompt=bash")
        #expect(
            transcript.contains("p2psh fruit>set prompt netsh\nOk.\nnetsh fruit>bowl\nnetsh fruit bowl>popd\nnetsh>"))
        #expect(transcript.contains("bowl           - Changes to the `netsh fruit bowl' context.\n"))
        #expect(transcript.contains("netsh>set prompt=p2psh\nOk.\np2psh>set prompt=bash\n! 'bash' is not a valid"))
    }

    @Test("a program called netsh says so in prompts and before errors")
    func programName() async {
        let shell = ToyShell(OutputSettings(program: "netsh"))
        #expect(shell.session.prompt == "netsh>")
        #expect(await shell.session.run(words: ["dhcp"]) == .usage)
        #expect(shell.text == "! netsh: The following command was not found: dhcp.\n")
    }

    @Test("set x=y sets x to y, and ambiguity stays an error")
    func assignment() async {
        let shell = ToyShell(OutputSettings(isQuiet: true))
        let session = shell.session
        #expect(!session.showsHints)
        #expect(await session.run(line: "set hints=on") == .success)
        #expect(session.showsHints)
        #expect(await session.run(line: "set hi=of") == .success)
        #expect(!session.showsHints)
        #expect(await session.run(line: "set context=\"fruit bowl\"") == .success)
        #expect(session.path.text == "p2psh fruit bowl")
        #expect(await session.run(line: "set m=online") == .usage)
        #expect(await session.run(line: "set nothing=x") == .usage)
        #expect(
            shell.text.hasSuffix(
                """
                ! The command 'm' is ambiguous: machine, mode.
                !   set m=online
                !       ^
                ! The following command was not found: set nothing=x.
                !   set nothing=x
                !       ^

                """))
    }

    @Test(
        "this machine is accepted, others are not",
        arguments: [("", true), (".", true), ("LOCALHOST", true), ("pc7", false)])
    func machine(name: String, isAccepted: Bool) async {
        let shell = ToyShell()
        #expect(await shell.session.run(line: "set machine \(name)") == (isAccepted ? .success : .usage))
        #expect(shell.text == (isAccepted ? "Ok.\n" : "! Remote mode is not supported; use ssh.\n"))
    }

    @Test("helpers are listed, and neither added nor deleted")
    func helpers() async {
        let transcript = await ToyShell().transcript("add helper p2p.dll", "delete helper p2p.dll", "show helper")
        #expect(
            transcript == """
                p2psh>add helper p2p.dll
                ! Helpers can be neither added nor deleted: all contexts are built in.
                ! Hint: 'show helper' lists them.
                p2psh>delete helper p2p.dll
                ! Helpers can be neither added nor deleted: all contexts are built in.
                ! Hint: 'show helper' lists them.
                p2psh>show helper
                Commands  Context
                --------  -------
                       3  fruit
                       0  fruit bowl
                p2psh>

                """)
    }

    @Test("answers and errors are copied to a file, without colours, from open to close")
    func copy() async {
        let spot = Spot()
        let shell = ToyShell(OutputSettings(usesColor: true))
        for line in [
            "say before", "set file open \(spot.path)", "say in", "bogus", "set file close", "say after",
            "set file mode=append name=\(spot.path)", "say again", "set file close", "set file close",
        ] {
            _ = await shell.session.run(line: line)
        }
        #expect(shell.text.contains("\u{1B}[32min\u{1B}[0m"))
        #expect(
            spot.text == "in\nThe following command was not found: bogus.\n  bogus\n  ^\nagain\n")
        #expect(await shell.session.run(line: "set file open \(spot.path)") == .success)
        #expect(spot.text == "")
    }

    @Test("a file that is copied to already begins anew, and has no holes")
    func copyAnew() async {
        let spot = Spot()
        let shell = ToyShell()
        for line in ["set file open \(spot.path)", "say one", "set file open \(spot.path)", "say two"] {
            #expect(await shell.session.run(line: line) == .success)
        }
        #expect(spot.text == "two\n")
    }

    @Test("what is watched is copied too, each picture below the last", .timeLimit(.minutes(1)))
    func copyOfWatch() async {
        let spot = Spot()
        let time = ToyTime()
        let shell = ToyShell(OutputSettings(usesColor: true, columns: { 60 }, rows: { 24 }), time: time)
        _ = await shell.session.run(line: "set file open \(spot.path)")
        async let status = shell.session.run(words: ["fruit", "show", "list", "watch=2"])
        await time.pass(.seconds(2))
        await time.someoneSleeps()
        shell.session.interrupt()
        #expect(await status == .success)
        let picture = """
            Every 2 s until Ctrl-C: show list  2026-08-01T10:00:00Z

            Count  Name
            -----  ----
                2  pear:green
            Hint: Eat them.

            """
        #expect(spot.text == picture + "\n" + picture)
    }

    @Test("a copy without a file to go to is a missing parameter, pointed at")
    func nameless() async {
        let shell = ToyShell()
        #expect(await shell.session.run(line: "set file open") == .usage)
        #expect(
            shell.text.hasPrefix(
                """
                ! One or more essential parameters were not entered. Missing: name.
                !   set file open
                !                ^
                ! Verify the required parameters, and reenter them.

                """))
        #expect(shell.text.hasSuffix("! Usage: set file [mode=]{append|close|open} [[name=]file]\n"))
    }

    @Test("names of files with invisible characters are not offered")
    func fileNames() throws {
        let scripts = try Scripts(["plain": "", "x\u{1B}[31my": "", "x\u{202E}y": ""])
        #expect(fileCandidates(beginning: scripts.directory + "/").map(\.text) == [scripts.path("plain")])
    }

    @Test("a file that cannot be had is told in one sentence, and the copy under way goes on")
    func unwritable() async {
        let spot = Spot()
        let shell = ToyShell()
        _ = await shell.session.run(line: "set file open \(spot.path)")
        #expect(await shell.session.run(line: "set file open \(spot.path)/none") == .failed)
        #expect(await shell.session.run(line: "set file append /dev/null") == .failed)
        #expect(await shell.session.run(line: "set file open /") == .failed)
        let expected = """
            ! The file '\(spot.path)/none' cannot be written (not a directory).
            ! The file '/dev/null' cannot be written (no regular file).
            ! The file '/' cannot be written (is a directory).

            """
        #expect(shell.text == "Ok.\n" + expected)
        #expect(spot.text == expected.replacing("! ", with: ""))
    }
}
