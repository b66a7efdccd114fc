import Foundation
import TerminalTesting
import Testing

/// A session of p2psh on a terminal, with a laboratory and some names published, as another process would meet it.
final class RunningLaboratory {
    /// The program stands beside the bundle these tests are in.
    static let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        .appending(path: "p2psh").path

    static let names = ["0.alice", "0.my name", "0.a:b=c", "0.zoë's café"]

    let home: String
    private let session: TerminalProgram

    init() async throws {
        let home = FileManager.default.temporaryDirectory.appending(path: "p2psh-\(UUID())")
        try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
        self.home = home.path
        session = try TerminalProgram(
            Self.program, arguments: ["--home", self.home, "--lab", "3", "--quiet"], columns: 100)
        try await session.waitFor("p2psh>")
        session.send("p2p pnrp peer\r")
        try await session.waitFor("p2psh p2p pnrp peer>")
        for (number, name) in Self.names.enumerated() {
            session.send("add registration \"\(name)\"\r")
            try await session.wait(until: "name \(number) is published") { screen in
                screen.lines.count { $0 == "Ok." } == number + 1
            }
        }
        try await waitForWords()
    }

    deinit {
        session.signal(SIGKILL)
        try? FileManager.default.removeItem(atPath: home)
    }

    /// What a shell needs: the program by its name, and where its files are.
    var environment: [String: String] {
        let folder = URL(filePath: Self.program).deletingLastPathComponent().path
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        return ["PATH": "\(folder):\(path)", "P2PSH_HOME": home, "PS1": "$ "]
    }

    /// What completion offers for the beginning of a name, a line each.
    func candidates(for typed: String) async throws -> String {
        let answer = try TerminalProgram(
            "/bin/sh", arguments: ["-c", "p2psh --complete p2p pnrp peer resolve '\(typed)'"], environment: environment)
        #expect(try await answer.waitForExit() == 0)
        return answer.screen.text
    }

    /// Ends the session, by `exit` or without a chance to say goodbye.
    func end(bySignal isKilled: Bool) async throws {
        if isKilled { session.signal(SIGKILL) } else { session.send("exit\r") }
        _ = try await session.waitForExit()
    }

    /// Words are written once a second at most: waits until the last name is among them.
    private func waitForWords() async throws {
        let last = Self.names[Self.names.count - 1].replacing("'", with: #"'\''"#)
        let poll = try TerminalProgram(
            "/bin/sh",
            arguments: ["-c", "until p2psh --complete p2p pnrp peer resolve '\(last)' | grep -q .; do :; done"],
            environment: environment)
        _ = try await poll.waitForExit()
    }
}

/// A shell that may or may not be installed.
enum InstalledShell: String {
    case bash, zsh, fish

    var path: String? {
        ["/bin", "/usr/bin", "/usr/local/bin"].map { "\($0)/\(rawValue)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    var isInstalled: Bool { path != nil }

    /// Runs one of the program's documents as the shell's completion, and is at its prompt.
    func start(_ laboratory: RunningLaboratory, document: String) async throws -> TerminalProgram {
        var environment = laboratory.environment
        let setup = laboratory.home + "/shell"
        try FileManager.default.createDirectory(atPath: setup, withIntermediateDirectories: true)
        let arguments: [String]
        switch self {
        case .bash:
            let source = "PS1='$ '; source <(p2psh --generate \(document))\n"
            try source.write(toFile: setup + "/bashrc", atomically: true, encoding: .utf8)
            arguments = ["--noprofile", "--rcfile", setup + "/bashrc", "-i"]
        case .zsh:
            environment["ZDOTDIR"] = setup
            let source = """
                p2psh --generate \(document) > $ZDOTDIR/_p2psh
                fpath=($ZDOTDIR $fpath)
                autoload -Uz compinit && compinit -u -D
                """
            try source.write(toFile: setup + "/.zshrc", atomically: true, encoding: .utf8)
            arguments = ["-i"]
        case .fish: arguments = ["--no-config"]
        }
        let shell = try TerminalProgram(path ?? "", arguments: arguments, environment: environment, columns: 100)
        try await shell.waitFor("$")
        return shell
    }
}
