import Foundation
import TerminalTesting

/// The built program, and a directory for its files that outlives one run of it.
final class ProgramUnderTest {
    /// The program stands beside the bundle these tests are in.
    static let path = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        .appending(path: "p2psh").path
    static let prompt = "p2psh>"

    let directory: String

    init() throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "p2psh-\(UUID())")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        self.directory = directory.path
    }

    deinit {
        try? FileManager.default.removeItem(atPath: directory)
    }

    /// Options that name so many seeds where nobody answers that a search takes its time.
    static let silentSeeds = (4711...4718).flatMap { ["--seed", "[::1]:\($0)"] }

    /// A session on a private cloud of its own, at its prompt.
    func session(
        _ options: String..., seeds: [String] = [], environment: [String: String] = [:], columns: Int = 80,
        rows: Int = 24
    ) async throws -> TerminalProgram {
        let program = try TerminalProgram(
            Self.path, arguments: ["--home", directory, "--bind", "[::1]:0"] + options + seeds,
            environment: environment, columns: columns, rows: rows)
        try await program.waitFor(Self.prompt)
        return program
    }

    /// A shell in which `$p2psh` is the program with its files here.
    func pipeline(_ script: String) throws -> TerminalProgram {
        try TerminalProgram(
            "/bin/sh", arguments: ["-c", script],
            environment: ["p2psh": "\(Self.path) --home \(directory) --bind [::1]:0"])
    }

    /// Writes a file into the directory.
    func write(_ text: String, to name: String) throws {
        try text.write(toFile: directory + "/" + name, atomically: true, encoding: .utf8)
    }
}

extension TerminalProgram {
    /// Reads until a row is there that holds this and nothing else but perhaps a hint.
    func waitForLine(_ line: some StringProtocol) async throws {
        try await wait(until: "'\(line)' is a row") { $0.lines.contains { $0 == line || $0.hasPrefix(line + "   ") } }
    }
}

extension TerminalProgram {
    /// Reads until the prompt is back with nothing behind it. Until then keys are the kernel's: it edits by rules of its
    /// own, and keeps some of them.
    func waitForPrompt() async throws {
        try await wait(until: "the prompt is back") { $0.lines[$0.cursor.row] == ProgramUnderTest.prompt }
    }
}

extension Screen {
    /// All rows without the breaks between them, as one long line that wrapped.
    var rowsJoined: String { lines.map { $0.padding(toLength: columns, withPad: " ", startingAt: 0) }.joined() }
}

extension String {
    /// How often a text occurs.
    func components(of text: String) -> Int { components(separatedBy: text).count - 1 }
}
