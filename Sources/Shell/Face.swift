import CommandTree

/// What others may ask of a session at any time, also while a command runs.
struct Face<Environment: Sendable>: Sendable {
    var path: ContextPath<Environment>
    var showsHints: Bool
    /// Whether changes wait for `commit`.
    var hasPendingChanges = false
    var aliases = AliasTable()
    /// What the lines that are typed belong to, if not to the session.
    var dialogue: Dialogue?
    /// The part of a line that was entered while a quote was open, and the blank behind it.
    var unfinished = ""

    /// The path; a star says that changes are pending (netsh 6.2).
    var prompt: String { path.text + (hasPendingChanges ? "*>" : ">") }
}
