/// A word of a line, quotes and escapes resolved.
package struct Word: Sendable, Equatable {
    package let text: String
    /// Where it begins, in characters counted from 1.
    package let column: Int
    /// Whether any part of it stood in quotes; such a word never asks for help.
    package let isQuoted: Bool

    package init(_ text: String, column: Int, isQuoted: Bool = false) {
        self.text = text
        self.column = column
        self.isQuoted = isQuoted
    }
}

/// Splits a line into words (netsh 6.6).
///
/// Blanks and tabs separate. `"` and `'` group, also inside a word. A backslash escapes only inside double quotes, and
/// only `"` and `\`; elsewhere it is itself. There are no globs and no variables.
///
/// All of these are told by scalars and not by characters: a quote stays a quote although the text in it begins with a
/// combining mark, which makes one character of both. Columns count characters.
package enum Tokenizer {
    package static func words(of line: String) throws(UsageError) -> [Word] {
        let scan = try scan(line)
        if let quote = scan.openQuote {
            let message = "The syntax supplied for this command is not valid. The quote \(quote.mark) is not closed."
            throw UsageError(.unterminatedQuote, message, column: quote.column)
        }
        return scan.words
    }

    /// Words that came one by one, as from argv, are not split again. Their columns count as if one blank joined them.
    package static func words(from arguments: [String]) throws(UsageError) -> [Word] {
        try check(arguments.joined(separator: " "))
        var words: [Word] = []
        var column = 1
        for argument in arguments {
            words.append(Word(argument, column: column))
            column += argument.count + 1
        }
        return words
    }

    /// A line whose first character is `#`, or whose first word is `rem`, is a remark (netsh 6.10).
    package static func isRemark(_ line: String) -> Bool {
        let text = line.unicodeScalars.drop { isBlank($0) }
        return text.first == "#" || String(text.prefix { !isBlank($0) }).lowercased() == "rem"
    }

    /// The text as a word of a line: in quotes where it needs them, so that splitting the line gives it back (6.10).
    package static func quoted(_ text: String) -> String {
        needsQuotes(text) ? inQuotes(text) : text
    }

    /// The same in quotes in any case.
    package static func inQuotes(_ text: String) -> String { "\"" + escaped(text) + "\"" }

    static func needsQuotes(_ text: String) -> Bool {
        HelpRequest.marks.contains(text.lowercased()) || holdsBreak(text)
    }

    /// Whether it is no single bare word.
    static func holdsBreak(_ text: String) -> Bool {
        text.isEmpty || text.unicodeScalars.contains { isBlank($0) || $0 == "\"" || $0 == "'" }
    }

    static func escaped(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar == "\"" || scalar == "\\" { result.append("\\") }
            result.append(scalar)
        }
        return String(result)
    }

    static func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar == "\t" }

    /// The words of a line, the last of which may still be in quotes.
    static func scan(_ line: String) throws(UsageError) -> Scan {
        try check(line)
        var scan = Scan()
        for (index, character) in line.enumerated() {
            for scalar in character.unicodeScalars { scan.read(scalar, at: index + 1) }
        }
        scan.endWord()
        return scan
    }

    private static func check(_ line: String) throws(UsageError) {
        if line.utf8.count > Limits.lineBytes {
            throw UsageError(.lineTooLong, "The line is longer than \(Limits.lineBytes) bytes.", column: 1)
        }
        let isControl = { (character: Character) in
            character != "\t" && character.unicodeScalars.contains { $0.properties.generalCategory == .control }
        }
        if let index = line.firstIndex(where: isControl) {
            let column = line.distance(from: line.startIndex, to: index) + 1
            let what = sanitized(String(line[index]))
            throw UsageError(.controlCharacter, "Control characters are not accepted: \(what).", column: column)
        }
    }
}

/// The state of splitting a line.
struct Scan {
    private(set) var words: [Word] = []
    /// The quote the line ends in.
    private(set) var openQuote: (mark: Unicode.Scalar, column: Int)?

    private var text = String.UnicodeScalarView()
    private var start: Int?
    private var isQuoted = false
    private var isEscaping = false

    mutating func read(_ scalar: Unicode.Scalar, at column: Int) {
        if let quote = openQuote {
            readQuoted(scalar, within: quote.mark)
        } else if scalar == "\"" || scalar == "'" {
            openQuote = (scalar, column)
            isQuoted = true
            start = start ?? column
        } else if Tokenizer.isBlank(scalar) {
            endWord()
        } else {
            start = start ?? column
            text.append(scalar)
        }
    }

    mutating func endWord() {
        if isEscaping { text.append("\\") }
        if let start { words.append(Word(String(text), column: start, isQuoted: isQuoted)) }
        text = String.UnicodeScalarView()
        start = nil
        isQuoted = false
        isEscaping = false
    }

    private mutating func readQuoted(_ scalar: Unicode.Scalar, within mark: Unicode.Scalar) {
        if isEscaping {
            if scalar != "\"", scalar != "\\" { text.append("\\") }
            text.append(scalar)
            isEscaping = false
        } else if scalar == "\\", mark == "\"" {
            isEscaping = true
        } else if scalar == mark {
            openQuote = nil
        } else {
            text.append(scalar)
        }
    }
}
