/// Lines that wait to be printed above the edited one. The newest are kept; what is dropped is counted and said.
struct NoticeQueue {
    /// Two screens or so: who looks at the terminal has no use for more, and a flood cannot take memory.
    static let limit = 100

    private struct Notice {
        let text: String
        /// Whether it is longer than the terminal is wide, if need be.
        let isWhole: Bool
    }

    private var lines: [Notice] = []
    private var dropped = 0

    var isEmpty: Bool { lines.isEmpty }

    /// Adds the lines of a text. One newline at its end is the end of its last line.
    mutating func append(_ text: String, isWhole: Bool = false) {
        var added = text.split(separator: "\n", omittingEmptySubsequences: false)
        if added.count > 1, added.last?.isEmpty == true {
            added.removeLast()
        }
        lines += added.map { Notice(text: DisplayText.harmless($0), isWhole: isWhole) }
        let surplus = lines.count - Self.limit
        if surplus > 0 {
            lines.removeFirst(surplus)
            dropped += surplus
        }
    }

    /// Takes all lines, those that may be cut at the width, and each with its newline.
    mutating func take(columns: Int) -> String {
        var taken = dropped == 0 ? "" : "(\(dropped) \(dropped == 1 ? "line" : "lines") not shown)\n"
        for line in lines {
            // The last column stays free: some terminals begin a new row as soon as it is written.
            taken += (line.isWhole ? line.text : DisplayText.cut(line.text, to: max(1, columns - 1))) + "\n"
        }
        self = NoticeQueue()
        return taken
    }
}
