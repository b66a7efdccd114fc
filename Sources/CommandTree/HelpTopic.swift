/// How much a listing shows.
package enum HelpScope: Sendable, Equatable {
    /// The context's own words; those it inherits in one line.
    case local
    /// A section for every parent too, as netsh has it.
    case inherited
}

/// What somebody wants to read about.
package enum HelpTopic<Environment: Sendable>: Sendable {
    case context(ContextPath<Environment>, HelpScope)
    case group(String, at: ContextPath<Environment>)
    case command(Command<Environment>)
    /// The tree from here on.
    case everything(ContextPath<Environment>)
}

/// A line that asks for help (netsh 6.5): `?`, `/?`, `-?` or `help` as its last word, or `help` as its first. In quotes they
/// are ordinary arguments.
struct HelpRequest {
    /// What help is asked for.
    let words: [Word]
    let scope: HelpScope
    let isForEverything: Bool

    init?(_ words: [Word]) {
        let options = words.suffix(while: { $0.text.hasPrefix("--") })
        let rest = words.dropLast(options.count)
        if let last = rest.last, Self.isMark(last) {
            self.init(rest.dropLast(), options)
        } else if let first = words.first, Self.isMark(first) {
            self.init(rest.dropFirst(), options)
        } else {
            return nil
        }
    }

    private init(_ words: ArraySlice<Word>, _ options: ArraySlice<Word>) {
        self.words = Array(words)
        self.scope = options.contains { $0.text == "--inherited" } ? .inherited : .local
        self.isForEverything = options.contains { $0.text == "--all" }
    }

    static let marks = ["?", "/?", "-?", "help"]

    private static func isMark(_ word: Word) -> Bool {
        !word.isQuoted && marks.contains(word.text.lowercased())
    }
}

extension Array {
    /// The longest run at the end whose elements all fit.
    fileprivate func suffix(while fits: (Element) -> Bool) -> ArraySlice<Element> {
        suffix(from: lastIndex { !fits($0) }.map { $0 + 1 } ?? startIndex)
    }
}
