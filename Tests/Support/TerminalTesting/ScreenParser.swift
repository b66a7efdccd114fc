/// Cuts what a program writes into characters, control bytes and sequences.
struct ScreenParser: Sendable {
    enum Event: Equatable {
        case character(Unicode.Scalar)
        case control(UInt8)
        /// `CSI`, numbers, and a final letter.
        case sequence(Character, [Int])
        /// `CSI ?`, a number, and `h` or `l`.
        case mode(Int, isSet: Bool)
    }

    private enum State {
        case ground
        /// Inside a character of several bytes.
        case character([UInt8], length: Int)
        case escape
        case control([UInt8])
        /// Inside a title or the like, up to BEL or ESC \.
        case string(afterEscape: Bool)
        /// Behind ESC ( and its kin: one more byte.
        case designation
    }

    private var state = State.ground

    mutating func consume(_ byte: UInt8) -> Event? {
        switch state {
        case .ground: return begin(byte)
        case .character(let bytes, let length): return character(bytes + [byte], length: length)
        case .escape: escape(byte)
        case .control(let bytes): return control(bytes, byte)
        case .string(let afterEscape):
            let isOver = byte == 0x07 || (afterEscape && byte == UInt8(ascii: "\\"))
            state = isOver ? .ground : .string(afterEscape: byte == 0x1B)
        case .designation: state = .ground
        }
        return nil
    }

    private mutating func begin(_ byte: UInt8) -> Event? {
        switch byte {
        case 0x1B: state = .escape
        case 0x00..<0x20, 0x7F: return .control(byte)
        case 0x20..<0x7F: return .character(Unicode.Scalar(byte))
        case 0xC0..<0xE0: state = .character([byte], length: 2)
        case 0xE0..<0xF0: state = .character([byte], length: 3)
        case 0xF0..<0xF8: state = .character([byte], length: 4)
        default: return .character("\u{FFFD}")
        }
        return nil
    }

    private mutating func character(_ bytes: [UInt8], length: Int) -> Event? {
        guard bytes.count == length else {
            state = .character(bytes, length: length)
            return nil
        }
        state = .ground
        return .character(String(decoding: bytes, as: UTF8.self).unicodeScalars.first ?? "\u{FFFD}")
    }

    private mutating func escape(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "["): state = .control([])
        case UInt8(ascii: "]"), UInt8(ascii: "P"): state = .string(afterEscape: false)
        case 0x20..<0x30: state = .designation
        default: state = .ground
        }
    }

    private mutating func control(_ bytes: [UInt8], _ byte: UInt8) -> Event? {
        guard (0x40...0x7E).contains(byte) else {
            state = .control(bytes + [byte])
            return nil
        }
        state = .ground
        let text = String(decoding: bytes, as: UTF8.self)
        if text.first == "?", let mode = Int(text.dropFirst()) {
            return .mode(mode, isSet: byte == UInt8(ascii: "h"))
        }
        guard text.allSatisfy({ $0.isNumber || $0 == ";" }) else { return nil }
        let parameters = text.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
        return .sequence(Character(Unicode.Scalar(byte)), parameters)
    }
}
