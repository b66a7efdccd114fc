/// Draws the candidates of a completion.
struct CandidateList {
    let candidates: [Completion.Candidate]
    /// The width of the terminal.
    let columns: Int

    private static let gap = 2

    private var texts: [String] { candidates.map { DisplayText.harmless($0.text) } }

    /// The texts, sorted down the columns as `ls` does it; whole lines.
    var inColumns: String {
        let texts = texts
        let cell = (texts.map(DisplayText.width).max() ?? 0) + Self.gap
        let across = max(1, columns / cell)
        let rows = (texts.count + across - 1) / across
        return (0..<rows).map { row in
            let line = stride(from: row, to: texts.count, by: rows).map { padded(texts[$0], to: cell) }
            return finished(line.joined())
        }.joined()
    }

    /// One line per candidate, with its summary.
    var withSummaries: String {
        let cell = (texts.map(DisplayText.width).max() ?? 0) + Self.gap
        return zip(texts, candidates).map { text, candidate in
            finished(padded(text, to: cell) + DisplayText.harmless(candidate.summary))
        }.joined()
    }

    private func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - DisplayText.width(of: text)))
    }

    /// A line that ends before the last column, without blanks at its end.
    private func finished(_ line: String) -> String {
        var line = line
        while line.last == " " {
            line.removeLast()
        }
        return DisplayText.cut(line, to: max(1, columns - 1)) + "\n"
    }
}
