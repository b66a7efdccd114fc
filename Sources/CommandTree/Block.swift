/// A piece of an answer for people, kept apart until it is known how wide the terminal is. In a pipe every block has
/// one layout, which scripts and the pinned samples of netsh rely on; a terminal gets the one that fits it.
package enum Block: Sendable, Equatable {
    /// Broken at blanks where the terminal is narrower.
    case line(Line)
    /// Never broken: a line of a picture, or one to be copied as it is.
    case verbatim(Line)
    case table(Table)
    /// Running text, broken at column 79 or earlier.
    case paragraph(String)
    case entry(Entry)

    /// A term and what it means.
    package struct Entry: Sendable, Equatable {
        /// Where things stand when there is room for it.
        package struct Columns: Sendable, Equatable {
            /// Blanks before the term.
            let margin: Int
            /// Columns that a term gets; a longer one pushes its text on.
            let term: Int
            /// Between term and text.
            let separator: String
            /// Whether a pipe gets the text on several lines too.
            let isAlwaysWrapped: Bool
        }

        let term: String
        let text: String
        let columns: Columns
        /// Whether it names the columns, which are none where texts stand below their terms.
        var isTitle = false
    }

    package static let blank = Block.line("")

    /// In a pipe.
    package var lines: [Line] {
        switch self {
        case .line(let line), .verbatim(let line): [line]
        case .table(let table): table.lines
        case .paragraph(let text): wrapped(text, to: Limits.readableWidth).map { Line($0) }
        case .entry(let entry): entry.lines
        }
    }

    /// On a terminal so wide.
    package func lines(within width: Int) -> [Line] {
        switch self {
        case .line(let line): line.wrapped(to: width)
        case .verbatim(let line): [line]
        case .table(let table): table.lines(within: width)
        case .paragraph(let text): wrapped(text, to: min(width, Limits.readableWidth)).map { Line($0) }
        case .entry(let entry): entry.lines(within: min(width, Limits.readableWidth))
        }
    }
}

extension [Line] {
    /// The same lines, each broken where a terminal is narrower.
    package var blocks: [Block] { map(Block.line) }
}

extension Block.Entry {
    fileprivate var lines: [Line] {
        columns.isAlwaysWrapped ? besides(within: Limits.readableWidth) : [Line(heading + text)]
    }

    /// Beside its term the text needs some room; without it, it stands below.
    fileprivate func lines(within width: Int) -> [Line] {
        let isRoomy = width - displayWidth(of: heading) >= Limits.leastTextWidth
        return isRoomy ? besides(within: width) : isTitle ? [] : below(within: width)
    }

    private var heading: String {
        let blank = displayWidth(of: term) >= columns.term && !columns.separator.hasPrefix(" ") ? " " : ""
        return String(repeating: " ", count: columns.margin) + padded(term + blank, to: columns.term)
            + columns.separator
    }

    private func besides(within width: Int) -> [Line] {
        let start = displayWidth(of: heading)
        let texts = wrapped(text, to: width - start)
        return [Line(heading + (texts.first ?? ""))]
            + texts.dropFirst().map { Line(String(repeating: " ", count: start) + $0) }
    }

    private func below(within width: Int) -> [Line] {
        let margin = min(columns.margin, 2)
        let term = Line(String(repeating: " ", count: margin) + term).wrapped(to: width, hanging: margin + 8)
        return term
            + wrapped(text, to: width - margin - 4).map { text in
                Line(String(repeating: " ", count: margin + 4) + text)
            }
    }
}
