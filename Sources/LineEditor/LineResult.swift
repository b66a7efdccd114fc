/// How the reading of one line ended.
package enum LineResult: Equatable, Sendable {
    /// Return was pressed. The line is without its newline and may be empty.
    case line(String)
    /// Ctrl-C was pressed; what had been typed is given up. The next call starts a fresh line.
    case interrupted
    /// Ctrl-D on an empty line, the terminal hung up, or `wakeToEnd()` was called.
    case endOfInput
    /// The terminal could not be opened or read.
    case failed(errno: Int32)
}
