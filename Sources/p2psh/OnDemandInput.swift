import LineEditor
import Shell
import Synchronization

/// Standard input of a program whose command is on its command line: looked at only if the command asks or talks.
final class OnDemandInput: Sendable {
    private enum Opened: Sendable {
        case editor(TerminalEditor)
        case prompted(PlainTerminal)
        case lines(PlainLines)
    }

    private struct State {
        var opened: Opened?
        var advice: TerminalEditor.Advice?
        var usesColour = false
        var isEnding = false
    }

    private let sink: any TextSink
    private let state = Mutex(State())

    init(sink: any TextSink) { self.sink = sink }

    /// What the line editor needs to know, should there be one.
    func prepare(_ advice: TerminalEditor.Advice, usesColour: Bool) {
        state.withLock { ($0.advice, $0.usesColour) = (advice, usesColour) }
    }

    /// Who is there; from the second time on the same.
    var counterpart: Counterpart {
        state.withLock { state in
            if state.isEnding { return .nobody }
            let opened = state.opened ?? open(state)
            state.opened = opened
            switch opened {
            case .editor(let editor): return .person(EditorTerminal(editor: editor))
            case .prompted(let terminal): return .person(terminal)
            case .lines(let lines): return .lines(lines)
            }
        }
    }

    private func open(_ state: borrowing State) -> Opened {
        switch (InputStyle.current(), state.advice) {
        case (.editor, let advice?):
            let settings = TerminalEditor.Settings(program: "p2psh", usesColour: state.usesColour)
            return .editor(TerminalEditor(settings: settings, advice: advice))
        case (.plainLines, _): return .lines(PlainLines())
        case (.editor, nil), (.promptedLines, _):
            return .prompted(PlainTerminal(input: 0, promptOutput: 1, sink: sink))
        }
    }

    /// Whether there was a line being typed to print above.
    func printAbove(_ text: String) -> Bool {
        guard case .editor(let editor)? = state.withLock({ $0.opened }) else { return false }
        editor.printAbove(text)
        return true
    }

    /// Ends the reading of lines.
    func end() {
        let opened = state.withLock { state in
            state.isEnding = true
            return state.opened
        }
        switch opened {
        case .editor(let editor): editor.wakeToEnd()
        case .prompted(let terminal): terminal.wakeToEnd()
        case .lines(let lines): lines.wakeToEnd()
        case nil: break
        }
    }

    /// Puts the terminal back as it was.
    func close() {
        if case .editor(let editor)? = state.withLock({ $0.opened }) { editor.close() }
    }
}
