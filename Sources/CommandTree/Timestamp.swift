/// A second of wall clock time, as ISO 8601 in UTC (netsh 6.14).
package struct Timestamp: CustomStringConvertible {
    private let seconds: Int

    package init(secondsSince1970 seconds: Int) { self.seconds = seconds }

    package var description: String {
        let day = Int((Double(seconds) / 86400).rounded(.down))
        let second = seconds - day * 86400
        let (year, month, date) = Self.civil(day)
        let clock = [second / 3600, second / 60 % 60, second % 60].map { Self.padded($0, 2) }.joined(separator: ":")
        return "\(Self.padded(year, 4))-\(Self.padded(month, 2))-\(Self.padded(date, 2))T\(clock)Z"
    }

    /// Year, month and day of a day counted from 1970-01-01, in the Gregorian calendar. Years are counted from March, so
    /// that the leap day is their last one.
    private static func civil(_ day: Int) -> (year: Int, month: Int, day: Int) {
        let daysPerEra = 146_097
        let shifted = day + 719_468
        let era = (shifted >= 0 ? shifted : shifted - daysPerEra + 1) / daysPerEra
        let ofEra = shifted - era * daysPerEra
        let yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36524 - ofEra / 146_096) / 365
        let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let fromMarch = (5 * ofYear + 2) / 153
        let month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, ofYear - (153 * fromMarch + 2) / 5 + 1)
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = "\(number)"
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
