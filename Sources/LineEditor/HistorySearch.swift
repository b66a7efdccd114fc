/// A search through the lines entered before, key by key (netsh 6.12): Ctrl-R goes on to an older match, Ctrl-S to a
/// newer one, Backspace takes a character back, Ctrl-G and Ctrl-C give up. Any other key that is no character takes the
/// match and is then obeyed.
struct HistorySearch {
    /// What a key comes to.
    enum Outcome: Equatable {
        case goOn
        /// Nothing more is found; the bell says so.
        case stuck
        /// The line as shown is taken. The key is still to be obeyed, if there is one.
        case taken(pressing: UInt32?)
        /// The line is as it was before.
        case givenUp
    }

    private enum Key {
        static let older: UInt32 = 0x12
        static let newer: UInt32 = 0x13
        static let giveUp: Set<UInt32> = [0x03, 0x07]
        static let backspace: Set<UInt32> = [0x08, 0x7F]
        static let escape: UInt32 = 0x1B
    }

    /// Nobody types more to find a line, and a row has room for no more. Ours.
    private static let patternLimit = 60

    /// Oldest first.
    private let lines: [String]
    private let start: HistoryWalk.Place
    private var pattern = ""
    private var match: Int?
    private var isFailing = false

    init(through lines: [String], from place: HistoryWalk.Place) {
        self.lines = lines
        start = place
    }

    /// The prompt while the search lasts.
    var prompt: String { isFailing ? "(nothing with '\(pattern)')>" : "(search '\(pattern)')>" }

    /// The match with the cursor before what was searched for, or the line as it was before.
    var place: HistoryWalk.Place {
        guard let match else { return start }
        let found = lines[match].range(ofIgnoringCase: pattern) ?? lines[match].endIndex
        return HistoryWalk.Place(left: String(lines[match][..<found]), right: String(lines[match][found...]))
    }

    /// - Parameters:
    ///   - key: the scalar the key sent; 0 when the line is to end.
    ///   - moreFollows: whether an Escape is the beginning of a key that sends several.
    mutating func press(_ key: UInt32, moreFollows: () -> Bool) -> Outcome {
        switch key {
        case 0: return .givenUp
        case Key.older: return step(towardsNewer: false)
        case Key.newer: return step(towardsNewer: true)
        case _ where Key.giveUp.contains(key): return .givenUp
        case _ where Key.backspace.contains(key): return shorten()
        case Key.escape: return .taken(pressing: moreFollows() ? key : nil)
        case 0x20...: return extend(by: key)
        default: return .taken(pressing: key)
        }
    }

    private mutating func step(towardsNewer: Bool) -> Outcome {
        guard !pattern.isEmpty else { return .stuck }
        let shown = match.map { lines[$0] }
        let fits = { (line: String) in line != shown && line.range(ofIgnoringCase: pattern) != nil }
        let found =
            towardsNewer
            ? lines[min((match ?? lines.endIndex) + 1, lines.endIndex)...].firstIndex(where: fits)
            : lines[..<(match ?? lines.endIndex)].lastIndex(where: fits)
        isFailing = found == nil
        match = found ?? match
        return isFailing ? .stuck : .goOn
    }

    private mutating func extend(by key: UInt32) -> Outcome {
        guard let scalar = Unicode.Scalar(key), pattern.unicodeScalars.count < Self.patternLimit else { return .stuck }
        pattern.unicodeScalars.append(scalar)
        return find(from: match ?? lines.endIndex)
    }

    private mutating func shorten() -> Outcome {
        guard !pattern.isEmpty else { return .stuck }
        pattern.removeLast()
        guard !pattern.isEmpty else {
            (match, isFailing) = (nil, false)
            return .goOn
        }
        return find(from: lines.endIndex)
    }

    /// The newest line from there back that holds the pattern; without one the last match stays.
    private mutating func find(from index: Int) -> Outcome {
        let found = lines[..<min(index + 1, lines.endIndex)].lastIndex { $0.range(ofIgnoringCase: pattern) != nil }
        isFailing = found == nil
        match = found ?? match
        return isFailing ? .stuck : .goOn
    }
}

extension String {
    /// Where a text begins in this one, whatever the case.
    fileprivate func range(ofIgnoringCase text: String) -> Index? {
        let wanted = text.lowercased()
        return indices.first { self[$0...].lowercased().hasPrefix(wanted) }
    }
}
