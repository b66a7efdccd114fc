import CommandTree

/// Why a line did not succeed, ready to be told.
struct Complaint: Sendable, Equatable {
    /// The first says what is wrong.
    let lines: [String]
    private let hint: String?
    let status: ExitStatus
    private let code: CommandFailure.Code?
    private let column: Int?
    private let usage: String?
    /// The line with a caret, and the usage: for people at a prompt.
    let explanation: [String]

    init(_ failure: CommandFailure) {
        self.init(failure.lines, failure.hint, failure.status, code: failure.code)
    }

    /// - Parameter line: what was typed.
    init(_ error: UsageError, in line: String) {
        self.init(
            [error.message], error.hint, .usage, column: error.column, usage: error.usage,
            explanation: error.explanation(of: line))
    }

    /// Anything a handler may throw.
    init(_ error: any Error, in line: String) {
        switch error {
        case let failure as CommandFailure: self.init(failure)
        case let usage as UsageError: self.init(usage, in: line)
        default: self.init(["\(error)"], nil, .failed)
        }
    }

    init(_ message: String, status: ExitStatus) {
        self.init([message], nil, status)
    }

    private init(
        _ lines: [String], _ hint: String?, _ status: ExitStatus, code: CommandFailure.Code? = nil, column: Int? = nil,
        usage: String? = nil, explanation: [String] = []
    ) {
        self.lines = lines
        self.hint = hint
        self.status = status
        self.code = code
        self.column = column
        self.usage = usage
        self.explanation = explanation
    }

    /// The same about something that was typed before: what it was stands in front of the message, and the line, which
    /// is not before anybody's eyes, is not pointed at.
    func about(_ subject: String) -> Complaint {
        Complaint([subject + (lines.first ?? "")] + lines.dropFirst(), hint, status, code: code, usage: usage)
    }

    /// What may help. Where the explanation is not shown, the usage has to do.
    func hint(for origin: Origin) -> String? {
        hint ?? (origin == .prompt ? nil : usage.map { "The usage is: \($0)" })
    }

    /// `{"error":{…}}` (netsh 5.1), with the place in a script where there is one.
    func json(from origin: Origin) -> JSONValue {
        var members: [String: JSONValue] = [
            "code": .optional(code?.number), "name": .optional(code?.name),
            "message": .string(lines.joined(separator: " ")),
            "hint": .optional(hint ?? usage), "status": .integer(Int(status.rawValue)),
        ]
        if let column { members["column"] = .integer(column) }
        if case .script(let file, let line) = origin {
            members["file"] = .string(file)
            members["line"] = .integer(line)
        }
        return ["error": .object(members)]
    }
}
