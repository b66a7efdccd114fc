import CommandTree
import Shell
import Testing

@Suite("Exit codes are the same in one-shot, in a batch and at a prompt (netsh 6.11)")
struct ExitStatusTests {
    /// A line, and how it ends everywhere.
    static let table: [(String, Status)] = [
        ("say x", .success), ("refuse 0", .success), ("?", .success), ("alias a say x", .success),
        ("refuse 1", .failed), ("odd", .failed), ("popd", .failed), ("exec /nowhere", .failed),
        ("set file open /", .failed), ("add helper x", .failed),
        ("bogus", .usage), ("f", .usage), ("say", .usage), ("say a b", .usage), ("feed x", .usage),
        ("say 'a", .usage), ("say text=a text=b", .usage), ("say a --yes", .usage), ("refuse 2", .usage),
        ("alias say say x", .usage), ("alias ? x", .usage), ("set context nowhere", .usage),
        ("set machine elsewhere", .usage), ("set file open", .usage),
        ("fail", .notFound), ("steps", .notFound), ("alias a", .notFound), ("unalias a", .notFound),
        ("refuse 4", .timedOut), ("wait", .timedOut), ("refuse 5", .unreachable), ("refuse 6", .notPermitted),
        ("refuse 130", .interrupted),
    ]

    /// A shell that waits for nothing, where the line is one that waits.
    private func shell(_ line: String, keepsGoing: Bool = false, checksOnly: Bool = false) -> ToyShell {
        let timeout: Duration? = line == "wait" ? .milliseconds(1) : nil
        return ToyShell(
            OutputSettings(isQuiet: true),
            SessionSettings(timeout: timeout, keepsGoing: keepsGoing, checksOnly: checksOnly))
    }

    @Test("every kind of end", arguments: table)
    func ends(line: String, status: Status) async throws {
        let scripts = try Scripts(["a": line + "\nsay never\n"])
        let batch = shell(line)
        #expect(await batch.session.run(script: scripts.path("a")) == status)
        #expect(batch.text.contains("never") == (status == .success))
        #expect(await shell(line).session.run(line: line) == status)
        if !line.contains("'") {
            let words = line.split(separator: " ").map(String.init)
            #expect(await shell(line).session.run(words: words) == status)
        }
    }

    @Test("a question is refused where nobody can be asked", arguments: ["wipe"])
    func confirmation(line: String) async throws {
        let scripts = try Scripts(["a": line])
        #expect(await shell(line).session.run(script: scripts.path("a")) == .usage)
        #expect(await shell(line).session.run(words: [line]) == .usage)
    }

    @Test("--keep-going runs on after any of them, but not after an interruption", arguments: table)
    func keepsGoing(line: String, status: Status) async throws {
        let scripts = try Scripts(["a": "refuse 0\n\(line)\nrefuse 6\nsay on\n"])
        let shell = shell(line, keepsGoing: true)
        let ending = await shell.session.run(script: scripts.path("a"))
        #expect(ending == (status == .success ? .notPermitted : status))
        #expect(shell.text.hasSuffix("on\n") == (status != .interrupted))
    }

    @Test(
        "--check runs nothing: what can be seen without running counts",
        arguments: [
            ("bogus", .usage), ("f", .usage), ("say", .usage), ("say 'a", .usage), ("feed x", .usage),
            ("popd", .failed), ("exec /nowhere", .failed), ("unalias a", .notFound), ("set context nowhere", .usage),
            ("refuse 6", .success), ("fail", .success), ("wipe", .success), ("set file open /", .success),
            ("set machine elsewhere", .success), ("commit", .success), ("exit", .success),
        ] as [(String, Status)])
    func checks(line: String, status: Status) async throws {
        let scripts = try Scripts(["a": line])
        let shell = shell(line, checksOnly: true)
        #expect(await shell.session.run(script: scripts.path("a")) == status)
        #expect(shell.kept.answers.isEmpty)
    }
}
