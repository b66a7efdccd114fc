import CommandTree
import Foundation
import Shell
import Testing

@Suite("Scripts (netsh 6.10)")
struct ScriptTests {
    private func run(
        _ text: String, _ settings: SessionSettings = SessionSettings()
    ) async throws -> (status: Status, text: String) {
        let scripts = try Scripts()
        try scripts.write(Data(text.utf8), to: "a")
        let shell = ToyShell(OutputSettings(), settings)
        let status = await shell.session.run(script: scripts.path("a"))
        return (status, shell.text.split(separator: scripts.directory).joined(separator: "DIR"))
    }

    @Test("lines run in order; mark, carriage returns, remarks and a missing newline do not matter")
    func plain() async throws {
        let result = try await run("\u{FEFF}# first\r\nfruit\r\n\r\n  rem it's\nshow list\n..\nsay 'the end'")
        #expect(result.status == .success)
        #expect(result.text.hasSuffix("! Hint: Eat them.\nthe end\n"))
    }

    @Test("what a script pushes and does not pop is forgotten, and what was pushed before it stays (netsh 6.8)")
    func stack() async throws {
        let scripts = try Scripts(["a": "pushd fruit bowl\n", "b": "popd\n"])
        let shell = ToyShell()
        #expect(await shell.session.run(line: "pushd fruit") == .success)
        #expect(await shell.session.run(script: scripts.path("a")) == .success)
        #expect(shell.session.path.text == "p2psh fruit")
        #expect(await shell.session.run(script: scripts.path("b")) == .failed)
        #expect(shell.text.hasSuffix("The context stack is empty.\n"))
        #expect(await shell.session.run(line: "popd") == .success)
        #expect(shell.session.path.isRoot)
    }

    @Test("the first failing line ends it, with its place and its status")
    func stops() async throws {
        let result = try await run("say a\nfail\nsay b\n")
        #expect(result.status == .notFound)
        #expect(
            result.text == "a\n! DIR/a:2: No such cloud (0x80631001, PEER_E_NO_CLOUD).\n! Hint: Look at show list.\n")
    }

    @Test("--check tells all mistakes, and ends with the status of the first")
    func checksAll() async throws {
        let result = try await run("bogus\nsay\nsay hi\nfruit show\n", SessionSettings(checksOnly: true))
        #expect(result.status == .usage)
        #expect(
            result.text.split(separator: "\n").map { $0.prefix { $0 != "." } } == [
                "! DIR/a:1: The following command was not found: bogus",
                "! DIR/a:2: One or more essential parameters were not entered", "! Hint: The usage is: say [text=]text",
                "! DIR/a:4: The command 'fruit show' is incomplete",
            ])
    }

    @Test("--keep-going runs on and ends with the first failure")
    func keepsGoing() async throws {
        let result = try await run("fail\nbogus\nsay b\nfruit show\n", SessionSettings(keepsGoing: true))
        #expect(result.status == .notFound)
        #expect(
            result.text == """
                ! DIR/a:1: No such cloud (0x80631001, PEER_E_NO_CLOUD).
                ! Hint: Look at show list.
                ! DIR/a:2: The following command was not found: bogus.
                b
                ! DIR/a:4: The command 'fruit show' is incomplete.

                """)
    }

    @Test("--check binds everything and runs nothing")
    func checks() async throws {
        let script = "fruit\nsh list\nshow list x\n..\nsay\nwipe\nexit\nsay ok\n"
        let result = try await run(script, SessionSettings(keepsGoing: true, checksOnly: true))
        #expect(result.status == .usage)
        #expect(
            result.text == """
                ! DIR/a:2: warning: 'sh' is an abbreviation; scripts should use full words.
                ! DIR/a:3: 'x' is not a valid argument for this command. Its parameters are: watch.
                ! Hint: The usage is: show list [watch=seconds]
                ! DIR/a:5: One or more essential parameters were not entered. Missing: text.
                ! Hint: The usage is: say [text=]text

                """)
    }

    @Test(
        "bytes that are no text are told with their line",
        arguments: [
            ([0x23, 0x0A, 0xFF, 0x0A], "DIR/a:2: The line is not valid UTF-8."),
            ([0x61, 0x00, 0x0A], "DIR/a:1: The line contains a NUL character."),
            (Array(repeating: 0x20, count: 20_000), "DIR/a:1: The line is longer than 16384 bytes."),
        ] as [([UInt8], String)])
    func badBytes(bytes: [UInt8], message: String) async throws {
        let scripts = try Scripts()
        try scripts.write(Data(bytes), to: "a")
        let shell = ToyShell()
        #expect(await shell.session.run(script: scripts.path("a")) == .usage)
        #expect(shell.text.split(separator: scripts.directory).joined(separator: "DIR") == "! \(message)\n")
    }

    @Test("a script runs others relative to itself, and leaves the context as it was")
    func nested() async throws {
        let scripts = try Scripts(["a": "fruit\nexec sub/b\nshow list\n", "sub/b": "/\nexec c\n", "sub/c": "say c\n"])
        let shell = ToyShell(OutputSettings(isQuiet: true))
        #expect(await shell.session.run(script: scripts.path("a")) == .success)
        #expect(shell.text == "c\nCount  Name\n-----  ----\n    2  pear:green\n")
        #expect(shell.session.path.isRoot)
    }

    @Test("a failure deep inside is told once, with its own place")
    func nestedFailure() async throws {
        let scripts = try Scripts(["a": "exec b\nsay never\n", "b": "\nfail\n"])
        let shell = ToyShell(OutputSettings(isQuiet: true))
        #expect(await shell.session.run(script: scripts.path("a")) == .notFound)
        #expect(shell.text == "! \(scripts.path("b")):2: No such cloud (0x80631001, PEER_E_NO_CLOUD).\n")
    }

    @Test("a script may not run itself, not even under another name")
    func cycle() async throws {
        let scripts = try Scripts(["a": "exec sub/b\n", "sub/b": "exec ../a\n"])
        let shell = ToyShell()
        #expect(await shell.session.run(script: scripts.path("a")) == .failed)
        #expect(
            shell.text == "! \(scripts.path("sub/b")):1: The script '\(scripts.path("sub/../a"))' would run itself.\n")
    }

    @Test("scripts nest sixteen deep and no deeper")
    func depth() async throws {
        let scripts = try Scripts()
        for number in 1...17 {
            try scripts.write(Data("say \(number)\nexec s\(number + 1)\n".utf8), to: "s\(number)")
        }
        let shell = ToyShell()
        #expect(await shell.session.run(script: scripts.path("s1")) == .failed)
        #expect(shell.text.contains("16\n! \(scripts.path("s16")):2: Scripts are nested more than 16 deep.\n"))
        #expect(!shell.text.contains("17\n"))
    }

    @Test("what cannot be opened", arguments: [("missing", "was not found"), ("", "is not a file")])
    func unopenable(name: String, reason: String) async throws {
        let scripts = try Scripts()
        let shell = ToyShell()
        #expect(await shell.session.run(script: scripts.path(name)) == .failed)
        #expect(shell.text == "! p2psh: The script '\(scripts.path(name))' \(reason).\n")
    }

    @Test("exec at a prompt reports and goes on; questions are not asked in a script")
    func atPrompt() async throws {
        let scripts = try Scripts(["a": "wipe\n"])
        let shell = ToyShell(OutputSettings(isQuiet: true))
        let transcript = await shell.transcript("exec \(scripts.path("a"))", "say on")
        #expect(transcript.contains("! \(scripts.path("a")):1: A confirmation is missing: Delete everything?\n"))
        #expect(transcript.hasSuffix("p2psh>say on\non\np2psh>\n"))
        #expect(shell.world.log == ["say on"])
    }

    @Test("JSON errors carry the place")
    func jsonErrors() async throws {
        let scripts = try Scripts(["a": "\nbogus\n"])
        let shell = ToyShell(OutputSettings(format: .json))
        #expect(await shell.session.run(script: scripts.path("a")) == .usage)
        #expect(shell.text.contains("\"file\":\"\(scripts.path("a"))\""))
        #expect(shell.text.contains("\"line\":2,\"message\":\"The following command was not found: bogus.\""))
    }

    @Test("file names complete, directories keep the line open")
    func files() throws {
        let scripts = try Scripts(["seeds": "", "sub/x": "", ".hidden": ""])
        #expect(
            fileCandidates(beginning: scripts.path("s")).map(\.text) == [scripts.path("seeds"), scripts.path("sub/")])
        #expect(fileCandidates(beginning: scripts.path(".")).map(\.text) == [scripts.path(".hidden")])
        #expect(fileCandidates(beginning: scripts.path("none/x")).isEmpty)
    }
}
