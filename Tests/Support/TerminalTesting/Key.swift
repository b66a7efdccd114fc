/// Keys that are more than a character, as xterm sends them.
package enum Key: Sendable {
    case enter, tab, escape, backspace, delete
    case up, down, left, right, home, end
    /// Ctrl with a letter in lower case.
    case control(Character)

    /// What the terminal sends.
    var bytes: String {
        switch self {
        case .enter: "\r"
        case .tab: "\t"
        case .escape: "\u{1B}"
        case .backspace: "\u{7F}"
        case .delete: "\u{1B}[3~"
        case .up: "\u{1B}[A"
        case .down: "\u{1B}[B"
        case .right: "\u{1B}[C"
        case .left: "\u{1B}[D"
        case .home: "\u{1B}[H"
        case .end: "\u{1B}[F"
        case .control(let letter): String(UnicodeScalar((letter.asciiValue ?? 0) & 0x1F))
        }
    }
}
