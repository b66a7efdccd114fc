import CommandTree
import Synchronization

/// The answers of a command that is watched: each in place of the last one on a terminal whose cursor can be moved, else
/// one below the other.
final class WatchScreen: Sendable {
    private let title: String
    private let period: Duration
    private let output: Output
    private let state = Mutex(State())

    private struct State {
        var hasShown = false
        /// What stands above the cursor; nil if that is nothing of ours.
        var picture: WatchPicture?
        /// How often others had written by then.
        var asides = 0
    }

    init(title: String, period: Duration, output: Output) {
        self.title = title
        self.period = period
        self.output = output
    }

    var hasShown: Bool { state.withLock { $0.hasShown } }

    func show(_ document: Document) {
        state.withLock { state in
            if output.settings.format == .text, let columns = output.settings.columns(),
                let rows = output.settings.rows()
            {
                draw(document, columns, rows, &state)
            } else {
                list(document, isFirst: !state.hasShown)
            }
            state.hasShown = true
        }
    }

    /// What Ctrl-C has left on the line of the cursor goes.
    func close() {
        if state.withLock({ $0.picture != nil }) { output.write(raw: Output.clearLine) }
    }

    /// Hints are for people, who read them once.
    private func list(_ document: Document, isFirst: Bool) {
        guard !isFirst else { return output.show(document) }
        if output.settings.format != .json { output.endLine() }
        output.show(withoutHints: document)
    }

    private func draw(_ document: Document, _ columns: Int, _ rows: Int, _ state: inout State) {
        let hints = output.settings.isQuiet ? [] : document.hints.map { Line("Hint: " + $0, .dim) }
        let lines = output.laidOut([.line(heading), .blank] + document.body + hints.blocks)
        let picture = WatchPicture(lines, columns: columns, rows: rows)
        let last = state.asides == output.asides ? state.picture : nil
        output.write(raw: picture.text(over: last, columns: columns, rendered: output.rendered))
        output.copy(state.hasShown ? [""] + lines : lines)
        state.picture = picture
        state.asides = output.asides
    }

    private var heading: Line {
        let seconds = period / .seconds(1)
        let text = Int(exactly: seconds).map(String.init) ?? "\(seconds)"
        let time = Timestamp(secondsSince1970: output.timepiece.wallClock())
        return Line("Every \(text) s until Ctrl-C: \(title)  \(time)", .dim)
    }
}

/// What fits onto a screen of some lines, drawn over what stood there before.
struct WatchPicture: Sendable, Equatable {
    private let lines: [Line]

    /// - Parameter rows: the height of the screen; its last row is left to the cursor.
    init(_ lines: [Line], columns: Int, rows: Int) {
        let room = max(1, rows - 1)
        guard lines.height(columns) > room else {
            self.lines = lines
            return
        }
        var kept: [Line] = []
        while kept.count < lines.count, (kept + [lines[kept.count]]).height(columns) < room {
            kept.append(lines[kept.count])
        }
        let rest = lines.count - kept.count
        self.lines = kept + [Line("... \(rest) more lines", .dim)]
    }

    /// Moves up over the last picture, clears from there on, and draws.
    ///
    /// - Parameter columns: the width now: the lines of the last picture may have been broken anew since.
    func text(over last: WatchPicture?, columns: Int, rendered: (Line) -> String) -> String {
        let height = last.map { $0.lines.height(columns) } ?? 0
        let up = height > 0 ? "\u{1B}[\(height)A" : ""
        return up + "\r\u{1B}[J" + lines.map { rendered($0) + "\n" }.joined()
    }
}
