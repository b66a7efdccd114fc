import CommandTree

extension Output {
    /// Shows a text for people in the pager, if it is longer than the screen and there is a pager; false if not, and
    /// then nothing was shown. What happens meanwhile is told afterwards.
    func page(_ body: [Block]) async -> Bool {
        guard settings.format == .text, let pager, let columns = settings.columns(), let rows = settings.rows() else {
            return false
        }
        let lines = laidOut(body)
        guard lines.height(columns) >= rows else { return false }
        setPaging(true)
        defer { setPaging(false) }
        guard await pager.show(lines.map { rendered($0) + "\n" }.joined()) else { return false }
        copy(lines)
        return true
    }
}

extension [Line] {
    /// How many rows of a terminal they take, lines that it breaks itself counted in full.
    func height(_ columns: Int) -> Int {
        reduce(0) { $0 + Swift.max(1, (displayWidth(of: sanitized($1.text)) + columns - 1) / Swift.max(1, columns)) }
    }
}
