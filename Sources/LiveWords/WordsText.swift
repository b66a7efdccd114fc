/// The contents of a file: a line that names the format, then one line for each word, `list<TAB>word`.
enum WordsText {
    private static let heading = "p2psh words 1"

    /// Words that cannot be offered are left out, and so are those beyond the bounds.
    static func text(of words: LiveWords) -> String {
        var text = heading + "\n"
        for (list, words) in words.lists.sorted(by: { $0.key < $1.key }) where isFit(list) {
            for word in words.prefix(WordsLimits.words) where isFit(word) {
                let line = "\(list)\t\(word)\n"
                guard text.utf8.count + line.utf8.count <= WordsLimits.fileBytes else { return text }
                text += line
            }
        }
        return text
    }

    /// What there is to understand of a file; nothing if it is of another format, or no UTF-8.
    static func words(from bytes: [UInt8]) -> LiveWords {
        var result = LiveWords()
        guard let text = String(validating: bytes, as: UTF8.self) else { return result }
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
        guard lines.popFirst() == heading[...] else { return result }
        for line in lines {
            let parts = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2, parts.allSatisfy(isFit) else { continue }
            let isNew = result.lists[parts[0]] == nil
            guard !isNew || result.lists.count < WordsLimits.lists else { continue }
            guard result.lists[parts[0], default: []].count < WordsLimits.words else { continue }
            result.lists[parts[0], default: []].append(parts[1])
        }
        return result
    }

    /// Not empty, not long, and nothing that a terminal could take for a command or show where it does not stand.
    private static func isFit(_ word: String) -> Bool {
        !word.isEmpty && word.utf8.count <= WordsLimits.wordBytes
            && word.unicodeScalars.allSatisfy { scalar in
                switch scalar.properties.generalCategory {
                case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: false
                default: true
                }
            }
    }
}
