/// The characters of pictures for terminals.
package enum Drawing: Sendable {
    case unicode
    /// For terminals and readers that know nothing else.
    case ascii
}

/// One figure over time as a line of blocks, eight steps high, with the least, the most and the latest.
package struct Sparkline: Sendable, Equatable {
    /// One character for each column; fewer than `width` when there are fewer values. What is not known is a dot.
    package let blocks: String
    /// `nil` while nothing is known.
    package let range: ClosedRange<Double>?
    package let last: Double?

    /// Zero is the ground: whatever is more than nothing is higher than it, and the most is a full block. Where there are
    /// more values than columns, a column is the highest of its values.
    /// - Parameters:
    ///   - values: oldest first; `nil` for one that is not known.
    ///   - width: columns, at least 1.
    package init(_ values: [Double?], width: Int, _ drawing: Drawing = .unicode) {
        let known = values.compactMap { $0 }
        range = known.min().flatMap { least in known.max().map { least...$0 } }
        last = values.last ?? nil
        let top = range?.upperBound ?? 0
        blocks = String(Self.columns(values, max(1, width)).map { Self.block($0, top, drawing) })
    }

    /// `2–34, now 30`, or `3` for what has always been so.
    package func text(_ drawing: Drawing = .unicode) -> String {
        guard let range else { return "unknown" }
        let dash = drawing == .unicode ? "–" : ".."
        let least = decimal(range.lowerBound, places: 1)
        let most = decimal(range.upperBound, places: 1)
        let now = last.map { "now " + decimal($0, places: 1) } ?? "now unknown"
        // What never changed is said once.
        if least == most, last != nil { return least }
        return (least == most ? least : least + dash + most) + ", " + now
    }

    private static func columns(_ values: [Double?], _ width: Int) -> [Double?] {
        guard values.count > width else { return values }
        return (0..<width).map { column in
            values[column * values.count / width..<(column + 1) * values.count / width].compactMap { $0 }.max()
        }
    }

    private static func block(_ value: Double?, _ top: Double, _ drawing: Drawing) -> Character {
        let steps: [Character] = drawing == .unicode ? Array("▁▂▃▄▅▆▇█") : Array("_.:-=+*#")
        guard let value else { return drawing == .unicode ? "·" : " " }
        guard value > 0, top > 0 else { return steps[0] }
        return steps[min(7, Int((value / top * 7).rounded(.up)))]
    }
}
