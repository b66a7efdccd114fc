internal import Glibc

/// Times of day as the database has them: `2026-11-21T02:08:04.125Z`, which sorts as it counts.
enum TimeText {
    /// The end of the year 9999. Some times come from clocks of others, which may say anything.
    private static let last: Int64 = 253_402_300_799_999
    private static let length = 24

    /// Milliseconds since 1970 UTC, at least 0, as text.
    static func text(_ milliseconds: Int64) -> String {
        let (seconds, rest) = min(max(0, milliseconds), last).quotientAndRemainder(dividingBy: 1000)
        var time = time_t(seconds)
        var parts = tm()
        gmtime_r(&time, &parts)
        let date = [(parts.tm_year + 1900, 4), (parts.tm_mon + 1, 2), (parts.tm_mday, 2)].map(digits)
        let clock = [(parts.tm_hour, 2), (parts.tm_min, 2), (parts.tm_sec, 2)].map(digits)
        return date.joined(separator: "-") + "T" + clock.joined(separator: ":") + "." + digits(CInt(rest), 3) + "Z"
    }

    /// `nil` for what ``text(_:)`` does not write.
    static func milliseconds(_ text: String) -> Int64? {
        let bytes = Array(text.utf8)
        guard bytes.count == length else { return nil }
        func number(_ range: Range<Int>) -> CInt? { CInt(String(decoding: bytes[range], as: UTF8.self)) }
        guard
            let year = number(0..<4), let month = number(5..<7), let day = number(8..<10), let hour = number(11..<13),
            let minute = number(14..<16), let second = number(17..<19), let rest = number(20..<23)
        else { return nil }
        var parts = tm()
        (parts.tm_year, parts.tm_mon, parts.tm_mday) = (year - 1900, month - 1, day)
        (parts.tm_hour, parts.tm_min, parts.tm_sec) = (hour, minute, second)
        let milliseconds = Int64(timegm(&parts)) * 1000 + Int64(rest)
        return self.text(milliseconds) == text ? milliseconds : nil
    }

    private static func digits(_ number: CInt, _ count: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, count - text.count)) + text
    }
}
