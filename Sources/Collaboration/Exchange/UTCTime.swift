/// A second of UTC as documents write it: `2026-11-21T02:08:04Z` (collab 10.8).
package enum UTCTime {
    /// The text for milliseconds since 1970; fractions of a second are cut off.
    package static func text(unixMilliseconds: Int64) -> String {
        let seconds = Int(floor(unixMilliseconds, 1000))
        let day = Int(floor(Int64(seconds), 86_400))
        let rest = seconds - day * 86_400
        let (year, month, date) = civil(day)
        return padded(year, 4) + "-" + padded(month, 2) + "-" + padded(date, 2) + "T" + padded(rest / 3600, 2) + ":"
            + padded(rest / 60 % 60, 2) + ":" + padded(rest % 60, 2) + "Z"
    }

    /// Reads exactly that form, years 1970 to 9999; `nil` for anything else.
    package static func unixMilliseconds(_ text: some StringProtocol) -> Int64? {
        let bytes = Array(text.utf8)
        guard bytes.count == 20 else { return nil }
        for (place, sign) in [(4, "-"), (7, "-"), (10, "T"), (13, ":"), (16, ":"), (19, "Z")] {
            guard bytes[place] == sign.utf8.first else { return nil }
        }
        let numbers = [0..<4, 5..<7, 8..<10, 11..<13, 14..<16, 17..<19].map { number(bytes[$0]) }
        guard let year = numbers[0], let month = numbers[1], let date = numbers[2], let hour = numbers[3],
            let minute = numbers[4], let second = numbers[5], year >= 1970, (1...12).contains(month), hour < 24,
            minute < 60, second < 60
        else { return nil }
        let day = days(year, month, date)
        guard civil(day) == (year, month, date) else { return nil }
        return Int64(day * 86_400 + hour * 3600 + minute * 60 + second) * 1000
    }

    private static func floor(_ value: Int64, _ divisor: Int64) -> Int64 {
        (value - (value % divisor + divisor) % divisor) / divisor
    }

    private static func padded(_ value: Int, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        guard digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1) - 0x30 }
    }

    /// Days since 1970 of a date in the Gregorian calendar. Years are counted from March, in eras of 400 years.
    private static func days(_ year: Int, _ month: Int, _ date: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let yearDay = (153 * ((month + 9) % 12) + 2) / 5 + date - 1
        let inEra = shifted % 400
        return shifted / 400 * 146_097 + inEra * 365 + inEra / 4 - inEra / 100 + yearDay - 719_468
    }

    private static func civil(_ day: Int) -> (Int, Int, Int) {
        let shifted = day + 719_468
        let era = Int(floor(Int64(shifted), 146_097))
        let eraDay = shifted - era * 146_097
        let eraYear = (eraDay - eraDay / 1460 + eraDay / 36_524 - eraDay / 146_096) / 365
        let yearDay = eraDay - (365 * eraYear + eraYear / 4 - eraYear / 100)
        let month = (5 * yearDay + 2) / 153
        let year = eraYear + era * 400
        let date = yearDay - (153 * month + 2) / 5 + 1
        return (month < 10 ? year : year + 1, month < 10 ? month + 3 : month - 9, date)
    }
}
