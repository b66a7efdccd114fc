/// One thing that may stand at the cursor.
package struct Candidate: Sendable, Equatable {
    package let text: String
    /// One line about it; empty where there is nothing to say.
    package let summary: String

    package init(_ text: String, _ summary: String = "") {
        self.text = text
        self.summary = summary
    }
}

/// What pressing Tab does: remove `deleting` characters left of the cursor and `deletingAhead` right of it, insert
/// `insertion`, and, where several candidates remain, list them. Something is deleted only where the case of what was
/// typed changes, where it comes to need quotes, or where the rest of the word stands there already.
package struct Completion: Sendable, Equatable {
    package let deleting: Int
    package var deletingAhead = 0
    package let insertion: String
    package let candidates: [Candidate]
}

/// Completes a line (netsh 6.12). It walks the same road as running the line, as far as the cursor.
package struct Completer<Environment: Sendable> {
    /// Answers from a snapshot, at once; given the source and the text typed so far.
    package typealias Provider = (CandidateSource, String) -> [Candidate]

    let path: ContextPath<Environment>
    private let provider: Provider

    package init(at path: ContextPath<Environment>, provider: @escaping Provider) {
        self.path = path
        self.provider = provider
    }

    /// - Parameters:
    ///   - left: the text left of the cursor.
    ///   - right: the text right of it.
    package func complete(_ left: String, before right: String) -> Completion {
        var completion = complete(left)
        // The end of the line is as good as the blank behind a whole word.
        let ahead = right + " "
        let insertion = completion.insertion
        let known = insertion.indices.first { ahead.hasPrefix(insertion[$0...]) }
        completion.deletingAhead = known.map { min(insertion[$0...].count, right.count) } ?? 0
        return completion
    }

    /// - Parameter left: the text left of the cursor, which is all of the line.
    package func complete(_ left: String) -> Completion {
        guard !Tokenizer.isRemark(left), let partial = PartialLine(left) else { return .nothing }
        let offers = offers(after: words(before: partial), typed: partial.word)
        guard let offers else { return .nothing }
        return partial.completion(with: offers)
    }

    /// The words that may stand behind others that came one by one, as the shells split the program's command line:
    /// whole ones, tags and all, and none of them in quotes.
    package func candidates(after words: [String], typed: String) -> [Candidate] {
        guard let words = try? Tokenizer.words(from: words) else { return [] }
        guard let offers = offers(after: counting(words), typed: typed) else { return [] }
        let kept = typed.dropLast(offers.typed.count)
        return offers.candidates.map { Candidate(kept + $0.text, $0.summary) }
    }

    /// Help and the old program name do not change what may follow.
    func words(before partial: PartialLine) -> [Word] { counting(partial.words) }

    private func counting(_ words: [Word]) -> [Word] {
        var words = words[...]
        if words.first.map(path.isProgramName) == true { words = words.dropFirst() }
        if words.first?.text.lowercased() == "help" { words = words.dropFirst() }
        return Array(words)
    }

    func offers(after words: [Word], typed: String) -> Offers? {
        switch words.isEmpty ? .found(.context(path)) : Matcher(at: path).match(words) {
        case .found(.nothing): firstWords(among: path.levels, typed)
        case .found(.context(let place)): firstWords(among: inheriting(words[...]) ? place.levels : [place], typed)
        case .incomplete(.group(let group, let place)):
            secondWords(of: group, among: inheriting(words.dropLast()) ? place.levels : [place], typed)
        case .found(.command(let command, let arguments)): ArgumentOffers(command, arguments, provider).offers(typed)
        case .found(.help), .incomplete, .ambiguous, .unknown: nil
        }
    }

    /// What parents know may follow only where no context was named; going up or to the root names none.
    private func inheriting(_ words: ArraySlice<Word>) -> Bool {
        words.allSatisfy { $0.text == ".." || $0.text == "/" }
    }

    /// The words of the nearest level that has any, as the beginning of a word means no other; before the first letter,
    /// those of all levels.
    private func firstWords(among levels: [ContextPath<Environment>], _ typed: String) -> Offers? {
        if typed.isEmpty { return .all(levels.map(\.firstWords)) }
        for level in levels {
            let offers = Offers(level.firstWords, beginning: typed)
            if !offers.candidates.isEmpty { return offers }
            if let alias = level.current.contexts.first(where: { $0.aliases.contains(typed.lowercased()) }) {
                return Offers(candidates: [Candidate(alias.name)], typed: typed)
            }
        }
        return nil
    }

    private func secondWords(
        of group: String, among levels: [ContextPath<Environment>], _ typed: String
    ) -> Offers? {
        let levels = levels.map { $0.secondWords(of: group) }
        if typed.isEmpty { return .all(levels) }
        return levels.lazy.map { Offers($0, beginning: typed) }.first { !$0.candidates.isEmpty }
    }
}

extension ContextPath {
    fileprivate var firstWords: [Candidate] {
        listing.filter { $0.word != "?" && $0.word != "/" && $0.word != ".." }.map { Candidate($0.word, $0.summary) }
    }

    fileprivate func secondWords(of group: String) -> [Candidate] {
        current.commands(inGroup: group).sorted { $0.name < $1.name }.map { Candidate($0.words[1], $0.summary) }
    }
}

extension Completion {
    /// Nothing fits; the terminal may beep.
    package static let nothing = Completion(deleting: 0, insertion: "", candidates: [])
}

/// Candidates for a piece of the word at the cursor.
struct Offers {
    let candidates: [Candidate]
    /// The piece of the word that they replace.
    let typed: String

    init(candidates: [Candidate], typed: String) {
        self.candidates = candidates
        self.typed = typed
    }

    /// Those of `all` that begin with what was typed, whatever the case.
    init(_ all: [Candidate], beginning typed: String) {
        let key = typed.lowercased()
        let fitting = all.filter { $0.text.lowercased().hasPrefix(key) }
        self.init(candidates: Array(fitting.prefix(Limits.candidates)), typed: typed)
    }

    /// Every word once, as the nearest level has it.
    static func all(_ levels: [[Candidate]]) -> Offers {
        var seen: Set<String> = []
        return Offers(levels.joined().filter { seen.insert($0.text).inserted }, beginning: "")
    }
}

/// What may follow the arguments already there: values for the next free place, and the tags not yet used.
private struct ArgumentOffers<Environment: Sendable> {
    private let command: Command<Environment>
    private let provider: Completer<Environment>.Provider
    /// The parameters that may still be given.
    private let open: [Parameter]

    init(_ command: Command<Environment>, _ arguments: [Word], _ provider: @escaping Completer<Environment>.Provider) {
        self.command = command
        self.provider = provider
        self.open = command.open(after: arguments)
    }

    func offers(_ typed: String) -> Offers {
        if let (parameter, value, _) = command.taggedArgument(Word(typed, column: 1)) {
            return Offers(values(of: parameter, value), beginning: value)
        }
        let place = open.first(where: \.isPositional)
        let values = place.map { self.values(of: $0, typed) } ?? []
        return Offers(values + open.map(\.tagCandidate), beginning: typed)
    }

    private func values(of parameter: Parameter, _ typed: String) -> [Candidate] {
        let own: [Candidate] =
            switch parameter.kind {
            case .choice(let words): words.map { Candidate($0) }
            case .boolean: [Candidate("yes"), Candidate("no")]
            default: []
            }
        return own + (parameter.candidates.map { provider($0, typed) } ?? [])
    }
}

extension Parameter {
    /// The parameter as something to type next.
    var tagCandidate: Candidate {
        if case .keyword = kind { return Candidate(tag, summary) }
        return Candidate(tag + "=", summary)
    }
}
