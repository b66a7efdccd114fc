/// A globally unique identifier: sixteen bytes, written `81facd1e-c761-4330-b56c-a7286a3424aa`. It names applications,
/// objects and endpoints of persons, and the messages of discovery (collab 2, 10.2).
package struct GUID: Hashable, Sendable {
    package var high: UInt64
    package var low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// A new one: 122 random bits, version 4.
    package init(random: inout RandomSource) {
        high = random.next() & ~0xf000 | 0x4000
        low = random.next() & ~(0b11 << 62) | 0b10 << 62
    }

    /// Reads 32 hexadecimal digits in groups of 8, 4, 4, 4 and 12, in either case, with or without braces; `nil` for
    /// anything else.
    package init?(_ text: some StringProtocol) {
        var digits = text[...]
        if digits.first == "{" {
            guard digits.last == "}" else { return nil }
            digits = digits.dropFirst().dropLast()
        }
        let groups = digits.split(separator: "-", omittingEmptySubsequences: false)
        guard groups.map(\.utf8.count) == [8, 4, 4, 4, 12], let bytes = [UInt8](hexText: groups.joined()) else {
            return nil
        }
        self.init(bytes: bytes)
    }

    /// `nil` unless there are sixteen.
    package init?(bytes: [UInt8]) {
        guard bytes.count == 16 else { return nil }
        high = bytes[..<8].reduce(0) { $0 << 8 | UInt64($1) }
        low = bytes[8...].reduce(0) { $0 << 8 | UInt64($1) }
    }

    package var bytes: [UInt8] {
        [high, low].flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * $0)) } }
    }

    package var isEmpty: Bool { high | low == 0 }
}

extension GUID: CustomStringConvertible {
    package var description: String {
        var text = Array(bytes.hexText)
        for place in [20, 16, 12, 8] { text.insert("-", at: place) }
        return String(text)
    }
}

extension GUID: Comparable {
    package static func < (left: GUID, right: GUID) -> Bool { (left.high, left.low) < (right.high, right.low) }
}
