import CommandTree
import LineEditor
import Shell
import ShellCommands

/// The line editor as a session's terminal.
struct EditorTerminal: Terminal {
    let editor: TerminalEditor

    func readLine(prompt: String) async -> TerminalInput { TerminalInput(await editor.readLine(prompt: prompt)) }
    func readAnswer(prompt: String) async -> TerminalInput { TerminalInput(await editor.readAnswer(prompt: prompt)) }
    func printAbove(_ text: String) { editor.printAbove(text) }
    func dropPastedLines() { editor.dropPastedLines() }

    func addHistory(_ line: String) async {
        do throws(HistoryFailure) {
            try await editor.addHistory(line)
        } catch {
            editor.printAbove(error.description)
        }
    }
}

extension TerminalInput {
    fileprivate init(_ result: LineResult) {
        switch result {
        case .line(let line): self = .line(line)
        case .interrupted: self = .interrupted
        case .endOfInput, .failed: self = .endOfInput
        }
    }
}

extension LineEditor.Completion {
    /// What the editor can do of a completion: it inserts, and deletes nothing. Where only the case of what was typed
    /// would change, the rest is inserted all the same.
    init(_ completion: CommandTree.Completion, of left: String) {
        let typed = left.suffix(completion.deleting).lowercased()
        let fits = completion.insertion.lowercased().hasPrefix(typed)
        self.init(
            insertion: fits ? String(completion.insertion.dropFirst(completion.deleting)) : "",
            candidates: completion.candidates.map { Candidate(text: $0.text, summary: $0.summary) })
    }
}

extension Session<CommandEnvironment> {
    /// What Tab does behind this text, from what is at hand.
    nonisolated func editorCompletion(of left: String, _ environment: CommandEnvironment) -> LineEditor.Completion {
        let completion = completion(of: left) { source, typed in
            source == .files ? fileCandidates(beginning: typed) : environment.candidates(from: source)
        }
        return LineEditor.Completion(completion, of: left)
    }
}
