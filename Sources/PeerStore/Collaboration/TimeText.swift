internal import Collaboration

/// Times of day as the database has them: `2026-11-21T02:08:04.125Z`, which sorts as it counts.
enum TimeText {
    /// The end of the year 9999. Some times come from clocks of others, which may say anything.
    private static let last: Int64 = 253_402_300_799_999

    /// Milliseconds since 1970 UTC, at least 0, as text.
    static func text(_ milliseconds: Int64) -> String {
        let time = min(max(0, milliseconds), last)
        let fraction = String(1000 + time % 1000).dropFirst()
        return UTCTime.text(unixMilliseconds: time).dropLast() + "." + fraction + "Z"
    }

    /// `nil` for what ``text(_:)`` does not write.
    static func milliseconds(_ text: String) -> Int64? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard
            parts.count == 2, let seconds = UTCTime.unixMilliseconds(parts[0] + "Z"),
            let rest = UInt16(parts[1].dropLast()), self.text(seconds + Int64(rest)) == text
        else { return nil }
        return seconds + Int64(rest)
    }
}
