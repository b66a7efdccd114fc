/// Going through the lines entered before, one key press at a time (netsh 8.5).
///
/// What stood left of the cursor when the walk began is what the lines must begin with.
struct HistoryWalk {
    /// A line with the cursor in it.
    struct Place: Equatable {
        var left: String
        var right: String

        var text: String { left + right }
    }

    /// Oldest first.
    private let lines: [String]
    private let start: Place
    private var index: Int
    private var shown: Place

    /// - Parameter lines: oldest first.
    init(through lines: [String], from place: Place) {
        self.lines = lines
        start = place
        index = lines.endIndex
        shown = place
    }

    /// Whether the line is still as the last step left it, so that the next one goes on from there.
    func isAt(_ place: Place) -> Bool { shown == place }

    /// The next older line that begins so; nil where there is none.
    mutating func older() -> Place? {
        let found = lines[..<index].lastIndex { $0.hasPrefix(start.left) && $0 != shown.text }
        return found.map { show($0) }
    }

    /// The next newer one; behind the newest, what stood there at the start.
    mutating func newer() -> Place? {
        guard index < lines.endIndex else { return nil }
        let found = lines[(index + 1)...].firstIndex { $0.hasPrefix(start.left) && $0 != shown.text }
        if let found { return show(found) }
        index = lines.endIndex
        shown = start
        return start
    }

    private mutating func show(_ index: Int) -> Place {
        self.index = index
        shown = Place(left: lines[index], right: "")
        return shown
    }
}
