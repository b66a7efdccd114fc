import CommandTree

/// The line that tells what a command is at: what turns, the sentence, the time, the counters.
struct ProgressLine: Sendable {
    /// Commands that are done by then show no line at all: it would only flicker.
    static let patience: Duration = .milliseconds(200)
    /// From one picture of the line to the next.
    static let period: Duration = .milliseconds(100)
    /// What a sentence is cut to before anything else goes.
    private static let shortestSentence = 8

    let progress: Progress
    let spinner: Spinner

    /// The line at a moment, no wider than `width` columns. Where there is too little room, the sentence is cut first,
    /// then the counters go, the last one first.
    func text(after elapsed: Duration, width: Int) -> String {
        let frame = spinner.frames[Int(elapsed / Self.period) % spinner.frames.count]
        let head = "\(frame) "
        let time = "  " + Self.text(elapsed)
        let sentence = sanitized(progress.sentence)
        for count in (0...progress.counters.count).reversed() {
            let counters = progress.counters.prefix(count).map(\.text).joined(separator: ", ")
            let tail = time + (count > 0 ? "  " : "") + counters
            let room = width - displayWidth(of: head + tail)
            let needed = min(displayWidth(of: sentence), Self.shortestSentence)
            if room >= needed { return head + cut(sentence, to: room) + tail }
        }
        return cut(head + sentence, to: width)
    }

    /// Tenths as long as they can be read.
    private static func text(_ elapsed: Duration) -> String {
        let tenths = Int(elapsed / .milliseconds(100))
        return tenths < 100 ? "\(tenths / 10).\(tenths % 10) s" : "\(tenths / 10) s"
    }

    private func cut(_ text: String, to width: Int) -> String {
        guard displayWidth(of: text) > width else { return text }
        let room = width - displayWidth(of: spinner.ellipsis)
        guard room > 0 else { return "" }
        var kept = ""
        for character in text {
            guard displayWidth(of: kept + String(character)) <= room else { break }
            kept.append(character)
        }
        return kept + spinner.ellipsis
    }
}
