/// What comes next on a line, in a few words for the right-hand side of the prompt (netsh 6.12, 8.5).
///
/// It walks the same road as completion and as running the line: what the hint says of a word is what happens to it.
extension Completer {
    /// - Parameter left: the text left of the cursor.
    /// - Returns: the next parameter, the words that may follow, the full word an abbreviation stands for, or what is
    ///   wrong; empty where there is nothing to say.
    package func hint(for left: String) -> String {
        guard !Tokenizer.isRemark(left), let partial = PartialLine(left) else { return "" }
        let before = words(before: partial)
        if partial.word.isEmpty && !partial.isInQuotes {
            return before.isEmpty ? "" : hint(after: before)
        }
        let isMark = !partial.isInQuotes && Self.marks.contains(partial.word.lowercased())
        return isMark ? "" : hint(after: before, typing: partial.word)
    }

    private func hint(after words: [Word]) -> String {
        switch Matcher(at: path).match(words) {
        case .found(.command(let command, let arguments)): ArgumentHint(command).next(after: arguments)
        case .found(.help), .found(.nothing): ""
        case .found(.context), .incomplete: list(offers(after: words, typed: "")?.candidates ?? [])
        case .ambiguous(let error), .unknown(let error): complaint(about: error, in: words)
        }
    }

    private func hint(after words: [Word], typing typed: String) -> String {
        switch words.isEmpty ? .found(.context(path)) : Matcher(at: path).match(words) {
        case .found(.command(let command, let arguments)):
            ArgumentHint(command).at(typed, after: arguments)
        case .found(.help): ""
        case .ambiguous(let error), .unknown(let error): complaint(about: error, in: words)
        case .found(.nothing), .found(.context), .incomplete: meaning(of: typed, after: words)
        }
    }

    /// What a word in the place of a context, group or command stands for.
    private func meaning(of typed: String, after words: [Word]) -> String {
        let candidates = offers(after: words, typed: typed)?.candidates ?? []
        if let exact = candidates.first(where: { $0.text.lowercased() == typed.lowercased() }) {
            let all = words + [Word(typed, column: (words.last?.column ?? 0) + 1)]
            // An alias is no word of the tree.
            if case .unknown = Matcher(at: path).match(all) { return described(exact.text, exact.summary) }
            return hint(after: all)
        }
        switch candidates.count {
        case 0: return "unknown word"
        case 1: return described(candidates[0].text, candidates[0].summary)
        default: return "ambiguous: " + list(candidates)
        }
    }

    /// Words that mean something everywhere.
    private static var marks: [String] { HelpRequest.marks + ["..", "/", "netsh"] }

    /// The word that cannot be followed any farther stands at the column of the error.
    private func complaint(about error: UsageError, in words: [Word]) -> String {
        guard let index = words.firstIndex(where: { $0.column == error.column }) else { return "unknown word" }
        let candidates = offers(after: Array(words[..<index]), typed: words[index].text)?.candidates ?? []
        return candidates.count > 1 ? "ambiguous: " + list(candidates) : "unknown word: \(words[index].text)"
    }

    /// Help may be asked for everywhere, and goes without saying.
    private func list(_ candidates: [Candidate]) -> String {
        candidates.map(\.text).filter { $0 != "help" }.joined(separator: ", ")
    }
}

/// What may follow, or is meant by, the arguments of a command.
private struct ArgumentHint<Environment: Sendable> {
    private let command: Command<Environment>

    init(_ command: Command<Environment>) {
        self.command = command
    }

    /// What is wrong with the arguments, else the next required parameter, else the next one that may be given.
    func next(after arguments: [Word]) -> String {
        if let complaint = complaint(about: arguments) { return complaint }
        let open = command.open(after: arguments)
        let next = open.first { $0.isRequired && !command.isGiven($0, in: arguments) } ?? open.first
        return next.map { described($0) } ?? ""
    }

    /// The parameter that the word at the cursor is for; behind a word that is whole, what comes next.
    func at(_ typed: String, after arguments: [Word]) -> String {
        if let complaint = complaint(about: arguments) { return complaint }
        let word = Word(typed, column: (arguments.last?.column ?? 0) + 1)
        if let (parameter, text, _) = command.taggedArgument(word) {
            return parameter.isComplete(text) ? next(after: arguments + [word]) : value(text, of: parameter)
        }
        if command.switchedArgument(word) != nil { return next(after: arguments + [word]) }
        let open = command.open(after: arguments)
        let place = open.first(where: \.isPositional)
        if let place, place.isComplete(typed) { return next(after: arguments + [word]) }
        if let place, place.isRequired || typed.isEmpty { return value(typed, of: place) }
        let begun = open.filter { $0.tagCandidate.text.lowercased().hasPrefix(typed.lowercased()) }
        switch begun.count {
        case 0: return place.map { value(typed, of: $0) } ?? "nothing takes this word"
        case 1: return described(begun[0])
        default: return begun.map(\.tagCandidate.text).joined(separator: ", ")
        }
    }

    /// A parameter, and the word of its list that a value stands for.
    private func value(_ typed: String, of parameter: Parameter) -> String {
        guard case .choice(let words) = parameter.kind else { return described(parameter) }
        switch Abbreviation(of: typed, among: words.map { Spelling($0, $0) }) {
        case .one(let word): return described(word, parameter.summary)
        case .many(let words): return "ambiguous: " + words.joined(separator: ", ")
        case .none: return described(parameter)
        }
    }

    /// Finished words that do not fit. That something is still missing is no complaint.
    private func complaint(about arguments: [Word]) -> String? {
        do throws(UsageError) {
            _ = try Binder.bind(arguments, to: command, end: Int.max)
            return nil
        } catch {
            guard error.kind != .missingParameter else { return nil }
            let wrong = arguments.last { $0.column <= error.column }
            return wrong.map { "not valid: \($0.text)" }
        }
    }
}

extension Parameter {
    /// Whether a value is one of those there are, and nothing can be added to it.
    fileprivate func isComplete(_ value: String) -> Bool {
        switch kind {
        case .choice(let words): words.contains { $0.lowercased() == value.lowercased() }
        case .boolean: ["yes", "no"].contains(value.lowercased())
        default: false
        }
    }
}

/// A parameter as it may be typed, in brackets if it need not be, and what it is.
private func described(_ parameter: Parameter) -> String {
    let text = if case .keyword = parameter.kind { parameter.tag } else { "\(parameter.tag)=\(parameter.placeholder)" }
    return described(parameter.isRequired ? text : "[\(text)]", parameter.summary)
}

/// A word and what it is.
private func described(_ word: String, _ summary: String) -> String {
    summary.isEmpty ? word : "\(word)  \(summary)"
}

extension Command {
    /// The parameters that may still be given behind these arguments.
    func open(after arguments: [Word]) -> [Parameter] {
        let counts = counts(in: arguments)
        return parameters.filter { counts[$0.tag, default: 0] < $0.maximumCount }
    }

    /// Whether the arguments hold a value for the parameter.
    func isGiven(_ parameter: Parameter, in arguments: [Word]) -> Bool {
        counts(in: arguments)[parameter.tag] != nil
    }

    /// How often each parameter is given, as binding would count.
    private func counts(in arguments: [Word]) -> [String: Int] {
        var counts: [String: Int] = [:]
        for argument in arguments {
            let parameter =
                taggedArgument(argument)?.parameter ?? switchedArgument(argument)?.parameter
                ?? parameters.first { $0.isPositional && counts[$0.tag, default: 0] < $0.maximumCount }
            if let parameter { counts[parameter.tag, default: 0] += 1 }
        }
        return counts
    }
}
