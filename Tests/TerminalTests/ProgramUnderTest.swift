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

    /// A session on a private cloud of its own, at its prompt.
    func session(_ options: String..., environment: [String: String] = [:]) throws -> TerminalProgram {
        let program = try TerminalProgram(
            Self.path, arguments: ["--home", directory, "--bind", "[::1]:0"] + options, environment: environment)
        try program.waitFor(Self.prompt)
        return program
    }

    /// A shell in which `$p2psh` is the program with its files here.
    func pipeline(_ script: String) throws -> TerminalProgram {
        try TerminalProgram(
            "/bin/sh", arguments: ["-c", script],
            environment: ["p2psh": "\(Self.path) --home \(directory) --bind [::1]:0"])
    }
}
