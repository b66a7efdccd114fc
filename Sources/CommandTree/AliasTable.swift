/// Words of one's own: each stands for the beginning of a line (netsh 6.7).
package struct AliasTable: Sendable, Equatable {
    package struct Alias: Sendable, Equatable {
        /// As it was typed; its case does not count.
        package let name: String
        /// A line, or the beginning of one.
        package let text: String
        /// Whether it stands for something else than the tree does.
        let hidesWord: Bool
    }

    /// More than this nobody remembers; ours.
    package static let limit = 256
    /// Characters of a whole text; ours.
    package static let longestText = 4096

    private var aliases: [String: Alias] = [:]

    package init() {}

    /// Sorted by name.
    package var all: [Alias] { aliases.values.sorted { $0.name < $1.name } }
    /// Whether another name finds no room.
    package var isFull: Bool { aliases.count >= Self.limit }
    package subscript(name: String) -> Alias? { aliases[name.lowercased()] }

    /// Gives a text a name, or another text to a name; false if there is no room.
    ///
    /// - Parameters:
    ///   - words: the words of the text, spelled as they stand on a line. One word in quotes holds the line.
    ///   - isKnown: whether the tree knows a word.
    package mutating func define(
        _ name: String, as words: [String], isKnown: (String) -> Bool = { _ in false }
    ) throws(UsageError) -> Bool {
        var text = words.joined(separator: " ")
        var line = try Tokenizer.words(of: text)
        if line.count == 1, line[0].isQuoted {
            text = line[0].text
            line = try Tokenizer.words(of: text)
        }
        text = line.map(\.spelling).joined(separator: " ")
        guard text.count <= Self.longestText else {
            let message = "The text has \(text.count) characters; at most \(Self.longestText) are allowed."
            throw UsageError(.malformedValue, message, column: 1)
        }
        guard self[name] != nil || !isFull else { return false }
        var table = self
        table.aliases[name.lowercased()] = Alias(name: name, text: text, hidesWord: isKnown(name))
        try table.checkEnd(of: name, isKnown)
        self = table
        return true
    }

    /// A word that comes back to itself, perhaps by way of others, is nothing to run, unless the tree knows it.
    private func checkEnd(of name: String, _ isKnown: (String) -> Bool) throws(UsageError) {
        let (words, _) = try expand([Word(name, column: 1)], of: name)
        guard let index = Self.place(in: words), let last = alias(at: words[index]), !isKnown(last.name) else { return }
        let message = "The alias '\(name)' would stand for itself."
        throw UsageError(.malformedValue, message, column: 1)
    }

    /// Forgets a name; false if nobody knows it.
    package mutating func remove(_ name: String) -> Bool { aliases.removeValue(forKey: name.lowercased()) != nil }

    /// The line with the alias at its beginning written out, and the alias at the beginning of that, every name once. A
    /// first word in quotes is nobody's alias. The name of the program, a mark for help, and the ways to go up do not
    /// count as the beginning.
    package func expand(_ words: [Word], of line: String) throws(UsageError) -> (words: [Word], line: String) {
        var (words, line) = (words, line)
        var seen: Set<String> = []
        while let index = Self.place(in: words), let alias = alias(at: words[index]),
            seen.insert(alias.name.lowercased()).inserted
        {
            (words, line) = try written(alias, at: index, words, line)
        }
        return (words, line)
    }

    /// What may stand before the word that says what the line does.
    private static let leads = HelpRequest.marks + ["netsh", "p2psh", "..", "/"]

    private static func place(in words: [Word]) -> Int? {
        words.firstIndex { $0.isQuoted || !leads.contains($0.text.lowercased()) }
    }

    private func alias(at word: Word) -> Alias? { word.isQuoted ? nil : self[word.text] }

    /// A line that ends at the cursor, for completing it; the word at the cursor is nobody's alias yet.
    package func expand(_ left: String) -> String {
        guard let partial = PartialLine(left) else { return left }
        let cursor = Word(partial.word, column: left.count - partial.raw.count + 1, isQuoted: true)
        return (try? expand(partial.words + [cursor], of: left).line) ?? left
    }

    private func written(
        _ alias: Alias, at index: Int, _ words: [Word], _ line: String
    ) throws(UsageError) -> (words: [Word], line: String) {
        let start = words[index].column - 1
        var full = line.prefix(start) + alias.text
        var rest = words.dropFirst(index + 1)
        if let next = rest.first {
            let shift = full.count + 2 - next.column
            full += " " + line.dropFirst(next.column - 1)
            rest = rest.map { $0.moved(by: shift) }[...]
        }
        guard full.utf8.count <= Limits.lineBytes else {
            let message =
                "The line is longer than \(Limits.lineBytes) bytes once the alias '\(alias.name)' is written out."
            throw UsageError(.lineTooLong, message, column: 1)
        }
        let beginning = try Tokenizer.words(of: alias.text).map { $0.moved(by: start) }
        return (words.prefix(index) + beginning + rest, String(full))
    }
}

extension AliasTable {
    /// What no alias may be called: marks, what a line must not begin with, and what is no bare word.
    package static let complaint: Parameter.Check = { name in
        guard !(leads + ["rem"]).contains(name.lowercased()), !Tokenizer.needsQuotes(name),
            !name.unicodeScalars.contains("="),
            !name.hasPrefix("#"), !name.hasPrefix("-")
        else { return "It cannot be the name of an alias." }
        return name.count > 64 ? "It has \(name.count) characters; at most 64 are allowed." : nil
    }
}

extension AliasTable.Alias {
    /// The line that makes it again.
    package var definition: String {
        let force = hidesWord ? "force=yes " : ""
        return "alias \(name) \(force)\(canStandBare ? text : "text=" + Tokenizer.inQuotes(text))"
    }

    /// Whether the words of the text, put behind the name, come to the same text.
    private var canStandBare: Bool {
        guard let words = try? Tokenizer.words(of: text), let first = words.first, HelpRequest(words) == nil else {
            return false
        }
        return !first.isQuoted && !first.text.unicodeScalars.contains("=") && !first.text.hasPrefix("--")
            && words.allSatisfy { !$0.text.isEmpty || $0.isQuoted }
    }
}

extension Word {
    fileprivate func moved(by columns: Int) -> Word { Word(text, column: column + columns, isQuoted: isQuoted) }

    /// The word as it stands on a line.
    package var spelling: String { isQuoted || Tokenizer.holdsBreak(text) ? Tokenizer.inQuotes(text) : text }
}

extension ContextPath {
    /// Whether any context of the tree knows the word, in full, as the first of a line.
    package func isKnownAnywhere(_ word: String) -> Bool {
        ([atRoot] + atRoot.descendants).contains { place in
            place.current.spellings.contains { $0.word == word.lowercased() }
        }
    }
}
