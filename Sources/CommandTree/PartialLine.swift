/// A line that ends at the cursor: the words before, and the one being typed.
struct PartialLine {
    let words: [Word]
    /// The word at the cursor, quotes resolved; empty after a blank.
    let word: String
    /// The same as it stands on the line.
    let raw: String
    private let openQuote: Character?

    /// Whether the cursor stands behind an open quote.
    var isInQuotes: Bool { openQuote != nil }

    init?(_ left: String) {
        guard let scan = try? Tokenizer.scan(left) else { return nil }
        let isInside = scan.openQuote != nil || left.unicodeScalars.last.map { !Tokenizer.isBlank($0) } ?? false
        self.openQuote = scan.openQuote.map { Character($0.mark) }
        guard isInside, let last = scan.words.last else {
            self.words = scan.words
            self.word = ""
            self.raw = ""
            return
        }
        self.words = scan.words.dropLast()
        self.word = last.text
        self.raw = String(left.dropFirst(last.column - 1))
    }

    /// Replaces the piece the offers are for by what they have in common.
    func completion(with offers: Offers) -> Completion {
        guard let first = offers.candidates.first else { return .nothing }
        if offers.candidates.count == 1 {
            let isWhole = first.text.last != "=" && first.text.last != "/"
            return replacing(offers, by: first.text, isWhole: isWhole, candidates: [])
        }
        let common = offers.candidates.dropFirst().reduce(first.text) { commonPrefix($0, $1.text) }
        guard common.count > offers.typed.count else {
            return Completion(deleting: 0, insertion: "", candidates: offers.candidates)
        }
        return replacing(offers, by: common, isWhole: false, candidates: offers.candidates)
    }

    private func replacing(
        _ offers: Offers, by text: String, isWhole: Bool, candidates: [Candidate]
    ) -> Completion {
        guard var kept = keptPrefix(before: offers.typed) else { return .nothing }
        var text = text
        if let openQuote, raw.prefix(kept).contains(openQuote) {
            // The quote began before the tag, so it is the whole word that is written anew.
            text = word.prefix { $0 != "=" } + "=" + text
            kept = 0
        }
        let needed: Character? = Tokenizer.needsQuotes(text) ? "\"" : nil
        let quote = openQuote.map { text.contains($0) ? "\"" : $0 } ?? needed
        var insertion = text
        if let quote {
            insertion = "\(quote)" + (quote == "\"" ? Tokenizer.escaped(text) : text) + (isWhole ? "\(quote)" : "")
        }
        insertion += isWhole ? " " : ""
        let replaced = String(raw.dropFirst(kept))
        let same = commonPrefix(replaced, insertion).count
        return Completion(
            deleting: replaced.count - same, insertion: String(insertion.dropFirst(same)), candidates: candidates)
    }

    /// How many characters at the front of the raw word are not part of the piece: a tag and its sign. `nil` where a
    /// combining mark makes one character of the sign, or of the blank before the word, and what follows: that cannot be
    /// replaced.
    private func keptPrefix(before piece: String) -> Int? {
        if let first = raw.unicodeScalars.first, Tokenizer.isBlank(first) { return nil }
        guard piece.unicodeScalars.count < word.unicodeScalars.count else { return 0 }
        guard let sign = raw.firstIndex(where: { $0.unicodeScalars.contains("=") }), raw[sign] == "=" else {
            return nil
        }
        return raw.distance(from: raw.startIndex, to: sign) + 1
    }
}

private func commonPrefix(_ left: String, _ right: String) -> String {
    String(zip(left, right).prefix { $0 == $1 }.map(\.0))
}
