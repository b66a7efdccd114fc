/// Why a document is not what its shape promises.
package struct JSONMismatch: Error, Sendable, Equatable, CustomStringConvertible {
    /// Where, as `$.clouds[2].port`.
    package let path: String
    /// One sentence.
    package let reason: String
    /// How many steps the path has.
    fileprivate let depth: Int

    package var description: String { "\(path): \(reason)" }
}

extension JSONShape {
    /// Why a value is not of this shape; nil if it is.
    ///
    /// Stricter than the published schema, which lets objects grow: a member nobody described is a mistake of ours.
    package func mismatch(of value: JSONValue) -> JSONMismatch? {
        mismatch(of: value, at: [])
    }

    private func mismatch(of value: JSONValue, at path: [String]) -> JSONMismatch? {
        switch (self, value) {
        case (.null, .null), (.boolean, .bool), (.number, .number), (.number, .integer): nil
        case (.integer(let range), .integer(let number)):
            range.contains(number) ? nil : Self.wrong("\(number) is out of range.", path)
        case (.text(let rule), .string(let text)): rule.complaint(about: text).flatMap { Self.wrong($0, path) }
        case (.array(let element), .array(let values)):
            values.enumerated().lazy.compactMap { element.mismatch(of: $1, at: path + ["[\($0)]"]) }.first
        case (.object(let members), .object(let values)): Self.mismatch(of: values, members, path)
        case (.anyOf(let shapes), _): Self.closest(shapes.map { $0.mismatch(of: value, at: path) })
        case (.named(let definition), _): definition.shape.mismatch(of: value, at: path)
        case (.nothing, _): Self.wrong("There should be no document.", path)
        default: Self.wrong("It is \(value.kind), not \(kind).", path)
        }
    }

    private static func mismatch(
        of values: [String: JSONValue], _ members: [JSONMember], _ path: [String]
    ) -> JSONMismatch? {
        for member in members {
            guard let value = values[member.name] else {
                guard member.isRequired else { continue }
                return wrong("The member '\(member.name)' is missing.", path)
            }
            if let mismatch = member.shape.mismatch(of: value, at: path + [".\(member.name)"]) { return mismatch }
        }
        let unknown = Set(values.keys).subtracting(members.map(\.name)).sorted()
        return unknown.first.flatMap { wrong("The member '\($0)' is not described.", path) }
    }

    /// nil if any of the shapes fits; else what the one says that fits best, because it got farthest.
    private static func closest(_ mismatches: [JSONMismatch?]) -> JSONMismatch? {
        let all = mismatches.compactMap(\.self)
        guard all.count == mismatches.count else { return nil }
        return all.max { $0.depth < $1.depth }
    }

    private static func wrong(_ reason: String, _ path: [String]) -> JSONMismatch? {
        JSONMismatch(path: "$" + path.joined(), reason: reason, depth: path.count)
    }

    /// What kind of value it is, in a word or two.
    var kind: String {
        switch self {
        case .null: "null"
        case .boolean: "true or false"
        case .integer: "a whole number"
        case .number: "a number"
        case .text: "a text"
        case .array: "an array"
        case .object: "an object"
        case .anyOf(let shapes): shapes.map(\.kind).joined(separator: " or ")
        case .named(let definition): definition.shape.kind
        case .nothing: "nothing"
        }
    }
}

extension JSONShape.TextRule {
    fileprivate func complaint(about text: String) -> String? {
        if let words, !words.contains(text) { return "'\(text)' is none of: \(words.joined(separator: ", "))." }
        guard let pattern else { return nil }
        guard let expression = try? Regex(pattern) else { return "The pattern \(pattern) is no expression." }
        return text.firstMatch(of: expression) == nil ? "'\(text)' does not look like \(pattern)." : nil
    }
}

extension JSONValue {
    fileprivate var kind: String {
        switch self {
        case .null: "null"
        case .bool: "true or false"
        case .integer: "a whole number"
        case .number: "a number"
        case .string: "a text"
        case .array: "an array"
        case .object: "an object"
        }
    }
}
