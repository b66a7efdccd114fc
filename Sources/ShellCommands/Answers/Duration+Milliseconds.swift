extension Duration {
    /// Whole milliseconds, rounded.
    var milliseconds: Int {
        let (seconds, attoseconds) = components
        return Int(seconds) * 1000 + Int((attoseconds + 500_000_000_000_000) / 1_000_000_000_000_000)
    }

    /// The time of a round trip for people.
    var roundTripText: String { self < .milliseconds(1) ? "<1 ms" : "\(milliseconds) ms" }

    /// Seconds to wait, at least one.
    var wholeSeconds: Int {
        let (seconds, attoseconds) = components
        return max(1, Int(seconds) + (attoseconds > 0 ? 1 : 0))
    }
}
