import LineEditor
import Synchronization

/// Whether somebody has asked for everything that runs to stop.
///
/// A command may end well although it was stopped (netsh 6.15); the lines behind it in its script are not begun all the
/// same, and whoever waits for such a line waits no longer.
final class Brake: Sendable {
    private struct State {
        var isPulled = false
        /// What the open scripts are read from, outermost first.
        var sources: [PlainLines] = []
    }

    private let state = Mutex(State())

    var isPulled: Bool { state.withLock { $0.isPulled } }

    func pull() {
        let sources = state.withLock { state in
            state.isPulled = true
            return state.sources
        }
        for source in sources { source.wakeToEnd() }
    }

    /// Somebody has typed something new.
    func release() { state.withLock { $0.isPulled = false } }

    /// A script begins. Its lines come to no end by themselves if it waits for somebody who writes them.
    func begin(_ source: PlainLines) {
        let isPulled = state.withLock { state in
            state.sources.append(source)
            return state.isPulled
        }
        if isPulled { source.wakeToEnd() }
    }

    /// The script that began last is over.
    func end() { state.withLock { _ = $0.sources.popLast() } }
}
