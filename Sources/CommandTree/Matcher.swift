/// What a line asks for.
package enum Match<Environment: Sendable>: Sendable {
    case found(Target)
    /// A group alone; its commands are the topic.
    case incomplete(HelpTopic<Environment>)
    case ambiguous(UsageError)
    case unknown(UsageError)

    package enum Target: Sendable {
        case nothing
        /// A bare path: move there.
        case context(ContextPath<Environment>)
        case command(Command<Environment>, arguments: [Word])
        case help(HelpTopic<Environment>)
    }
}

/// Finds what the words of a line mean, seen from a context (netsh 6.3, 6.4).
package struct Matcher<Environment: Sendable> {
    private let path: ContextPath<Environment>

    package init(at path: ContextPath<Environment>) {
        self.path = path
    }

    package func match(_ words: [Word]) -> Match<Environment> {
        let words = words.first.map(path.isProgramName) == true ? Array(words.dropFirst()) : words
        guard !words.isEmpty else { return .found(.nothing) }
        guard let request = HelpRequest(words) else { return find(words) }
        return help(request)
    }

    private func help(_ request: HelpRequest) -> Match<Environment> {
        if request.isForEverything { return .found(.help(.everything(path.atRoot))) }
        switch request.words.isEmpty ? .found(.context(path)) : find(request.words) {
        case .found(.nothing): return .found(.help(.context(path, request.scope)))
        case .found(.context(let place)): return .found(.help(.context(place, request.scope)))
        case .found(.command(let command, _)): return .found(.help(.command(command)))
        case .incomplete(let topic): return .found(.help(topic))
        case .found(.help), .ambiguous, .unknown: return find(request.words)
        }
    }

    private func find(_ words: [Word]) -> Match<Environment> {
        var base = path
        var rest = words[...]
        while let word = rest.first, word.text == ".." || word.text == "/" {
            base = word.text == "/" ? base.atRoot : base.parent
            rest = rest.dropFirst()
        }
        guard !rest.isEmpty else { return .found(.context(base)) }
        var misses: [Miss] = []
        for level in base.levels {
            switch level.step(through: rest) {
            case .match(let match): return match
            case .miss(let miss): misses.append(miss)
            }
        }
        return .unknown(unknown(words, misses))
    }

    /// The farther a level got, the better it knows what was meant; the near levels win a tie.
    private func unknown(_ words: [Word], _ misses: [Miss]) -> UsageError {
        let line = words.map(\.text).joined(separator: " ")
        let farthest = misses.map(\.word.column).max() ?? 1
        let closest = misses.filter { $0.word.column == farthest }
        let typed = closest.first?.word.text ?? line
        let hint = nearestWord(to: typed, among: closest.flatMap(\.known)).map { "Did you mean '\($0)'?" }
        let message = "The following command was not found: \(line)."
        return UsageError(
            .unknownCommand, message, column: farthest, hint: elsewhere(words) ?? hint ?? elsewhere(typed))
    }

    /// The same for a command of two words whose group is known here, but not the command.
    private func elsewhere(_ words: [Word]) -> String? {
        guard words.count > 1 else { return nil }
        let (group, word) = (words[0].text.lowercased(), words[1].text.lowercased())
        let places = path.atRoot.descendants.filter { place in
            place.current.commands(inGroup: group).contains { $0.words[1] == word }
        }
        let list = places.map { $0.words.joined(separator: " ") }.joined(separator: "; ")
        return places.isEmpty ? nil : "The command '\(group) \(word)' is known in: \(list)."
    }

    /// Never guesses a command that lies deeper, but says where it is (netsh 1.2, rule 2).
    private func elsewhere(_ typed: String) -> String? {
        let places = path.atRoot.descendants.filter { place in
            place.current.spellings.contains { spelling in
                spelling.word == typed.lowercased()
                    || typed.count >= Limits.tellingCharacters && spelling.word.hasPrefix(typed.lowercased())
            }
        }
        let list = places.map { $0.words.joined(separator: " ") }.joined(separator: "; ")
        return places.isEmpty ? nil : "The word '\(typed)' is known in: \(list)."
    }
}

/// A word that a level did not know, and those it does.
struct Miss {
    let word: Word
    let known: [String]
}

/// What the first word of a line may be in a context.
enum Entry<Environment: Sendable> {
    case command(Command<Environment>)
    case group(String)
    case context(Context<Environment>)
}

extension Context {
    /// Every first word this context knows.
    var spellings: [Spelling<Entry<Environment>>] {
        let single = commands.filter { $0.words.count == 1 }.map { Spelling($0.name, Entry.command($0)) }
        let groups = groupWords.map { Spelling($0, Entry<Environment>.group($0)) }
        let below = contexts.flatMap { context in
            ([context.name] + context.aliases).map { Spelling($0, name: context.name, Entry.context(context)) }
        }
        return single + groups + below
    }

    /// Every second word of a group.
    func spellings(inGroup word: String) -> [Spelling<Command<Environment>>] {
        commands(inGroup: word).map { Spelling($0.words[1], $0) }
    }
}

extension ContextPath {
    enum Step {
        case match(Match<Environment>)
        case miss(Miss)
    }

    /// Follows the words downward from this very context, without its parents.
    func step(through words: ArraySlice<Word>) -> Step {
        guard let word = words.first else { return .match(.found(.context(self))) }
        let spellings = current.spellings
        switch Abbreviation(of: word.text, among: spellings) {
        case .none: return .miss(Miss(word: word, known: spellings.map(\.word)))
        case .many(let candidates): return .match(.ambiguous(ambiguity(of: word, candidates)))
        case .one(.context(let context)): return entering(context).step(through: words.dropFirst())
        case .one(.command(let command)):
            return .match(.found(.command(command, arguments: Array(words.dropFirst()))))
        case .one(.group(let group)): return step(into: group, words.dropFirst())
        }
    }

    private func step(into group: String, _ words: ArraySlice<Word>) -> Step {
        guard let word = words.first else { return .match(.incomplete(.group(group, at: self))) }
        let spellings = current.spellings(inGroup: group)
        switch Abbreviation(of: word.text, among: spellings) {
        case .none:
            return assignment(word, words.dropFirst(), in: group)
                ?? .miss(Miss(word: word, known: spellings.map(\.word)))
        case .many(let candidates): return .match(.ambiguous(ambiguity(of: word, candidates)))
        case .one(let command):
            return .match(.found(.command(command, arguments: Array(words.dropFirst()))))
        }
    }

    /// `set x=y` is `set x y` (netsh 6.2, 6.12).
    private func assignment(_ word: Word, _ rest: ArraySlice<Word>, in group: String) -> Step? {
        // By scalars, because a combining mark at the beginning of the value would hide the sign.
        let scalars = word.text.unicodeScalars
        guard group == "set", let sign = scalars.firstIndex(of: "=") else { return nil }
        let name = Word(String(scalars[..<sign]), column: word.column)
        switch Abbreviation(of: name.text, among: current.spellings(inGroup: group)) {
        case .none: return nil
        case .many(let candidates): return .match(.ambiguous(ambiguity(of: name, candidates)))
        case .one(let command):
            let value = Word(
                String(scalars[sign...].dropFirst()), column: word.column + name.text.count + 1,
                isQuoted: word.isQuoted)
            return .match(.found(.command(command, arguments: [value] + rest)))
        }
    }

    private func ambiguity(of word: Word, _ candidates: [String]) -> UsageError {
        let list = candidates.joined(separator: ", ")
        let message = "The command '\(word.text)' is ambiguous: \(list)."
        return UsageError(.ambiguousCommand, message, column: word.column)
    }

    /// Every context below this one, depth first.
    package var descendants: [ContextPath] {
        current.contexts.flatMap { context in
            let place = entering(context)
            return [place] + place.descendants
        }
    }
}
