/// Turns the words after a command into values (netsh 2.2).
///
/// Positions and `tag=value` mix in any order; a bare value takes the first free place. Tags ignore case and may be
/// abbreviated. A word is split at its first `=` only when what stands before it is a tag of this command; anything
/// else with an `=` in it is a value.
package struct Binder<Environment: Sendable> {
    private let command: Command<Environment>
    private var values: [String: [Value]] = [:]
    /// The tag of the text given last without quotes: what comes too much behind it may be the rest of it.
    private var lastText: String?

    /// - Parameter end: the column after the last character of the line, where something missing would stand.
    package static func bind(
        _ arguments: [Word], to command: Command<Environment>, end: Int
    ) throws(UsageError) -> Invocation {
        var binder = Binder(command: command)
        do throws(UsageError) {
            for argument in arguments { try binder.take(argument) }
            try binder.checkRequired(end)
        } catch {
            var error = error
            error.usage = command.usage
            throw error
        }
        binder.fillFallbacks()
        return Invocation(words: command.words, tags: Set(command.parameters.map(\.tag)), values: binder.values)
    }

    private init(command: Command<Environment>) {
        self.command = command
    }

    private mutating func take(_ word: Word) throws(UsageError) {
        if let rest = command.parameters.first(where: \.takesRest), values[rest.tag] != nil {
            try bind(word.spelling, to: rest, word, at: word.column)
        } else if let (parameter, text, offset) = command.taggedArgument(word) {
            let text = parameter.takesRest ? Word(text, column: 1, isQuoted: word.isQuoted).spelling : text
            if case .text = parameter.kind, !word.isQuoted { lastText = parameter.tag }
            try bind(text, to: parameter, word, at: word.column + offset)
        } else if let (parameter, answer) = command.switchedArgument(word) {
            try add(.boolean(answer), to: parameter, word)
        } else if !word.isQuoted, word.text.hasPrefix("--") {
            throw misplaced(word)
        } else if let parameter = freePlace {
            let text = parameter.takesRest ? word.spelling : word.text
            try bind(text, to: parameter, word, at: word.column)
        } else {
            throw unexpected(word)
        }
    }

    private var freePlace: Parameter? {
        command.parameters.first { $0.isPositional && (values[$0.tag]?.count ?? 0) < $0.maximumCount }
    }

    private mutating func bind(
        _ text: String, to parameter: Parameter, _ word: Word, at column: Int
    ) throws(UsageError) {
        let value: Value
        do throws(MalformedValue) {
            value = try parameter.kind.value(of: text)
        } catch {
            throw malformed(parameter.isSecret ? parameter.tag : text, error.sentence, word, at: column)
        }
        try add(value, to: parameter, word)
    }

    private mutating func add(_ value: Value, to parameter: Parameter, _ word: Word) throws(UsageError) {
        guard (values[parameter.tag]?.count ?? 0) < parameter.maximumCount else { throw doubled(parameter, word) }
        values[parameter.tag, default: []].append(value)
    }

    private func checkRequired(_ end: Int) throws(UsageError) {
        let missing = command.parameters.filter { $0.isRequired && values[$0.tag] == nil }.map(\.tag)
        guard !missing.isEmpty else { return }
        throw .missing(missing, end: end)
    }

    private mutating func fillFallbacks() {
        for parameter in command.parameters where values[parameter.tag] == nil {
            values[parameter.tag] = parameter.fallback.map { [$0] }
        }
    }
}

// What is said about arguments that do not fit: the first sentences are netsh's own (netsh O-9, M-3 to M-5).
extension Binder {
    private func malformed(_ text: String, _ cause: String, _ word: Word, at column: Int) -> UsageError {
        let message = "'\(Self.shortened(text))' is not a valid argument for this command. \(cause)"
        return UsageError(.malformedValue, message, column: column, hint: tagHint(word))
    }

    /// A long value is known by how it begins.
    private static func shortened(_ text: String) -> String {
        text.count <= 60 ? text : text.prefix(57) + "..."
    }

    private func doubled(_ parameter: Parameter, _ word: Word) -> UsageError {
        let often = parameter.maximumCount == 1 ? "twice" : "more than \(parameter.maximumCount) times"
        let cause = "The parameter '\(parameter.tag)' is given \(often)."
        return UsageError(
            .doubledParameter, "The syntax supplied for this command is not valid. \(cause)", column: word.column)
    }

    private func unexpected(_ word: Word) -> UsageError {
        let tags = command.parameters.map(\.tag)
        let cause =
            tags.isEmpty
            ? "It takes no parameters." : "Its parameters are: \(tags.joined(separator: ", "))."
        let message = "'\(word.text)' is not a valid argument for this command. \(cause)"
        return UsageError(.unexpectedArgument, message, column: word.column, hint: tagHint(word) ?? quoteHint(word))
    }

    /// What looks like a tag is none of the blanks' doing.
    private func quoteHint(_ word: Word) -> String? {
        word.text.contains("=") ? nil : lastText.map { "A value with blanks stands in quotes: \($0)=\"...\"." }
    }

    /// An option of the program behind the words; a value that looks so is written with its tag, or in quotes.
    private func misplaced(_ word: Word) -> UsageError {
        let message = "'\(Self.shortened(word.text))' is not a valid argument for this command."
        let near = nearestWord(to: String(word.text.dropFirst(2)), among: command.parameters.map(\.tag))
        let hint =
            near.map { "Did you mean '\($0)='?" }
            ?? "Options of the program stand before the words of the command, at the start of the program."
        return UsageError(.unexpectedArgument, message, column: word.column, hint: hint)
    }

    /// Something that looks like a tag but is none was perhaps meant as one.
    private func tagHint(_ word: Word) -> String? {
        guard let sign = word.text.unicodeScalars.firstIndex(of: "=") else { return nil }
        let typed = String(word.text.unicodeScalars[..<sign])
        switch command.tag(typed) {
        case .one: return nil
        case .many(let tags): return "'\(typed)=' may mean: \(tags.joined(separator: ", "))."
        case .none:
            let near = nearestWord(to: typed, among: command.parameters.map(\.tag))
            return near.map { "Did you mean '\($0)='?" }
        }
    }
}

extension Command {
    func tag(_ typed: String) -> Abbreviation<Parameter> {
        Abbreviation(of: typed, among: parameters.map { Spelling($0.tag, $0) })
    }

    /// The parameter and value of a `tag=value`, with the characters before the value.
    func taggedArgument(_ word: Word) -> (parameter: Parameter, text: String, offset: Int)? {
        // By scalars, because a combining mark at the beginning of the value would hide the sign.
        let scalars = word.text.unicodeScalars
        guard let sign = scalars.firstIndex(of: "=") else { return nil }
        guard case .one(let parameter) = tag(String(scalars[..<sign])) else { return nil }
        let value = scalars[scalars.index(after: sign)...]
        return (parameter, String(value), String(scalars[..<sign]).count + 1)
    }

    /// A yes-or-no parameter written as a bare word: a keyword, `--tag` or `--no-tag`.
    func switchedArgument(_ word: Word) -> (parameter: Parameter, answer: Bool)? {
        let typed = word.text.lowercased()
        for parameter in parameters {
            switch parameter.kind {
            case .keyword where typed == parameter.tag.lowercased(): return (parameter, true)
            case .boolean where typed == "--" + parameter.tag: return (parameter, true)
            case .boolean where typed == "--no-" + parameter.tag: return (parameter, false)
            default: continue
            }
        }
        return nil
    }
}

extension ContextPath {
    /// The tags of all secrets of the tree, in lower case.
    package var secretTags: Set<String> {
        let commands = ([atRoot] + atRoot.descendants).flatMap(\.current.commands)
        return Set(commands.flatMap(\.parameters).filter(\.isSecret).map { $0.tag.lowercased() })
    }
}

extension Command {
    /// Whether one of the arguments may be a secret; where a secret may stand by position, any bare word is taken for it.
    package func holdsSecret(_ arguments: [Word]) -> Bool {
        guard parameters.contains(where: \.isSecret) else { return false }
        return arguments.contains { word in
            guard let (parameter, _, _) = taggedArgument(word) else {
                return parameters.contains { $0.isSecret && $0.isPositional }
            }
            return parameter.isSecret
        }
    }
}
