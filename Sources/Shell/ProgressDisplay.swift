import CommandTree
import Synchronization

/// Shows what one command is at while it runs, and leaves nothing behind.
///
/// The first thing told starts the line; from then on it is drawn anew again and again, with whatever was told last.
final class ProgressDisplay: Sendable {
    private let output: Output
    private let started: Duration
    private let state = Mutex(State())

    private struct State {
        var progress: Progress?
        var drawing: Task<Void, Never>?
    }

    init(on output: Output) {
        self.output = output
        started = output.timepiece.now()
        output.openProgress()
    }

    /// Never waits.
    func tell(_ progress: Progress) {
        if case .none = output.settings.progress { return }
        state.withLock { state in
            state.progress = progress
            if state.drawing == nil { state.drawing = Task { await self.draw() } }
        }
    }

    /// The command is over, or a person is to be asked something.
    func close() {
        output.closeProgress()
        state.withLock { $0.drawing?.cancel() }
    }

    private func draw() async {
        let timepiece = output.timepiece
        do {
            try await timepiece.sleep(ProgressLine.patience - (timepiece.now() - started))
            switch output.settings.progress {
            case .none: return
            case .sentence: tellOnce()
            case .animated(let spinner, let columns):
                while true {
                    if let width = columns() { drawLine(spinner, width: width) }
                    try await timepiece.sleep(ProgressLine.period)
                }
            }
        } catch {
            // Cancelled: the line is gone already.
        }
    }

    private func tellOnce() {
        guard let progress = state.withLock({ $0.progress }) else { return }
        output.tellProgress(progress.sentence + "...")
    }

    /// Behind the line there is room for the ^C of whoever has seen enough, so that it goes with the line; and in the
    /// last column no terminal is sure where its cursor is.
    private func drawLine(_ spinner: Spinner, width: Int) {
        guard let progress = state.withLock({ $0.progress }) else { return }
        let line = ProgressLine(progress: progress, spinner: spinner)
        output.showProgress(line.text(after: output.timepiece.now() - started, width: width - 3))
    }
}
