import CommandTree
import LineEditor
import Shell
import ShellCommands

/// The line editor as a session's terminal.
struct EditorTerminal: Terminal {
    let editor: TerminalEditor

    func readLine(prompt: String) async -> TerminalInput { TerminalInput(await editor.readLine(prompt: prompt)) }
    func readAnswer(prompt: String) async -> TerminalInput { TerminalInput(await editor.readAnswer(prompt: prompt)) }
    func readSecret(prompt: String) async -> TerminalInput { TerminalInput(await editor.readSecret(prompt: prompt)) }
    var editsLines: Bool { true }
    func printAbove(_ text: String) { editor.printAbove(text) }
    func printWhole(_ text: String) { editor.printWhole(text) }
    func dropPastedLines() { editor.dropPastedLines() }

    func readLine(prompt: String, recalling past: [String]) async -> TerminalInput {
        TerminalInput(await editor.readLine(prompt: prompt, recalling: past))
    }

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
    /// The same, counted in what the editor counts in.
    init(_ completion: CommandTree.Completion, left: String, right: String) {
        self.init(
            deletingLeft: left.suffix(completion.deleting).unicodeScalars.count,
            deletingRight: right.prefix(completion.deletingAhead).unicodeScalars.count,
            insertion: completion.insertion,
            candidates: completion.candidates.map { Candidate(text: $0.text, summary: $0.summary) })
    }
}

extension Session<CommandEnvironment> {
    /// What the session tells the editor while a line is typed, from what is at hand.
    nonisolated func advice(_ environment: CommandEnvironment) -> TerminalEditor.Advice {
        let provider: @Sendable (CandidateSource, String) -> [Candidate] = { source, typed in
            source == .files ? fileCandidates(beginning: typed) : environment.candidates(from: source)
        }
        return TerminalEditor.Advice(
            completion: { [weak self] left, right in
                guard let self else { return .none }
                let completion = completion(of: left, before: right, provider: provider)
                return LineEditor.Completion(completion, left: left, right: right)
            },
            hint: { [weak self] left in self?.hint(for: left) ?? "" })
    }
}
