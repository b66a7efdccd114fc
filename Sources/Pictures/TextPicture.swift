package import CommandTree

/// A walk in the columns of a terminal: the ring as a line, and a row for each step with the bits it has in common with
/// the target and the time it took.
package struct TextPicture: Sendable {
    private let walk: Walk
    private let width: Int
    private let drawing: Drawing

    /// Narrower than this there is no room for a row.
    private static let leastWidth = 40
    /// Wider than this bars say no more.
    private static let mostWidth = 120

    /// - Parameter width: the columns of the terminal.
    package init(_ walk: Walk, width: Int, _ drawing: Drawing = .unicode) {
        self.walk = walk
        self.width = min(max(width, Self.leastWidth), Self.mostWidth)
        self.drawing = drawing
    }

    /// No line is wider than the terminal.
    package var lines: [Line] {
        guard !walk.steps.isEmpty else { return [Line(walk.silence, .dim)] }
        return ringLines + [""] + rows + [walk.omission.map { Line($0, .dim) }].compactMap { $0 }
    }
}

// MARK: The ring

extension TextPicture {
    private struct Signs {
        let edge: (Character, Character)
        let track: Character
        let ourselves: Character
        let target: String
        let full: Character
        let partial: [Character]
        let ellipsis: String
    }

    private var signs: Signs {
        switch drawing {
        case .unicode:
            Signs(
                edge: ("├", "┤"), track: "─", ourselves: "⌂", target: "▲ target", full: "█",
                partial: Array("▏▎▍▌▋▊▉"), ellipsis: "…")
        case .ascii:
            Signs(
                edge: ("|", "|"), track: "-", ourselves: "@", target: "^ target", full: "=", partial: [],
                ellipsis: "~")
        }
    }

    /// The ring, cut open at zero; under it, where the target is. Of several in one column the last asked is shown.
    private var ringLines: [Line] {
        let columns = width - 8
        var track = [Character](repeating: signs.track, count: columns)
        if let own = walk.origin?.place { track[column(of: own, columns)] = signs.ourselves }
        for numbered in walk.drawnSteps {
            guard let place = numbered.step.node.place else { continue }
            track[column(of: place, columns)] = Self.digit(numbered.number)
        }
        let ends = [Line("ring "), Line(String(signs.edge.0) + String(track) + String(signs.edge.1))]
        let ring = ends[0] + ends[1]
        guard let target = walk.target else { return [ring] }
        let place = column(of: target, columns) + 6
        let fits = place + signs.target.count <= width
        let pointer = fits ? signs.target : String("target ") + signs.target.prefix(1)
        let indent = fits ? place : place - pointer.count + 1
        return [ring, Line(String(repeating: " ", count: indent)) + Line(pointer, .heading)]
    }

    private func column(of place: UInt64, _ columns: Int) -> Int {
        min(columns - 1, Int(Turn(place: place).part * Double(columns)))
    }

    /// One character for the number of a step: digits, then letters.
    private static func digit(_ number: Int) -> Character {
        let digits = Array("0123456789abcdefghijklmnopqrstuvwxyz")
        return digits[number % digits.count]
    }
}

// MARK: The rows

extension TextPicture {
    /// How a row shares the width: number 3, bits 5, time 8 and verdict 12 always, then the address and the bars. Where
    /// that is too little the address has a line of its own.
    private struct Columns {
        let isNarrow: Bool
        let label: Int
        let bitsBar: Int
        let timeBar: Int

        init(width: Int, longestLabel: Int) {
            let room = width - 28
            isNarrow = width < 64
            label = isNarrow ? width - 3 : min(longestLabel, room - 24)
            // A blank before each bar.
            let bars = (isNarrow ? room : room - label) - 2
            bitsBar = bars * 3 / 5
            timeBar = bars - bitsBar
        }
    }

    private var rows: [Line] {
        let steps = walk.drawnSteps
        let longest = steps.map { sanitizedWidth(of: $0.step.node.label) }.max() ?? 0
        let columns = Columns(width: width, longestLabel: longest)
        let approach = Approach([walk.origin].compactMap { $0 } + walk.steps.map(\.node), target: walk.target)
        let slowest = steps.map { $0.step.time.milliseconds }.max() ?? 0
        let rows = steps.flatMap { numbered in
            let label = fitted(numbered.step.node.label, columns: columns.label, ellipsis: signs.ellipsis)
            let head = Line(
                right("\(numbered.number)", 2) + " " + (columns.isNarrow ? label : padded(label, to: columns.label)))
            let figures = figures(of: numbered.step, columns, approach, slowest)
            return columns.isNarrow ? [head, Line("   ") + figures] : [head + figures]
        }
        return [heading(columns)] + rows
    }

    private func heading(_ columns: Columns) -> Line {
        if columns.isNarrow { return Line(" # asked; bits in common, time", .dim) }
        let bits = " bits " + String(repeating: " ", count: columns.bitsBar)
        return Line(" # " + padded("asked", to: columns.label) + bits + "    time", .dim)
    }

    private func figures(of step: Walk.Step, _ columns: Columns, _ approach: Approach, _ slowest: Double) -> Line {
        let bits = step.node.bits.map { "\($0)" } ?? "?"
        let bitsBar = bar(step.node.bits.map { approach.part(Double($0)) } ?? 0, columns.bitsBar)
        let timeBar = bar(slowest > 0 ? step.time.milliseconds / slowest : 0, columns.timeBar)
        let style = step.verdict.terminalStyle
        return Line([
            Line.Run(" " + right(bits, 4) + " "), Line.Run(bitsBar, style), Line.Run(right(step.time.text, 8) + " "),
            Line.Run(timeBar + " " + step.verdict.word, style),
        ])
    }

    /// A bar of `width` columns, blanks where it is not; whatever is more than nothing is seen.
    private func bar(_ part: Double, _ width: Int) -> String {
        let pieces = signs.partial.count + 1
        let length = min(width * pieces, max(part > 0 ? 1 : 0, Int((part * Double(width * pieces)).rounded())))
        var text = String(repeating: signs.full, count: length / pieces)
        if length % pieces > 0 { text.append(signs.partial[length % pieces - 1]) }
        return padded(text, to: width)
    }

    private func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }
}

extension Walk.Verdict {
    fileprivate var terminalStyle: Style {
        switch self {
        case .accepted, .final: .good
        case .suspicious, .deadEnd, .busy: .warning
        case .unreachable: .bad
        }
    }
}
