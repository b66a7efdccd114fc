// The entries of help pages, in the columns that netsh has them in.

extension Block.Entry.Columns {
    /// `%-15s- text`, on one line in a pipe (netsh O-8).
    static let listing = Self(margin: 0, term: 15, separator: "- ", isAlwaysWrapped: false)
    /// The same for whole usage lines.
    static let everything = Self(margin: 0, term: 40, separator: "- ", isAlwaysWrapped: false)

    /// Below the title of a section (netsh M-3).
    static func section(_ terms: [String]) -> Self {
        let longest = terms.map { displayWidth(of: $0) }.max() ?? 0
        return Self(margin: 7, term: max(longest + 1, 12), separator: " - ", isAlwaysWrapped: true)
    }

    /// For the titles over the terms and their texts.
    var titles: Self {
        let blanks = String(repeating: " ", count: separator.count)
        return Self(margin: margin, term: term, separator: blanks, isAlwaysWrapped: isAlwaysWrapped)
    }
}

extension Block {
    static func entry(_ term: String, _ text: String, _ columns: Entry.Columns) -> Block {
        .entry(Entry(term: term, text: text, columns: columns))
    }
}
