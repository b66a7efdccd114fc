import Glibc

/// One line on standard error that tells how far the work has come, written over again and again.
final class ProgressLine {
    private var lastShown = ContinuousClock.now

    private init() {}

    /// A line where somebody can see it; `nil` when standard error is no terminal.
    static func onTerminal() -> ProgressLine? { isatty(STDERR_FILENO) == 1 ? ProgressLine() : nil }

    /// Shows how much of a piece of work is done, at most ten times a second.
    func show(_ work: String, _ done: Int, _ total: Int) {
        let now = ContinuousClock.now
        guard done == total || now - lastShown > .milliseconds(100) else { return }
        lastShown = now
        write("\r\u{1B}[K\(done) of \(total) \(work)")
    }

    /// Leaves the line empty.
    func clear() { write("\r\u{1B}[K") }

    /// What cannot be shown does not matter.
    private func write(_ text: String) { _ = Glibc.write(STDERR_FILENO, text, text.utf8.count) }
}
