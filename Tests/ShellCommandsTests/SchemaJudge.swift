import CommandTree
import Foundation
import ShellCommands
import Testing

/// Holds what was written with `--json` against what the command that was typed promises.
struct SchemaJudge {
    private let root = ContextPath<CommandEnvironment>(root: .p2psh)

    /// The test fails for every complaint.
    func judge(_ answers: String, to line: String) {
        for complaint in complaints(about: answers, to: line) {
            Issue.record("'\(line)' does not answer as its schema says: \(complaint)")
        }
    }

    /// Every way in which the documents are not what they should be.
    func complaints(about answers: String, to line: String) -> [String] {
        let (shape, isFeed) = promise(of: line)
        let lines = answers.split(separator: "\n")
        let isQuiet = shape == .nothing && lines.isEmpty
        let count = isFeed || isQuiet || lines.count == 1 || line.contains("exec ") ? nil : "\(lines.count) documents"
        return lines.compactMap { complaint(about: $0, shape) } + (count.map { [$0] } ?? [])
    }

    private func complaint(about text: Substring, _ shape: JSONShape) -> String? {
        do {
            let document = try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
            return JSONShape.anyOf([shape, .error]).mismatch(of: document).map { "\($0) in \(text)" }
        } catch {
            return "\(error) in \(text)"
        }
    }

    /// What a line typed at the root answers, beside errors.
    private func promise(of line: String) -> (JSONShape, isFeed: Bool) {
        guard let words = try? Tokenizer.words(of: line) else { return (.nothing, false) }
        switch Matcher(at: root).match(words) {
        case .found(.context): return (.anyOf([.context, .help]), false)
        case .found(.help), .incomplete: return (.help, false)
        case .found(.command(let command, let arguments)):
            if command.name == "exec" { return (anything, true) }
            let isWatched = arguments.contains { $0.text.hasPrefix("watch=") }
            let invocation = try? Binder.bind(arguments, to: command, end: line.count + 1)
            let mayWait = invocation.map(command.isKeptForCommit) ?? false
            return (mayWait ? .anyOf([command.answer, .kept]) : command.answer, command.isFeed || isWatched)
        case .found(.nothing), .ambiguous, .unknown: return (.nothing, false)
        }
    }

    /// A script may hold any line.
    private var anything: JSONShape {
        .anyOf(([root] + root.descendants).flatMap { $0.current.commands.map(\.answer) } + [.help])
    }
}

extension JSONValue: Decodable {
    /// Whole numbers are told from others.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Int.self) {
            self = .integer(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([JSONValue].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }
}
