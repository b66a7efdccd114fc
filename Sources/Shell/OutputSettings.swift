/// How answers are written (netsh 6.14).
package struct OutputSettings: Sendable {
    package enum Format: Sendable {
        case text
        /// One document per command; JSON Lines where a command never ends by itself.
        case json
        /// One record a line, fields separated by `:`.
        case terse
    }

    /// The name the program was called by (netsh 6.2): the first word of the prompt, and what errors begin with.
    package let program: String
    package let format: Format
    package let usesColor: Bool
    /// No hints.
    package let isQuiet: Bool
    /// How somebody who watches standard error is told what a long command is doing (netsh 6.13).
    package let progress: ProgressStyle
    /// The width of the terminal that answers go to, now; nil when they go elsewhere.
    package let columns: @Sendable () -> Int?
    /// Its height, now; nil also when its cursor cannot be moved.
    package let rows: @Sendable () -> Int?
    /// The width of the terminal that errors and hints go to, now; nil when they go elsewhere.
    package let diagnosticColumns: @Sendable () -> Int?

    package init(
        program: String = "p2psh", format: Format = .text, usesColor: Bool = false, isQuiet: Bool = false,
        progress: ProgressStyle = .none, columns: @escaping @Sendable () -> Int? = { nil },
        rows: @escaping @Sendable () -> Int? = { nil }, diagnosticColumns: @escaping @Sendable () -> Int? = { nil }
    ) {
        self.program = program
        self.format = format
        self.usesColor = usesColor
        self.isQuiet = isQuiet
        self.progress = progress
        self.columns = columns
        self.rows = rows
        self.diagnosticColumns = diagnosticColumns
    }
}

/// The values of `--color`.
package enum ColorChoice: String, Sendable, CaseIterable {
    case auto, always, never

    /// Colour if asked for; else only on a terminal that is known and not dumb, unless `NO_COLOR` is set to anything but
    /// nothing.
    package func usesColor(isTerminal: Bool, environment: [String: String]) -> Bool {
        switch self {
        case .always: true
        case .never: false
        case .auto:
            isTerminal && controlsCursor(environment) && environment["NO_COLOR", default: ""].isEmpty
        }
    }
}
