/// Shows a text that is longer than the screen. The program runs the one that a person likes; tests keep the text.
package protocol Pager: Sendable {
    /// Returns when the person has read enough; false if there is no such pager, and nothing was shown.
    func show(_ text: String) async -> Bool
}

/// Which program shows long help (netsh 8.5).
package enum PagerChoice: Sendable, Equatable {
    case none
    /// A command for the shell, from the environment.
    case command(String)
    /// The usual one, if it is there.
    case usual

    /// What `P2PSH_PAGER` says, else what `PAGER` says; a variable that is set to nothing wants none.
    package init(environment: [String: String]) {
        switch environment["P2PSH_PAGER"] ?? environment["PAGER"] {
        case nil: self = .usual
        case ""?: self = .none
        case let command?: self = .command(command)
        }
    }

    /// nil for none. The usual one ends by itself where the text fits, passes colours on, and leaves the text on the
    /// screen.
    package var commandLine: String? {
        switch self {
        case .none: nil
        case .command(let command): command
        case .usual: "less -FRX"
        }
    }
}
