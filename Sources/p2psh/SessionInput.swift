import CommandTree
import Glibc
import LineEditor
import Shell
import ShellCommands

/// Where the lines of a session come from, decided once (models 5.8).
enum SessionInput: Sendable {
    case editor(TerminalEditor)
    case prompted(PlainTerminal)
    /// Standard input as a batch.
    case script
    /// Everything is on the command line.
    case none

    init(
        isBatch: Bool, _ session: Session<CommandEnvironment>, _ environment: CommandEnvironment, _ sink: any TextSink,
        historyPath: String
    ) {
        switch isBatch ? nil : InputStyle.current() {
        case .editor:
            let settings = TerminalEditor.Settings(
                program: "p2psh", historyPath: historyPath, usesColour: session.output.settings.usesColor)
            self = .editor(TerminalEditor(settings: settings, advice: session.advice(environment)))
        case .promptedLines:
            self = .prompted(PlainTerminal(input: STDIN_FILENO, promptOutput: STDOUT_FILENO, sink: sink))
        case .plainLines: self = .script
        case nil: self = .none
        }
    }

    /// Whether a person types.
    var isInteractive: Bool {
        switch self {
        case .editor, .prompted: true
        case .script, .none: false
        }
    }

    func run(_ session: Session<CommandEnvironment>) async -> ExitStatus {
        switch self {
        case .editor(let editor): await session.interact(with: EditorTerminal(editor: editor))
        case .prompted(let terminal): await session.interact(with: terminal)
        case .script: await session.run(script: "-")
        case .none: .success
        }
    }

    /// Prints above the prompt, be it there or still to come.
    func announce(_ text: String) {
        switch self {
        case .editor(let editor): editor.printAbove(sanitized(text))
        case .prompted(let terminal): terminal.printAbove(sanitized(text))
        case .script, .none: break
        }
    }

    /// Ends the reading of lines.
    func end() {
        switch self {
        case .editor(let editor): editor.wakeToEnd()
        case .prompted(let terminal): terminal.wakeToEnd()
        case .script, .none: break
        }
    }

    /// Puts the terminal back as it was.
    func close() {
        if case .editor(let editor) = self { editor.close() }
    }
}
