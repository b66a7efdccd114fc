// Bytes in documents (collab 10.6, 10.8): base64 of RFC 4648 with padding.

extension [UInt8] {
    package var base64Text: String {
        var text: [UInt8] = []
        text.reserveCapacity((count + 2) / 3 * 4)
        var place = 0
        while place < count {
            let left = count - place
            let second = left > 1 ? self[place + 1] : 0
            let third = left > 2 ? self[place + 2] : 0
            text.append(Self.digit(self[place] >> 2))
            text.append(Self.digit(self[place] << 4 & 0x30 | second >> 4))
            text.append(left > 1 ? Self.digit(second << 2 & 0x3c | third >> 6) : Self.padding)
            text.append(left > 2 ? Self.digit(third & 0x3f) : Self.padding)
            place += 3
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Reads base64; white space between digits is allowed, as line breaks are in certificates. `nil` for anything else,
    /// bits left over included, so that there is one text for some bytes only.
    package init?(base64 text: some StringProtocol) {
        self = []
        reserveCapacity(text.utf8.count / 4 * 3)
        var bits: UInt32 = 0
        var digits = 0
        var paddings = 0
        for byte in text.utf8 where byte > 0x20 || ![0x20, 0x09, 0x0a, 0x0d].contains(byte) {
            if byte == Self.padding {
                paddings += 1
                continue
            }
            guard paddings == 0, let value = Self.value(byte) else { return nil }
            bits = bits << 6 | UInt32(value)
            digits += 1
            guard digits == 4 else { continue }
            append(UInt8(truncatingIfNeeded: bits >> 16))
            append(UInt8(truncatingIfNeeded: bits >> 8))
            append(UInt8(truncatingIfNeeded: bits))
            (bits, digits) = (0, 0)
        }
        switch (digits, paddings) {
        case (0, 0): return
        case (2, 2) where bits & 0xf == 0: append(UInt8(truncatingIfNeeded: bits >> 4))
        case (3, 1) where bits & 0x3 == 0:
            append(UInt8(truncatingIfNeeded: bits >> 10))
            append(UInt8(truncatingIfNeeded: bits >> 2))
        default: return nil
        }
    }

    private static var padding: UInt8 { UInt8(ascii: "=") }

    private static func digit(_ value: UInt8) -> UInt8 {
        switch value {
        case 0..<26: UInt8(ascii: "A") + value
        case 26..<52: UInt8(ascii: "a") + (value - 26)
        case 52..<62: UInt8(ascii: "0") + (value - 52)
        case 62: UInt8(ascii: "+")
        default: UInt8(ascii: "/")
        }
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): digit - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): digit - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0") + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
