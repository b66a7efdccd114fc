import Foundation
import TerminalTesting
import Testing

/// The shells people start the program from, with a session of theirs running: what it published appears behind Tab.
@Suite("Completion in real shells", .serialized) struct ShellCompletionTests {
    private static let resolve = "p2psh p2p pnrp peer resolve "

    /// Types each line, presses Tab, and looks whether it becomes what it should.
    private func check(_ shell: TerminalProgram, _ cases: [(typed: String, completed: String)]) async throws {
        for (typed, completed) in cases {
            shell.send(typed)
            try await shell.wait(until: "'\(typed)' is typed") { $0.text.hasSuffix(typed.trimmingSuffix(" ")) }
            shell.send(.tab)
            try await shell.wait(until: "'\(typed)' is '\(completed)'") { $0.text.contains("$ " + completed) }
            shell.send(.control("u"))
            try await shell.wait(until: "the line is empty") { $0.text.trimmingSuffix(" ").hasSuffix("$") }
        }
    }

    @Test("bash", .enabled(if: InstalledShell.bash.isInstalled, "bash is not installed"))
    func bash() async throws {
        let laboratory = try await RunningLaboratory()
        let shell = try await InstalledShell.bash.start(laboratory, document: "completions/p2psh.bash")
        try await check(
            shell,
            [
                ("p2psh p2p pn", "p2psh p2p pnrp"),
                (Self.resolve + "0.al", Self.resolve + "0.alice"),
                (Self.resolve + "0.lab-", Self.resolve + "0.lab-"),
                (Self.resolve + "0.my", Self.resolve + #"0.my\ name"#),
                (Self.resolve + "\"0.my", Self.resolve + "\"0.my name\""),
                (Self.resolve + "'0.my n", Self.resolve + "'0.my name'"),
                (Self.resolve + "peername=0.al", Self.resolve + "peername=0.alice"),
                (Self.resolve + "peername=\"0.my", Self.resolve + "peername=\"0.my name\""),
                (Self.resolve + "\"peername=0.my", Self.resolve + "\"peername=0.my name\""),
                (Self.resolve + "0.a:", Self.resolve + "0.a:b=c"),
                (Self.resolve + "0.zo", Self.resolve + #"0.zoë\'s\ café"#),
                (Self.resolve + "x cloud=G", Self.resolve + "x cloud=Global_"),
                ("p2psh --color=al", "p2psh --color=always"),
                ("p2psh -c \"p2p pn", "p2psh -c \"p2p pnrp\""),
            ])
        shell.send("p2psh p2p pnrp cloud show ")
        shell.send(.tab)
        shell.send(.tab)
        try await shell.waitFor("Shows the clouds of this machine.")
    }

    @Test("zsh", .enabled(if: InstalledShell.zsh.isInstalled, "zsh is not installed"))
    func zsh() async throws {
        let laboratory = try await RunningLaboratory()
        let shell = try await InstalledShell.zsh.start(laboratory, document: "completions/_p2psh")
        try await check(
            shell,
            [
                ("p2psh p2p pn", "p2psh p2p pnrp"),
                (Self.resolve + "0.al", Self.resolve + "0.alice"),
                (Self.resolve + "0.my", Self.resolve + #"0.my\ name"#),
                (Self.resolve + "\"0.my", Self.resolve + "\"0.my name\""),
                (Self.resolve + "'0.my n", Self.resolve + "'0.my name'"),
                (Self.resolve + "peername=0.al", Self.resolve + "peername=0.alice"),
                (Self.resolve + "\"peername=0.my", Self.resolve + "\"peername=0.my name\""),
                (Self.resolve + "0.a:", Self.resolve + "0.a:b=c"),
                (Self.resolve + "0.zo", Self.resolve + #"0.zoë\'s\ café"#),
                (Self.resolve + "x cloud=G", Self.resolve + "x cloud=Global_"),
                ("p2psh --color=al", "p2psh --color=always"),
                ("p2psh -c \"p2p pn", "p2psh -c \"p2p pnrp\""),
            ])
        shell.send("p2psh p2p pnrp cloud show ")
        shell.send(.tab)
        try await shell.waitFor("-- Shows the clouds of this machine.")
    }

    @Test("what a session knew is gone with it, whether it leaves or is killed", arguments: [true, false])
    func gone(isKilled: Bool) async throws {
        let laboratory = try await RunningLaboratory()
        #expect(try await laboratory.candidates(for: "0.al") == "0.alice")
        #expect(try await laboratory.candidates(for: "0.lab-") == "0.lab-1\n0.lab-2\n0.lab-3")
        try await laboratory.end(bySignal: isKilled)
        #expect(try await laboratory.candidates(for: "0.") == "")
        let left = try FileManager.default.contentsOfDirectory(atPath: laboratory.home + "/run/words")
        #expect(left.count == (isKilled ? 1 : 0))
    }

    @Test(
        "fish", .enabled(if: InstalledShell.fish.isInstalled, "fish is not installed"))
    func fish() async throws {
        let laboratory = try await RunningLaboratory()
        let lines = [
            ("0.al", "0.alice"), ("0.my", "0.my name"), (#"\"0.my n"#, "0.my name"),
            ("peername=0.my", "peername=0.my name"), ("0.a:b", "0.a:b=c"), ("0.zo", "0.zoë's café"),
            ("x cloud=G", "cloud=Global_"), ("0.lab-2", "0.lab-2"),
        ]
        let asks = lines.map { "complete -C \"\(Self.resolve)\($0.0)\"" }
        let script = "p2psh --generate completions/p2psh.fish | source; " + asks.joined(separator: "; ")
        let shell = try TerminalProgram(
            InstalledShell.fish.path ?? "", arguments: ["--no-config", "-c", script],
            environment: laboratory.environment, columns: 100)
        #expect(try await shell.waitForExit() == 0)
        #expect(shell.screen.lines.prefix(lines.count) == lines.map(\.1)[...])
    }
}

extension String {
    fileprivate func trimmingSuffix(_ suffix: String) -> String {
        hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
    }
}
