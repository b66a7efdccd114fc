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
            let blanks = String(repeating: " ", count: widths[index] - displayWidth(of: text))
            let isLast = index == cells.count - 1
            if alignment(index) == .right, !blanks.isEmpty { runs.append(Line.Run(blanks)) }
            runs.append(Line.Run(text, cell.style))
            if !isLast { runs.append(Line.Run((alignment(index) == .left ? blanks : "") + "  ")) }
        }
        return Line(runs)
    }
}
