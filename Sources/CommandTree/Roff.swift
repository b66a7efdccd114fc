/// Writes groff source with the man macros, as groff and mandoc both read it without a warning. All text goes through
/// `prose` or `literal`, so that none of it is taken as a request.
struct Roff {
    private(set) var text = ""

    /// - Parameter title: in capitals, as the headers of manuals have it.
    init(title: String, date: String, source: String, manual: String) {
        text = ".TH \(Self.argument(title)) 1 \(date) \(Self.argument(source)) \(Self.argument(manual))\n"
        // Ragged lines read best where columns are few.
        text += ".ad l\n"
    }

    mutating func section(_ title: String) { text += ".SH \(Self.argument(title))\n" }
    mutating func subsection(_ title: String) { text += ".SS \(Self.argument(title))\n" }

    /// - Parameter isFirst: whether a heading stands right above it, which brings the space itself.
    mutating func paragraph(_ paragraph: String, isFirst: Bool = false) {
        text += (isFirst ? "" : ".PP\n") + Self.filled(paragraph)
    }

    /// A paragraph whose lines but the first are indented, in roff of one's own.
    mutating func hanging(_ source: String) { text += ".HP 8\n" + Self.line(source) }

    /// What is explained, in roff of one's own, and the explanation.
    mutating func term(_ term: String, _ explanation: String) {
        text += ".TP\n" + Self.line(term) + Self.filled(explanation)
    }

    /// A list below a few words.
    ///
    /// - Parameter isDense: whether its entries follow each other without empty lines.
    mutating func list(_ title: String, isDense: Bool = false, _ body: (inout Roff) -> Void) {
        text += ".PP\n" + Self.filled(title) + ".RS 4\n"
        if isDense { text += ".PD 0\n" }
        body(&self)
        text += (isDense ? ".PD\n" : "") + ".RE\n"
    }

    /// Lines as they are typed.
    mutating func example(_ lines: [String]) {
        text += ".PP\n.RS 4\n.EX\n" + lines.map { Self.line(Self.literal($0)) }.joined() + ".EE\n.RE\n"
    }

    // MARK: Text

    /// Where a line may be broken without a sign of it.
    static let mayBreak = "\\:"

    static func bold(_ text: String) -> String { "\\fB\(unbroken(text))\\fR" }
    static func italic(_ text: String) -> String { "\\fI\(unbroken(text))\\fR" }

    /// A word made of several pieces, broken at none of them but where it says so.
    static func word(_ pieces: String) -> String { "\\%" + pieces }
    /// A piece of such a word. What keeps a word whole at its beginning would mark a place to break it here.
    static func boldPiece(_ text: String) -> String { "\\fB\(literal(text))\\fR" }
    static func italicPiece(_ text: String) -> String { "\\fI\(literal(text))\\fR" }

    /// What is typed is never hyphenated; short words are not anyway.
    private static func unbroken(_ text: String) -> String {
        text.split(separator: " ", omittingEmptySubsequences: false)
            .map { ($0.count > 4 ? "\\%" : "") + literal(String($0)) }.joined(separator: " ")
    }

    /// Text for reading: what stands in single quotes, options and manual pages become bold.
    static func prose(_ text: String) -> String {
        var result = ""
        var rest = text[...]
        var isAtWord = true
        while let character = rest.first {
            if isAtWord, let (source, length) = span(at: rest) {
                result += source
                rest = rest.dropFirst(length)
                isAtWord = false
                continue
            }
            result += character == "-" && !isAtWord || character == "'" ? String(character) : literal(String(character))
            isAtWord = character == " " || character == "("
            rest.removeFirst()
        }
        return result
    }

    /// Text as it is typed: every character is itself.
    static func literal(_ text: String) -> String {
        text.unicodeScalars.map { scalar in
            switch scalar {
            case "\\": "\\e"
            case "-": "\\-"
            case "'": "\\(aq"
            case "`": "\\(ga"
            case "^": "\\(ha"
            case "~": "\\(ti"
            case "\"": "\\(dq"
            case _ where scalar.isASCII: String(scalar)
            default: "\\[u" + padded(hex: scalar.value) + "]"
            }
        }.joined()
    }

    /// A piece at the beginning of a word that is more than text, and how many characters it takes.
    private static func span(at text: Substring) -> (source: String, length: Int)? {
        if text.first == "'" {
            let inner = text.dropFirst()
            guard let end = inner.indices.first(where: { inner[$0] == "'" && isEnd(inner[inner.index(after: $0)...]) })
            else { return nil }
            return (bold(String(inner[..<end])), inner[..<end].count + 2)
        }
        let word = text.prefix { $0.isLetter || $0.isNumber || $0 == "-" }
        if word.first == "-", word.contains(where: \.isLetter) { return (bold(String(word)), word.count) }
        if !word.isEmpty, text.dropFirst(word.count).hasPrefix("(1)") {
            return (bold(String(word)) + "(1)", word.count + 3)
        }
        return nil
    }

    private static func isEnd(_ rest: Substring) -> Bool {
        guard let next = rest.first else { return true }
        return " .,;:)?".contains(next)
    }

    private static func padded(hex value: UInt32) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    /// Text for reading in lines that an editor shows whole; they are filled anew when the page is shown.
    private static func filled(_ text: String) -> String {
        wrapped(prose(text), to: 80).map(line).joined()
    }

    private static func argument(_ text: String) -> String { "\"" + literal(text) + "\"" }

    /// A leading dot or apostrophe means something to groff.
    private static func line(_ source: String) -> String {
        (source.hasPrefix(".") || source.hasPrefix("'") ? "\\&" : "") + source + "\n"
    }
}
