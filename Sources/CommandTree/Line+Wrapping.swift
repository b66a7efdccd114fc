extension Line {
    /// The line on a terminal so wide: broken at blanks, what follows standing under the value where the line is
    /// `Label: value`, else a little to the right. Nothing is cut: a word that is too long for any line is left to the
    /// terminal, which breaks it so that it can still be copied in one piece.
    package func wrapped(to width: Int) -> [Line] { wrapped(to: width, hanging: hang(within: width)) }

    func wrapped(to width: Int, hanging hang: Int) -> [Line] {
        let clean = Line(runs.map { Run(sanitized($0.text), $0.style) })
        guard displayWidth(of: clean.text) > width else { return [clean] }
        var filling = Filling(width: width, hang: hang, leastHang: min(hang, clean.indentation + 2))
        for piece in clean.pieces { filling.add(piece) }
        return filling.finished
    }

    private var indentation: Int { text.prefix { $0 == " " }.count }

    /// Where the lines after the first begin.
    private func hang(within width: Int) -> Int {
        let text = sanitized(self.text)
        let rest = text.dropFirst(indentation)
        let label = rest.prefix { $0 != ":" }
        let value = rest.dropFirst(label.count + 1)
        let blanks = value.prefix { $0 == " " }.count
        let column = indentation + displayWidth(of: String(label)) + 1 + blanks
        let isLabelled = label.first?.isLetter == true && blanks > 0 && column <= width * 2 / 3
        return isLabelled ? column : indentation + 2
    }

    /// Words and the blanks between them, each with its style.
    private var pieces: [Run] {
        runs.flatMap { run in
            var pieces: [Run] = []
            var rest = run.text[...]
            while let first = rest.first {
                let piece = rest.prefix { ($0 == " ") == (first == " ") }
                pieces.append(Run(String(piece), run.style))
                rest = rest.dropFirst(piece.count)
            }
            return pieces
        }
    }
}

/// Lines being filled with words.
private struct Filling {
    let width: Int
    let hang: Int
    /// For words that are too long behind the hang, and short enough for a line.
    let leastHang: Int
    private var lines: [Line] = []
    private var runs: [Line.Run] = []
    private var column = 0
    /// Blanks since the last word: they matter only if another follows on the line.
    private var blanks: Line.Run?
    private var hasWord = false

    init(width: Int, hang: Int, leastHang: Int) {
        self.width = width
        self.hang = hang
        self.leastHang = leastHang
    }

    var finished: [Line] { lines + [Line(runs)] }

    mutating func add(_ piece: Line.Run) {
        guard piece.text.first != " " else { return blanks = piece }
        let space = displayWidth(of: piece.text)
        let gap = blanks.map { displayWidth(of: $0.text) } ?? 0
        // Without blanks before it, it belongs to the word before it, whose style alone is another.
        if column + gap + space > width, hasWord, blanks != nil {
            if hang + space <= width {
                breakLine(hang)
            } else if leastHang + space <= width {
                breakLine(leastHang)
            }
        }
        if let blanks { put(blanks) }
        blanks = nil
        hasWord = true
        put(piece)
        // The terminal has gone on to its next line by itself.
        if column > width { column %= width }
    }

    private mutating func put(_ run: Line.Run) {
        runs.append(run)
        column += displayWidth(of: run.text)
    }

    private mutating func breakLine(_ indentation: Int) {
        lines.append(Line(runs))
        runs = []
        column = 0
        blanks = indentation == 0 ? nil : Line.Run(String(repeating: " ", count: indentation))
    }
}
