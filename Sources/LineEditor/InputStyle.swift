import CLineEditor
import Glibc

/// Where the lines of a session come from, decided once (models 5.8).
package enum InputStyle: Equatable, Sendable {
    /// A terminal that can be edited on: `TerminalEditor`.
    case editor
    /// A terminal that can not, `dumb` or of a type nobody knows: `PlainLines` with a prompt.
    case promptedLines
    /// A pipe or a file on either side: `PlainLines` without a prompt.
    case plainLines

    /// Looks at standard input, standard output and `TERM`.
    package static func current() -> InputStyle {
        let type = getenv("TERM").map { String(cString: $0) } ?? ""
        return choose(
            hasTerminals: isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1,
            type: type,
            isCapable: line_terminal_is_capable
        )
    }

    static func choose(
        hasTerminals: Bool,
        type: String,
        isCapable: (UnsafePointer<CChar>) -> Bool
    ) -> InputStyle {
        guard hasTerminals else { return .plainLines }
        // libedit complains aloud about types it does not know; so it is never shown one.
        return !type.isEmpty && type != "dumb" && isCapable(type) ? .editor : .promptedLines
    }
}
