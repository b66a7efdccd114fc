import PNRP

/// One element of a message as the stock dissector can read it (wire 16.1): header, the element, and nothing behind
/// it that could be misread. The mark "malformed" that every PNRP datagram gets is ignored.
struct Probe: Sendable {
    var what: String
    var bytes: [UInt8]
    /// What the dissector must say, by field name.
    var expected: [String: String]

    /// The element at `index` behind the header of a whole message.
    init(_ what: String, _ message: Message, element index: Int, _ expected: [String: String]) {
        let bytes = message.encoded()
        self.what = what
        self.bytes = Self.filled(Array(bytes.prefix(12)) + Datagram.elements(of: bytes)[index])
        self.expected = expected
    }

    /// An element of an AUTHORITY buffer: it is read when it is the second, behind the flags.
    init(_ what: String, buffer: AuthorityBuffer, _ expected: [String: String]) {
        let bytes = buffer.messages(acking: 1, id: 2)[0].encoded()
        let start = bytes.count - buffer.encoded().count
        // Header and SPLIT_CONTROLS, without the acknowledgement between them.
        self.what = what
        self.bytes = Array(bytes.prefix(12)) + Array(bytes[start - 8..<start]) + buffer.encoded()
        self.expected = expected
    }

    /// The dissector wants twenty bytes.
    private static func filled(_ bytes: [UInt8]) -> [UInt8] {
        bytes + Array(repeating: 0, count: max(0, 20 - bytes.count))
    }
}
