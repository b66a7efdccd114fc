// Bytes as hexadecimal text, and back.

extension Sequence<UInt8> {
    /// Two lower-case digits a byte.
    package var hexText: String {
        var text = ""
        for byte in self {
            let digits = String(byte, radix: 16)
            text += byte < 16 ? "0" + digits : digits
        }
        return text
    }
}

extension [UInt8] {
    /// Reads an even number of hexadecimal digits in either case; `nil` for anything else.
    package init?(hexText: some StringProtocol) {
        let digits = Array<UInt8>(hexText.utf8)
        guard digits.count.isMultiple(of: 2) else { return nil }
        self = []
        reserveCapacity(digits.count / 2)
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = Self.value(digits[index]), let low = Self.value(digits[index + 1]) else { return nil }
            append(high << 4 | low)
        }
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case 0x30...0x39: digit - 0x30
        case 0x41...0x46: digit - 0x41 + 10
        case 0x61...0x66: digit - 0x61 + 10
        default: nil
        }
    }
}
