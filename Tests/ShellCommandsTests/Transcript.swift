import CommandTree
import Foundation
import Shell
import ShellCommands

/// What one line comes to in every way it can be given: typed in a session and given to the program, answered as text
/// and as JSON. Readable as a dialogue, and compared byte for byte with the file that keeps it.
struct Transcript {
    /// The folder of the package.
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    static let folder = root.appending(path: "Tests/ShellCommandsTests/Transcripts")

    /// Whether what is seen is written down instead of being compared.
    static let isRecording = ProcessInfo.processInfo.environment["P2PSH_RECORD"] == "1"
    static let howToRecord = "if that is meant, run the tests once with P2PSH_RECORD=1 and look at what changed"

    private(set) var text = ""

    /// One way, and what came of it.
    mutating func add(_ heading: String, _ typed: String, _ outcome: Outcome) {
        text += "# \(heading)\n\(Self.anywhere(typed))\n\(Self.anywhere(outcome.answers))"
        if !outcome.diagnostics.isEmpty { text += "# on standard error\n\(Self.anywhere(outcome.diagnostics))" }
        text += "# exit code \(outcome.status.rawValue), \(outcome.status.meaning)\n\n"
    }

    /// Without the place where the package lies.
    private static func anywhere(_ text: String) -> String {
        text.replacing(root.path(percentEncoded: false), with: "")
    }

    /// What was kept of a command; empty for nothing.
    static func kept(of command: String) -> String {
        (try? String(contentsOf: file(of: command), encoding: .utf8)) ?? ""
    }

    func keep(as command: String) throws {
        try text.write(to: Self.file(of: command), atomically: true, encoding: .utf8)
    }

    private static func file(of command: String) -> URL {
        folder.appending(path: command.replacing(" ", with: "-") + ".txt")
    }
}
