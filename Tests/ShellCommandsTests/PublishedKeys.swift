import CommandTree

/// The keys of a schema as lines: the command, the path of the key, its type; `?` behind a key that may be absent. The
/// words of an enumeration have a line each.
struct PublishedKeys {
    struct NoObject: Error {}

    private let lines: Set<String>

    /// As it was written down.
    init(text: String) {
        lines = Set(text.split(separator: "\n").map(String.init))
    }

    /// All that a published schema promises.
    init(of schema: JSONValue) {
        let definitions = schema["$defs"]?.members ?? [:]
        var lines: Set<String> = []
        for command in (schema["commands"]?.members ?? [:]).keys {
            let reader = Reader(definitions: definitions, command: command)
            lines.formUnion(reader.lines(of: definitions[command] ?? .null, at: ""))
        }
        for shared in ["error", "help", "context", "kept"] {
            let reader = Reader(definitions: definitions, command: shared)
            lines.formUnion(reader.lines(of: definitions[shared] ?? .null, at: ""))
        }
        self.lines = lines
    }

    var text: String { lines.sorted().joined(separator: "\n") + "\n" }

    func merged(with other: PublishedKeys) -> PublishedKeys {
        PublishedKeys(text: lines.union(other.lines).joined(separator: "\n"))
    }

    /// What this has and another has not.
    func missing(in other: PublishedKeys) -> [String] { lines.subtracting(other.lines).sorted() }

    /// Whether a document of that command has that key for certain.
    func hold(_ key: String, of command: String) -> Bool {
        lines.contains { $0.hasPrefix("\(command)\t\(key)\t") }
    }

    private struct Reader {
        let definitions: [String: JSONValue]
        let command: String

        func lines(of schema: JSONValue, at path: String) -> Set<String> {
            let itself: Set<String> = path.isEmpty ? [] : ["\(command)\t\(path)\t\(type(of: schema))"]
            return itself.union(inside(schema, at: path))
        }

        /// The words, members and elements of a value, without the value itself.
        private func inside(_ schema: JSONValue, at path: String) -> Set<String> {
            if let definition = referred(by: schema) { return inside(definition, at: path) }
            var lines: Set<String> = []
            for word in schema["enum"]?.elements ?? [] {
                lines.insert("\(command)\t\(path)\tword \(word.string ?? "")")
            }
            for alternative in schema["anyOf"]?.elements ?? [] { lines.formUnion(inside(alternative, at: path)) }
            let required = schema["required"]?.elements ?? []
            for (name, member) in schema["properties"]?.members ?? [:] {
                let mark = required.contains(.string(name)) ? "" : "?"
                lines.formUnion(self.lines(of: member, at: "\(path).\(name)\(mark)"))
            }
            if let element = schema["items"] { lines.formUnion(self.lines(of: element, at: path + "[]")) }
            return lines
        }

        private func type(of schema: JSONValue) -> String {
            if let definition = referred(by: schema) { return type(of: definition) }
            if let alternatives = schema["anyOf"]?.elements {
                return Set(alternatives.map { type(of: $0) }).sorted().joined(separator: "|")
            }
            if let types = schema["type"]?.elements {
                return types.compactMap(\.string).sorted().joined(separator: "|")
            }
            return schema["type"]?.string ?? "nothing"
        }

        private func referred(by schema: JSONValue) -> JSONValue? {
            schema["$ref"]?.string.flatMap { reference in
                definitions[String(reference.dropFirst("#/$defs/".count)).replacing("%20", with: " ")]
            }
        }
    }
}

extension JSONValue {
    fileprivate subscript(name: String) -> JSONValue? { members?[name] }

    fileprivate var members: [String: JSONValue]? {
        if case .object(let members) = self { members } else { nil }
    }

    fileprivate var elements: [JSONValue]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    fileprivate var string: String? {
        if case .string(let text) = self { text } else { nil }
    }
}
