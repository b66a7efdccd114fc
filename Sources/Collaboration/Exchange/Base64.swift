// Bytes in documents (collab 10.6, 10.8): base64 of RFC 4648 with padding.

extension [UInt8] {
    private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    package var base64Text: String {
        var text: [UInt8] = []
        text.reserveCapacity((count + 2) / 3 * 4)
        for start in stride(from: 0, to: count, by: 3) {
            let group = self[start..<Swift.min(start + 3, count)]
            let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for place in 0..<4 {
                text.append(place <= group.count ? Self.digits[bits >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Reads base64; white space between digits is allowed, as line breaks are in certificates. `nil` for anything else,
    /// bits left over included, so that there is one text for some bytes only.
    package init?(base64 text: some StringProtocol) {
        var values: [Int] = []
        var padding = 0
        for byte in text.utf8 where ![0x20, 0x09, 0x0a, 0x0d].contains(byte) {
            if byte == UInt8(ascii: "=") {
                padding += 1
            } else {
                guard padding == 0, let value = Self.value(byte) else { return nil }
                values.append(value)
            }
        }
        guard padding <= 2, (values.count + padding).isMultiple(of: 4) else { return nil }
        self = []
        reserveCapacity(values.count / 4 * 3 + 2)
        for start in stride(from: 0, to: values.count, by: 4) {
            let group = values[start..<Swift.min(start + 4, values.count)]
            let bits = group.reduce(0) { $0 << 6 | $1 } << (6 * (4 - group.count))
            guard bits & ((1 << (8 * (4 - group.count))) - 1) == 0 else { return nil }
            for place in 0..<(group.count - 1) { append(UInt8(bits >> (16 - 8 * place) & 0xff)) }
        }
    }

    private static func value(_ digit: UInt8) -> Int? {
        switch digit {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): Int(digit) - 65
        case UInt8(ascii: "a")...UInt8(ascii: "z"): Int(digit) - 97 + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(digit) - 48 + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
