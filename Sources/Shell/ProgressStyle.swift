/// How whoever watches standard error is told what a command is at (netsh 6.13).
package enum ProgressStyle: Sendable {
    /// Nobody watches, or wants to know.
    case none
    /// One sentence, for a terminal whose cursor cannot be moved.
    case sentence
    /// A line that moves, and is gone when the answer comes.
    /// - Parameter columns: the width of that terminal, now.
    case animated(Spinner, columns: @Sendable () -> Int?)

    /// - Parameter columns: the width of the terminal that standard error is; nil if it is none.
    package init(isQuiet: Bool, environment: [String: String], columns: @escaping @Sendable () -> Int?) {
        if isQuiet || columns() == nil {
            self = .none
        } else if !controlsCursor(environment) {
            self = .sentence
        } else {
            self = .animated(Spinner(environment: environment), columns: columns)
        }
    }
}

/// Whether the cursor of a terminal can be moved by the sequences that all but the dumbest know.
package func controlsCursor(_ environment: [String: String]) -> Bool {
    !["", "dumb"].contains(environment["TERM", default: ""])
}

/// What turns while a command runs.
package enum Spinner: Sendable, Equatable {
    case dots
    /// For a locale that is not UTF-8.
    case ascii

    /// The first of the three variables that is set to something decides, as for every program.
    package init(environment: [String: String]) {
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
        let name = locale.lowercased()
        self = name.contains("utf-8") || name.contains("utf8") ? .dots : .ascii
    }

    var frames: [Character] {
        switch self {
        case .dots: ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"]
        case .ascii: ["|", "/", "-", "\\"]
        }
    }

    var ellipsis: String { self == .dots ? "…" : "..." }
}
