/// What a person sees: a model of a terminal of type xterm, as far as line editors use one.
///
/// It knows carriage return, backspace, newline, tab, wrapping (delayed, as xterm does it), scrolling, and
/// `CSI A B C D G H J K @ P`, and what is dim. Colours, modes, titles and bells are accepted and ignored. It does not
/// rearrange lines when it is resized, as xterm does not.
package struct Screen: Sendable {
    /// The width, in cells.
    package private(set) var columns: Int
    /// The height.
    package private(set) var rows: Int
    /// Where the cursor is, both counted from 0. In the state of delayed wrapping the column is the last one.
    package private(set) var cursor: (row: Int, column: Int) = (0, 0)

    /// Whether the program asked for pastes to be marked.
    package private(set) var wantsPasteMarks = false

    private struct Cell {
        /// One character; the right half of a wide one is empty.
        var text: String
        var isDim = false

        static let blank = Cell(text: " ")
    }

    private var cells: [[Cell]]
    /// What is written now is dim.
    private var isDim = false
    /// The last column was written, and the next character begins a new row.
    private var isWrapping = false
    private var parser = ScreenParser()

    /// An empty screen with the cursor at its top left.
    package init(columns: Int = 80, rows: Int = 24) {
        self.columns = columns
        self.rows = rows
        cells = Array(repeating: Self.blankRow(columns), count: rows)
    }

    /// The rows from top to bottom, each without blanks at its end.
    package var lines: [String] {
        cells.map { row in
            var line = row.map(\.text).joined()
            while line.last == " " { line.removeLast() }
            return line
        }
    }

    /// The rows that are not empty, joined by newlines.
    package var text: String {
        var lines = lines
        while lines.last == "" { lines.removeLast() }
        return lines.joined(separator: "\n")
    }

    /// Whether the character in a cell is dim; both are counted from 0.
    package func isDim(row: Int, column: Int) -> Bool { cells[row][column].isDim }

    /// The last row that contains a text.
    package func line(containing text: String) -> String? {
        lines.last { $0.contains(text) }
    }

    /// Changes the size. Rows are cut or filled at the right, dropped at the top, or added at the bottom.
    package mutating func resize(columns: Int, rows: Int) {
        cells = cells.map { Array(($0 + Self.blankRow(max(0, columns - $0.count))).prefix(columns)) }
        let surplus = max(0, cursor.row + 1 - rows)
        cells.removeFirst(surplus)
        cells = Array(cells.prefix(rows))
        cells += Array(repeating: Self.blankRow(columns), count: rows - cells.count)
        (self.columns, self.rows) = (columns, rows)
        cursor = (cursor.row - surplus, min(cursor.column, columns - 1))
        isWrapping = false
    }

    /// Takes the bytes a program wrote. Characters and sequences may be cut anywhere.
    package mutating func write(_ bytes: some Sequence<UInt8>) {
        for byte in bytes {
            if let event = parser.consume(byte) {
                perform(event)
            }
        }
    }

    private mutating func perform(_ event: ScreenParser.Event) {
        switch event {
        case .character(let scalar): put(scalar)
        case .control(let byte): control(byte)
        case .sequence(let final, let parameters): sequence(final, parameters)
        case .mode(let number, let isSet):
            if number == 2004 { wantsPasteMarks = isSet }
        }
    }

    private mutating func put(_ scalar: Unicode.Scalar) {
        let width = Self.width(of: scalar)
        if width == 0 {
            combine(scalar)
            return
        }
        if isWrapping || cursor.column + width > columns {
            cursor.column = 0
            lineFeed()
        }
        cells[cursor.row][cursor.column] = Cell(text: String(scalar), isDim: isDim)
        if width == 2 {
            cells[cursor.row][cursor.column + 1] = Cell(text: "", isDim: isDim)
        }
        isWrapping = cursor.column + width == columns
        cursor.column = min(cursor.column + width, columns - 1)
    }

    private mutating func combine(_ scalar: Unicode.Scalar) {
        let column = isWrapping ? cursor.column : max(0, cursor.column - 1)
        cells[cursor.row][column].text.unicodeScalars.append(scalar)
    }

    private mutating func control(_ byte: UInt8) {
        switch byte {
        case 0x08: cursor.column = max(0, cursor.column - 1)
        case 0x09: cursor.column = min(columns - 1, (cursor.column / 8 + 1) * 8)
        case 0x0A: lineFeed()
        case 0x0D: cursor.column = 0
        default: return
        }
        isWrapping = false
    }

    private mutating func lineFeed() {
        isWrapping = false
        if cursor.row + 1 < rows {
            cursor.row += 1
        } else {
            cells.removeFirst()
            cells.append(Self.blankRow(columns))
        }
    }

    private mutating func sequence(_ final: Character, _ parameters: [Int]) {
        if final == "m" {
            parameters.forEach { isDim = $0 == 2 || isDim && $0 != 0 && $0 != 22 }
            return
        }
        let first = parameters.first ?? 0
        let count = max(1, first)
        switch final {
        case "A": cursor.row = max(0, cursor.row - count)
        case "B": cursor.row = min(rows - 1, cursor.row + count)
        case "C": cursor.column = min(columns - 1, cursor.column + count)
        case "D": cursor.column = max(0, cursor.column - count)
        case "G": cursor.column = min(columns, count) - 1
        case "H": cursor = (min(rows, count) - 1, min(columns, max(1, parameters.dropFirst().first ?? 1)) - 1)
        case "J": eraseScreen(first)
        case "K": eraseRow(first)
        case "@": shiftRight(count)
        case "P": shiftLeft(count)
        default: return
        }
        isWrapping = false
    }

    private mutating func eraseScreen(_ part: Int) {
        eraseRow(part)
        for row in 0..<rows where part == 2 || (part == 1 ? row < cursor.row : row > cursor.row) {
            cells[row] = Self.blankRow(columns)
        }
    }

    private mutating func eraseRow(_ part: Int) {
        for column in 0..<columns where part == 2 || (part == 1 ? column <= cursor.column : column >= cursor.column) {
            cells[cursor.row][column] = .blank
        }
    }

    private mutating func shiftRight(_ count: Int) {
        cells[cursor.row].insert(contentsOf: Self.blankRow(count), at: cursor.column)
        cells[cursor.row] = Array(cells[cursor.row].prefix(columns))
    }

    private mutating func shiftLeft(_ count: Int) {
        let gone = min(count, columns - cursor.column)
        cells[cursor.row].removeSubrange(cursor.column..<cursor.column + gone)
        cells[cursor.row] += Self.blankRow(gone)
    }

    private static func blankRow(_ columns: Int) -> [Cell] {
        Array(repeating: .blank, count: columns)
    }

    /// Wide are the East Asian blocks and the emoji; combining marks take no cell.
    private static func width(of scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case 0x0300...0x036F, 0x200B...0x200F, 0x20D0...0x20FF, 0xFE00...0xFE0F: 0
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F: 2
        case 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD: 2
        default: 1
        }
    }
}
