/// Completes the program's own command line, as the shells ask for it: options and their values, then the command.
///
/// The words come split and without quotes, those left of the cursor only. Candidates are whole words.
package struct ProgramCompleter<Environment: Sendable> {
    private let program: ProgramDescription
    private let root: ContextPath<Environment>
    /// The value given to an option that takes one, for example where the files are; the last one counts.
    private var values: [String: String] = [:]
    /// Options that were given and may be given once only.
    private var used: Set<String> = []
    /// The option whose value the word at the cursor is.
    private var pending: ProgramDescription.Option?
    /// The words behind `--context`, and whether another would belong to them.
    private var contextWords: [String] = []
    private var takesContextWords = false
    private var commandWords: [String] = []
    private let typed: String

    /// - Parameter words: without the name of the program; the last one is the word at the cursor.
    package init(_ program: ProgramDescription, root: Context<Environment>, words: [String]) {
        self.program = program
        self.root = ContextPath(root: root)
        typed = words.last ?? ""
        var rest = words.dropLast()[...]
        while let word = rest.popFirst() {
            if Self.isOption(word) {
                takesContextWords = false
                read(option: word, &rest)
            } else if takesContextWords {
                contextWords.append(word)
            } else {
                commandWords = [word] + rest
                return
            }
        }
    }

    /// The value of the option with this name, if it was given.
    package func value(of name: String) -> String? { values[name] }

    package func candidates(from provider: @escaping Completer<Environment>.Provider) -> [Candidate] {
        if let pending { return candidates(for: pending, typed, provider) }
        if commandWords.isEmpty, Self.isOption(typed) || typed == "-" { return optionCandidates(provider) }
        if takesContextWords, contextWords.isEmpty { return contextCandidates(typed) }
        let (place, words) = place
        return Completer(at: place, provider: provider).candidates(after: words + commandWords, typed: typed)
    }

    private static func isOption(_ word: String) -> Bool { word.hasPrefix("-") && word != "-" }

    private func option(named name: Substring) -> ProgramDescription.Option? {
        program.options.first { $0.names.contains(String(name)) }
    }

    private mutating func read(option word: String, _ rest: inout ArraySlice<String>) {
        let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard let option = option(named: parts[0]) else { return }
        if !option.isRepeatable { used.formUnion(option.names) }
        guard option.argument != nil else { return }
        if case .context = option.values {
            takesContextWords = true
            contextWords = parts.dropFirst().map(String.init)
        } else if let value = parts.dropFirst().first.map(String.init) ?? rest.popFirst() {
            for name in option.names { values[name] = value }
        } else {
            pending = option
        }
    }

    /// Options that may still be given, or values where one is written with its sign: `--color=al`.
    private func optionCandidates(_ provider: Completer<Environment>.Provider) -> [Candidate] {
        if let sign = typed.firstIndex(of: "=") {
            guard let option = option(named: typed[..<sign]) else { return [] }
            let value = String(typed[typed.index(after: sign)...])
            return candidates(for: option, value, provider)
                .map { Candidate(typed[...sign] + $0.text, $0.summary) }
        }
        let open = program.options.filter { used.isDisjoint(with: $0.names) }
        let all = open.flatMap { option in option.names.map { Candidate($0, option.summary) } }
        return all.filter { $0.text.hasPrefix(typed) }
    }

    private func candidates(
        for option: ProgramDescription.Option, _ typed: String, _ provider: Completer<Environment>.Provider
    ) -> [Candidate] {
        switch option.values {
        case .any: []
        case .files: provider(.files, typed)
        case .choice(let words): words.filter { $0.hasPrefix(typed) }.map { Candidate($0) }
        case .context: contextCandidates(typed)
        }
    }

    /// Contexts below the one that the words before the last blank name.
    private func contextCandidates(_ typed: String) -> [Candidate] {
        let end = typed.lastIndex(of: " ").map { typed.index(after: $0) } ?? typed.startIndex
        guard let head = try? Tokenizer.words(of: String(typed[..<end])) else { return [] }
        let place: ContextPath<Environment>
        switch Matcher(at: root).match(head) {
        case .found(.nothing): place = root
        case .found(.context(let path)): place = path
        default: return []
        }
        let fitting = place.current.contexts.filter { $0.name.hasPrefix(typed[end...].lowercased()) }
        return fitting.map { context in
            Candidate(typed[..<end] + context.name, "The context \(place.entering(context).text).")
        }
    }

    /// The context that `--context` names, and the words behind it, which are the beginning of a command.
    private var place: (ContextPath<Environment>, [String]) {
        for count in (0...contextWords.count).reversed() {
            let text = contextWords.prefix(count).joined(separator: " ")
            guard let words = try? Tokenizer.words(of: text) else { continue }
            if case .found(.context(let path)) = Matcher(at: root).match(words) {
                return (path, Array(contextWords.dropFirst(count)))
            }
        }
        return (root, contextWords)
    }
}
