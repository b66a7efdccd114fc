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
    /// Reads the answer to a question; what was typed or pasted earlier does not answer it. A task that is cancelled waits no longer.
    func readAnswer(prompt: String) async -> TerminalInput
    func addHistory(_ line: String) async
    /// Prints something that happened, without disturbing a line being typed. Never waits.
    func printAbove(_ text: String)
    /// A line of a conversation, which has lines of its own to call back, oldest first, and leaves none behind.
    func readLine(prompt: String, recalling past: [String]) async -> TerminalInput
    /// Reads an answer that nobody sees.
    func readSecret(prompt: String) async -> TerminalInput
    /// The same as `printAbove` for lines that must not be cut.
    func printWhole(_ text: String)
    /// Whether a line being typed has to be left as it is when something is shown.
    var editsLines: Bool { get }
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
        await input { () async throws(PlainLineFailure) in try await lines.next(prompt: prompt) }
    }

    package func readAnswer(prompt: String) async -> TerminalInput {
        await input { () async throws(PlainLineFailure) in try await lines.nextAnswer(prompt: prompt) }
    }

    private func input(_ read: () async throws(PlainLineFailure) -> PlainLine?) async -> TerminalInput {
        do throws(PlainLineFailure) {
            return try await read().map { .line($0.text) } ?? .endOfInput
        } catch {
            if case .unreadable = error.cause { return .endOfInput }
            return .refused(error.description)
        }
    }

    package func addHistory(_ line: String) async {}
    package func readLine(prompt: String, recalling past: [String]) async -> TerminalInput {
        await readLine(prompt: prompt)
    }

    package func readSecret(prompt: String) async -> TerminalInput {
        switch await lines.nextSecret(prompt: prompt) {
        case .line(let line): .line(line)
        case .interrupted: .interrupted
        case .endOfInput, .failed: .endOfInput
        }
    }

    package var editsLines: Bool { false }
    package func printWhole(_ text: String) { printAbove(text) }
    package func printAbove(_ text: String) { try? sink.write(text + "\n", to: .diagnostics) }
    package func dropPastedLines() {}
}
