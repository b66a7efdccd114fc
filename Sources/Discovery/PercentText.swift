// Text inside URIs (RFC 3986 2.1).

extension String {
    /// Every byte but letters, digits and `-._~` as `%` and two digits.
    var percentEncoded: String {
        var text = ""
        for byte in utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x2e, 0x5f, 0x7e:
                text.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                text += byte < 16 ? "%0" + digits : "%" + digits
            }
        }
        return text
    }
}

extension StringProtocol {
    /// The bytes meant; `nil` where `%` is not followed by two digits.
    var percentDecoded: [UInt8]? {
        var bytes: [UInt8] = []
        var rest = Array(utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == 0x25 else {
                bytes.append(byte)
                continue
            }
            guard let first = rest.popFirst()?.digit, let second = rest.popFirst()?.digit else { return nil }
            bytes.append(first << 4 | second)
        }
        return bytes
    }
}

extension UInt8 {
    fileprivate var digit: UInt8? {
        switch self {
        case 0x30...0x39: self - 0x30
        case 0x41...0x46: self - 0x41 + 10
        case 0x61...0x66: self - 0x61 + 10
        default: nil
        }
    }
}

extension String {
    /// At most so many characters, and of those what fits into so many bytes: whole characters, unless the first alone
    /// is too long.
    func cut(characters: Int, bytes: Int) -> String {
        var text = ""
        for character in prefix(characters) {
            guard text.utf8.count + character.utf8.count <= bytes else { break }
            text.append(character)
        }
        guard text.isEmpty, let first else { return text }
        for scalar in first.unicodeScalars {
            guard text.utf8.count + 4 <= bytes else { break }
            text.unicodeScalars.append(scalar)
        }
        return text
    }
}
