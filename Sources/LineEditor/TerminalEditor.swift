/// Reads lines from the terminal on standard input and output, with editing, history and completion.
///
/// There can be one at a time in a process, for libedit keeps static state. Its functions may be called from any task
/// or thread. It needs `TerminalLocale.adopt()` to have been called, and a terminal that `InputStyle` found fit.
package final class TerminalEditor: Sendable {
    private let thread: EditorThread

    /// What makes one terminal session different from another.
    package struct Settings: Sendable {
        /// The name by which `.editrc` may address the program.
        package var program: String
        /// Where lines are remembered; nil remembers them for this session only.
        package var historyPath: String?
        /// Whether the prompt is set off from what is typed.
        package var usesColour: Bool

        package init(program: String, historyPath: String? = nil, usesColour: Bool = false) {
            self.program = program
            self.historyPath = historyPath
            self.usesColour = usesColour
        }
    }

    /// What the editor asks while a line is typed. It asks on its own thread while the keyboard waits: answers come from
    /// what is at hand, and never from anybody else.
    package struct Advice: Sendable {
        /// What Tab does between these two texts, the one left of the cursor and the one right of it.
        package var completion: @Sendable (_ left: String, _ right: String) -> Completion
        /// What comes next behind this text, for the right-hand side; empty for nothing.
        package var hint: @Sendable (_ left: String) -> String

        package init(
            completion: @escaping @Sendable (_ left: String, _ right: String) -> Completion,
            hint: @escaping @Sendable (_ left: String) -> String = { _ in "" }
        ) {
            self.completion = completion
            self.hint = hint
        }
    }

    /// Starts the editor. The terminal is left alone until the first line is asked for.
    package init(settings: Settings, advice: Advice) {
        thread = EditorThread(settings: settings, advice: advice)
        thread.start()
    }

    deinit {
        thread.close()
    }

    /// Reads one line behind a prompt of printable ASCII characters.
    ///
    /// If several lines were pasted, they come one at a time, each shown behind its prompt. Calls that overlap are
    /// served in order. A task that is cancelled gets `endOfInput`, and what was typed is forgotten.
    package func readLine(prompt: String) async -> LineResult {
        await thread.read(LineOrder(prompt: prompt, purpose: .command))
    }

    /// The same for a line of a conversation, which has its own lines to call back, oldest first, and leaves none behind.
    package func readLine(prompt: String, recalling past: [String]) async -> LineResult {
        await thread.read(LineOrder(prompt: prompt, purpose: .dialogue(past: past)))
    }

    /// Reads the answer to a question: notices wait until it is given, Tab completes nothing, and what was
    /// typed or pasted earlier does not answer. A task that is cancelled gets `endOfInput`, and what was typed is forgotten.
    package func readAnswer(prompt: String) async -> LineResult {
        await thread.read(LineOrder(prompt: prompt, purpose: .answer))
    }

    /// Reads an answer that is shown to nobody and remembered nowhere. Ctrl-C gives it up; notices wait.
    package func readSecret(prompt: String) async -> LineResult {
        await thread.read(LineOrder(prompt: prompt, purpose: .secret))
    }

    /// Forgets the lines that were pasted together with the last one and not read yet. To be called when Ctrl-C
    /// stops the command of the first of them.
    package func dropPastedLines() {
        thread.dropPastedLines()
    }

    /// Prints lines above the line that is being edited, or at once if none is.
    ///
    /// Never waits for the terminal. Control characters are made visible as `?`, lines are cut at the width of the
    /// terminal, and of more than `NoticeQueue.limit` lines waiting the oldest are dropped and counted. After
    /// `close()` nothing is printed.
    package func printAbove(_ text: String) {
        thread.printAbove(text, isWhole: false)
    }

    /// The same for lines that must not be cut: the terminal breaks those that are longer than it is wide.
    package func printWhole(_ text: String) {
        thread.printAbove(text, isWhole: true)
    }

    /// Remembers a line and saves the history, before the line's command runs (models 3.8). Empty lines, lines that
    /// begin with a blank, and a repetition of the last line are not kept.
    ///
    /// - Throws: `HistoryFailure` if the line could be remembered but not saved.
    package func addHistory(_ line: String) async throws(HistoryFailure) {
        try await thread.remember(line).get()
    }

    /// Ends the line being edited, and every later one, with `endOfInput`. For the tasks that serve SIGTERM and
    /// SIGHUP; not for a signal handler itself. The terminal is restored by `close()`, which must follow.
    package func wakeToEnd() {
        thread.wakeToEnd()
    }

    /// Ends everything and puts the terminal back as it was found. Waits for the editor's thread, which is quick.
    /// Nothing happens the second time.
    package func close() {
        thread.close()
    }
}
