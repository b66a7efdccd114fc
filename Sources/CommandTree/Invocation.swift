/// A command with its bound arguments.
///
/// Asking for a parameter that the command's table does not have, or for a value of another type, is a mistake in the
/// program and traps.
package struct Invocation: Sendable, Equatable {
    /// The full words of the command.
    package let words: [String]
    private let tags: Set<String>
    private let values: [String: [Value]]

    init(words: [String], tags: Set<String>, values: [String: [Value]]) {
        self.words = words
        self.tags = tags
        self.values = values
    }

    /// Whether the parameter has a value, be it typed or its fallback.
    package func has(_ tag: String) -> Bool { !all(tag).isEmpty }

    /// The text, choice, path or name; the parameter is required or has a fallback.
    package func text(_ tag: String) -> String { bound(optionalText(tag), tag) }
    package func optionalText(_ tag: String) -> String? { texts(tag).first }
    /// Every value of a repeatable parameter, in the order typed.
    package func texts(_ tag: String) -> [String] {
        all(tag).map { value in
            guard case .text(let text) = value else { mismatch(tag) }
            return text
        }
    }

    package func integer(_ tag: String) -> Int { bound(optionalInteger(tag), tag) }
    package func optionalInteger(_ tag: String) -> Int? {
        all(tag).first.map { value in
            guard case .integer(let number) = value else { mismatch(tag) }
            return number
        }
    }

    package func duration(_ tag: String) -> Duration { bound(optionalDuration(tag), tag) }
    package func optionalDuration(_ tag: String) -> Duration? {
        all(tag).first.map { value in
            guard case .duration(let duration) = value else { mismatch(tag) }
            return duration
        }
    }

    /// The answer, or no where none was given.
    package func boolean(_ tag: String) -> Bool { optionalBoolean(tag) ?? false }
    package func optionalBoolean(_ tag: String) -> Bool? {
        all(tag).first.map { value in
            guard case .boolean(let answer) = value else { mismatch(tag) }
            return answer
        }
    }

    package func optionalBytes(_ tag: String) -> [UInt8]? {
        all(tag).first.map { value in
            guard case .bytes(let bytes) = value else { mismatch(tag) }
            return bytes
        }
    }

    private func all(_ tag: String) -> [Value] {
        precondition(tags.contains(tag), "the command '\(words.joined(separator: " "))' has no parameter '\(tag)'")
        return values[tag] ?? []
    }

    private func bound<Bound>(_ value: Bound?, _ tag: String) -> Bound {
        guard let value else {
            preconditionFailure("the parameter '\(tag)' is neither required nor has a fallback")
        }
        return value
    }

    private func mismatch(_ tag: String) -> Never {
        preconditionFailure("the parameter '\(tag)' is of another kind")
    }
}
