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
    /// Everything is on the command line, unless a command asks or talks.
    case onDemand(OnDemandInput)

    init(
        batch: OnDemandInput?, _ session: Session<CommandEnvironment>, _ environment: CommandEnvironment,
        _ sink: any TextSink, historyPath: String
    ) {
        if let batch {
            batch.prepare(session.advice(environment), usesColour: session.output.settings.usesColor)
            self = .onDemand(batch)
            return
        }
        switch InputStyle.current() {
        case .editor:
            let settings = TerminalEditor.Settings(
                program: "p2psh", historyPath: historyPath, usesColour: session.output.settings.usesColor)
            self = .editor(TerminalEditor(settings: settings, advice: session.advice(environment)))
        case .promptedLines:
            self = .prompted(PlainTerminal(input: STDIN_FILENO, promptOutput: STDOUT_FILENO, sink: sink))
        case .plainLines: self = .script
        }
    }

    /// Whether a person types.
    var isInteractive: Bool {
        switch self {
        case .editor, .prompted: true
        case .script, .onDemand: false
        }
    }

    func run(_ session: Session<CommandEnvironment>) async -> ExitStatus {
        switch self {
        case .editor(let editor): await session.interact(with: EditorTerminal(editor: editor))
        case .prompted(let terminal): await session.interact(with: terminal)
        case .script: await session.run(script: "-")
        case .onDemand: .success
        }
    }

    /// Prints above the prompt, be it there or still to come.
    func announce(_ text: String) {
        switch self {
        case .editor(let editor): editor.printAbove(sanitized(text))
        case .prompted(let terminal): terminal.printAbove(sanitized(text))
        case .script, .onDemand: break
        }
    }

    /// The same with several lines, between which nothing else comes, and of which nothing is cut off.
    func announce(_ lines: [String]) {
        let text = lines.map { sanitized($0) as String }.joined(separator: "\n")
        switch self {
        case .editor(let editor): editor.printWhole(text)
        case .prompted(let terminal): terminal.printAbove(text)
        case .script, .onDemand: break
        }
    }

    /// Prints a warning of a program that was given its commands, without disturbing somebody who types all the same.
    func warn(_ text: String) {
        if case .onDemand(let input) = self, input.printAbove(sanitized(text)) { return }
        complain(sanitized(text))
    }

    /// Ends the reading of lines.
    func end() {
        switch self {
        case .editor(let editor): editor.wakeToEnd()
        case .prompted(let terminal): terminal.wakeToEnd()
        case .onDemand(let input): input.end()
        case .script: break
        }
    }

    /// Puts the terminal back as it was.
    func close() {
        switch self {
        case .editor(let editor): editor.close()
        case .onDemand(let input): input.close()
        case .prompted, .script: break
        }
    }
}
