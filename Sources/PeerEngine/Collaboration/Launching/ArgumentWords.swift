/// The words of registered arguments (collab 10.10), split as a shell splits them: by blanks, tabs and line breaks, with
/// single quotes, double quotes and backslashes. No shell is run and nothing is expanded: `$` and `*` are what they are.
package struct ArgumentWords {
    private var words: [String] = []
    /// `nil` between words; an empty one comes from quotes.
    private var word: String.UnicodeScalarView?
    private var quote: Unicode.Scalar?
    private var isEscaped = false

    /// The words; `nil` where a quote is not closed, a backslash ends the text, or a NUL is in it.
    package static func split(_ text: String) -> [String]? {
        var splitter = ArgumentWords()
        for scalar in text.unicodeScalars {
            guard scalar != "\0" else { return nil }
            splitter.take(scalar)
        }
        guard splitter.quote == nil, !splitter.isEscaped else { return nil }
        splitter.endWord()
        return splitter.words
    }

    private mutating func take(_ scalar: Unicode.Scalar) {
        if isEscaped {
            takeEscaped(scalar)
        } else if scalar == "\\", quote != "'" {
            isEscaped = true
        } else if let open = quote {
            if scalar == open { quote = nil } else { append(scalar) }
        } else if scalar == "'" || scalar == "\"" {
            quote = scalar
            word = word ?? String.UnicodeScalarView()
        } else if " \t\n".unicodeScalars.contains(scalar) {
            endWord()
        } else {
            append(scalar)
        }
    }

    /// In double quotes a backslash is one unless what follows would mean something there; a line that goes on does so
    /// without the line break.
    private mutating func takeEscaped(_ scalar: Unicode.Scalar) {
        isEscaped = false
        if scalar == "\n" { return }
        if quote == "\"", !"\"\\$`".unicodeScalars.contains(scalar) { append("\\") }
        append(scalar)
    }

    private mutating func append(_ scalar: Unicode.Scalar) {
        var scalars = word ?? String.UnicodeScalarView()
        scalars.append(scalar)
        word = scalars
    }

    private mutating func endWord() {
        if let word { words.append(String(word)) }
        word = nil
    }
}
