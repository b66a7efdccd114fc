/// A line that says nothing we can do: where, why, and what might have been meant. Nothing has run yet.
package struct UsageError: Error, Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
        case lineTooLong, controlCharacter, unterminatedQuote
        case unknownCommand, ambiguousCommand, incompleteCommand
        case missingParameter, doubledParameter, malformedValue, unexpectedArgument
    }

    package let kind: Kind
    /// One line: the wording of netsh O-9 where it has one, then the cause.
    package let message: String
    /// The character of the line the trouble begins at, counted from 1.
    package let column: Int
    package let hint: String?
    /// The usage of the command meant, when there is one.
    package var usage: String?

    package init(_ kind: Kind, _ message: String, column: Int, hint: String? = nil) {
        self.kind = kind
        self.message = message
        self.column = column
        self.hint = hint
    }

    /// - Parameter end: the column after the last character of the line, where something missing would stand.
    package static func missing(_ tags: [String], end: Int) -> UsageError {
        let list = tags.joined(separator: ", ")
        let message = "One or more essential parameters were not entered. Missing: \(list)."
        return UsageError(.missingParameter, message, column: end)
    }

    /// The line, a caret under the column, and the usage: for people who cannot see the line beside the message.
    package func explanation(of line: String) -> [String] {
        let before = displayWidth(of: sanitized(String(line.prefix(column - 1))))
        let pointer = ["  " + sanitized(line), "  " + String(repeating: " ", count: before) + "^"]
        return pointer + advice + (usage.map { ["Usage: " + $0] } ?? [])
    }

    /// What netsh says between the mistake and the usage (netsh O-9, M-3 to M-5), as far as the message has not said it.
    private var advice: [String] {
        let syntax = "The syntax supplied for this command is not valid."
        let help = "Check help for the correct syntax."
        switch kind {
        case .missingParameter: return ["Verify the required parameters, and reenter them.", "\(syntax) \(help)"]
        case .malformedValue, .unexpectedArgument: return ["\(syntax) \(help)"]
        case .doubledParameter: return [help]
        default: return []
        }
    }
}
