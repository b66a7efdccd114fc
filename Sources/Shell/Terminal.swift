import LineEditor

/// What reading from a person may bring.
package enum TerminalInput: Sendable, Equatable {
    case line(String)
    /// Ctrl-C at the prompt: what was typed is forgotten.
    case interrupted
    /// What came is no line we accept; the next may be.
    case refused(String)
    /// Ctrl-D, a hang-up, or the end of the program.
    case endOfInput
}

/// A person at a prompt. The program adapts its line editor to this.
package protocol Terminal: Sendable {
    func readLine(prompt: String) async -> TerminalInput
    /// Reads the answer to a question; pasted lines do not answer it. A task that is cancelled waits no longer.
    func readAnswer(prompt: String) async -> TerminalInput
    func addHistory(_ line: String) async
    /// Prints something that happened, without disturbing a line being typed. Never waits.
    func printAbove(_ text: String)
    /// Forgets lines pasted behind a command that was interrupted.
    func dropPastedLines()
}

/// A terminal that cannot be edited on, or a pipe that wants prompts: it has no history, and prints where it stands.
package struct PlainTerminal: Terminal {
    private let lines: PlainLines
    private let sink: any TextSink

    /// - Parameters:
    ///   - promptOutput: where prompts go; nil for none.
    package init(input: Int32, promptOutput: Int32?, sink: any TextSink) {
        self.lines = PlainLines(input: input, promptOutput: promptOutput)
        self.sink = sink
    }

    /// Ends the line being read, and every later one, as if the input had ended.
    package func wakeToEnd() { lines.wakeToEnd() }

    package func readLine(prompt: String) async -> TerminalInput {
        do throws(PlainLineFailure) {
            return try await lines.next(prompt: prompt).map { .line($0.text) } ?? .endOfInput
        } catch {
            if case .unreadable = error.cause { return .endOfInput }
            return .refused(error.description)
        }
    }

    package func readAnswer(prompt: String) async -> TerminalInput { await readLine(prompt: prompt) }
    package func addHistory(_ line: String) async {}
    package func printAbove(_ text: String) { try? sink.write(text + "\n", to: .diagnostics) }
    package func dropPastedLines() {}
}
