/// What programs can rely on: the documents of all commands as one JSON Schema (architecture 4, netsh 8.4).
///
/// The whole is a schema of its own: any document that any command may write conforms to it. One command's documents
/// conform to the definition that bears its words.
package enum SchemaDocument {
    /// Goes up only if something published had to be taken back, which it should never be.
    package static let version = 1

    private static let dialect = "https://json-schema.org/draft/2020-12/schema"

    private static let rule =
        "Validates every document that p2psh writes with --json. The documents of a single command conform to the "
        + "definition that bears its words. The schema only grows: a later program may know further commands, further "
        + "members of an object and further words of an enumeration, so readers ignore what they do not know; what is "
        + "described here keeps its name, its type and its meaning as long as schemaVersion stays the same. Where "
        + "'streams' is always, documents are written one a line until the command is stopped; where it is watch, the "
        + "same happens with watch=SECONDS. Beside its own exit codes every command may end with 4 by --timeout, and "
        + "with 130 by Ctrl-C."

    /// What any command may answer in the place of its own document.
    private static let common: [JSONShape] = [.error, .help, .context, .kept]

    package static func value<Environment>(
        _ program: ProgramDescription, root: Context<Environment>
    ) -> JSONValue {
        let path = ContextPath(root: root)
        let entries = ([path] + path.descendants).flatMap { place in
            place.current.commands.map { Entry(words: (place.words + $0.words).joined(separator: " "), command: $0) }
        }
        let shared = JSONShape.definitions(of: common + entries.map(\.command.answer))
        let definitions = shared.mapValues(\.schema).merging(entries.map { ($0.words, $0.definition) }) { old, _ in
            preconditionFailure("a command is called like a definition: \(old)")
        }
        let documents = common.flatMap(\.definitions.keys).sorted() + entries.map(\.words).sorted()
        return [
            "$schema": .string(dialect), "$id": .string("urn:\(program.name):json:\(version)"),
            "title": .string("What \(program.name) --json writes"), "description": .string(rule),
            "schemaVersion": .integer(version), "$defs": .object(definitions),
            "commands": .object(Dictionary(entries.map { ($0.words, $0.value) }) { $1 }),
            "anyOf": .array(documents.map { ["$ref": .string(JSONShape.reference(to: $0))] }),
        ]
    }

    /// What is told of one command.
    private struct Entry<Environment: Sendable> {
        /// From the root.
        let words: String
        let command: Command<Environment>

        var definition: JSONValue { command.answer.schema(described: "What '\(words)' answers.") }

        var value: JSONValue {
            let codes = command.exitStatuses.map { ("\($0.rawValue)", JSONValue.string(command.meaning(of: $0))) }
            return [
                "summary": .string(command.summary), "answer": ["$ref": .string(JSONShape.reference(to: words))],
                "error": ["$ref": .string(JSONShape.reference(to: "error"))],
                "exitCodes": .object(Dictionary(codes) { $1 }), "streams": .string(streams),
            ]
        }

        private var streams: String {
            if command.isFeed { return "always" }
            return command.parameters.contains { $0.tag == "watch" } ? "watch" : "never"
        }
    }
}

extension JSONDefinition {
    fileprivate var schema: JSONValue { shape.schema(described: meaning) }
}

extension JSONShape {
    fileprivate func schema(described meaning: String) -> JSONValue {
        guard case .object(let keywords) = schema else { return schema }
        return .object(keywords.merging(["description": .string(meaning)]) { $1 })
    }
}
