/// Aligned columns. Widths are display widths, so that wide and combining characters keep the columns straight.
package struct Table: Sendable, Equatable {
    package enum Alignment: Sendable { case left, right }

    package struct Column: Sendable, Equatable {
        package let title: String
        package let alignment: Alignment
        /// The column is never narrower than this.
        package let minimumWidth: Int

        package init(_ title: String, _ alignment: Alignment = .left, minimumWidth: Int = 0) {
            self.title = title
            self.alignment = alignment
            self.minimumWidth = minimumWidth
        }
    }

    private let columns: [Column]
    private var rows: [[Line.Run]] = []

    package init(_ columns: [Column]) { self.columns = columns }

    /// Adds a row; it must have as many cells as the table has columns.
    package mutating func add(_ cells: [Line.Run]) {
        precondition(cells.count == columns.count, "a row has one cell for each column")
        rows.append(cells)
    }

    package mutating func add(_ cells: [String]) { add(cells.map { Line.Run($0) }) }

    /// Header, rule and rows, two blanks between columns, no blanks at the end of a line. Titles stand at the left of
    /// their columns whatever the cells do; the rule of the last column does not grow with its cells (netsh O-1).
    package var lines: [Line] {
        let widths = columns.indices.map(width)
        let header = row(columns.map { Line.Run($0.title, .heading) }, widths) { _ in .left }
        let rule = columns.indices.map { index in
            let isLast = index == columns.count - 1
            return String(repeating: "-", count: isLast ? leastWidth(of: index) : widths[index])
        }
        return [header, Line(rule.joined(separator: "  "))] + rows.map { row($0, widths) { columns[$0].alignment } }
    }

    /// On a terminal so wide: the table as it is if it fits, else without the blanks that nothing needs, else with the
    /// texts of its last column on several lines, else a block of `Title: cell` for each row. No cell is ever cut, for
    /// it may be a name to be copied.
    package func lines(within width: Int) -> [Line] {
        if self.width <= width { return lines }
        let compact = compacted
        if compact.width <= width { return compact.lines }
        return compact.linesWrappingLast(within: width) ?? blocks(within: width)
    }

    private var width: Int { columns.indices.map(width).reduce(0, +) + 2 * (columns.count - 1) }

    /// The same with every column as narrow as its cells allow.
    private var compacted: Table {
        var table = Table(columns.map { Column($0.title, $0.alignment) })
        table.rows = rows
        return table
    }

    /// nil where there is too little room, or a word that would not fit.
    private func linesWrappingLast(within width: Int) -> [Line]? {
        let last = columns.count - 1
        let start = self.width - self.width(of: last)
        let room = width - start
        let longest = rows.flatMap { sanitized($0[last].text).split(separator: " ") }.map {
            displayWidth(of: String($0))
        }
        guard last > 0, room >= Limits.leastTextWidth, longest.max() ?? 0 <= room else { return nil }
        var lines = Array(lines.prefix(2))
        for cells in rows {
            let texts = Line([cells[last]]).wrapped(to: room, hanging: 0)
            let before = row(cells.dropLast() + [Line.Run("")], columns.indices.map(self.width)) {
                columns[$0].alignment
            }
            let margin = Line(String(repeating: " ", count: start))
            lines += [before + texts[0]] + texts.dropFirst().map { margin + $0 }
        }
        return lines
    }

    private func blocks(within width: Int) -> [Line] {
        let label = (columns.map { displayWidth(of: $0.title) }.max() ?? 0) + 2
        let blocks = rows.map { cells in
            zip(columns, cells).flatMap { column, cell in
                (Line(padded(column.title + ":", to: label)) + Line([cell])).wrapped(to: width)
            }
        }
        return Array(blocks.joined(separator: [""]))
    }

    private func width(of index: Int) -> Int {
        let cells = rows.map { displayWidth(of: sanitized($0[index].text)) }
        return max(leastWidth(of: index), cells.max() ?? 0)
    }

    private func leastWidth(of index: Int) -> Int {
        max(displayWidth(of: columns[index].title), columns[index].minimumWidth)
    }

    private func row(_ cells: [Line.Run], _ widths: [Int], alignment: (Int) -> Alignment) -> Line {
        var runs: [Line.Run] = []
        for (index, cell) in cells.enumerated() {
            let text = sanitized(cell.text)
            let blanks = String(repeating: " ", count: max(0, widths[index] - displayWidth(of: text)))
            let isLast = index == cells.count - 1
            if alignment(index) == .right, !blanks.isEmpty { runs.append(Line.Run(blanks)) }
            runs.append(Line.Run(text, cell.style))
            if !isLast { runs.append(Line.Run((alignment(index) == .left ? blanks : "") + "  ")) }
        }
        return Line(runs)
    }
}
