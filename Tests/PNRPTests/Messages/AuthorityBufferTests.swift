import PNRP
import PeerBase
import Testing

@Suite("AUTHORITY_BUFFER and its fragments (wire 5)")
struct AuthorityBufferTests {
    private static let full = AuthorityBuffer(
        flags: [.leafSet, .busy, .notFound], certificateChain: [1, 2, 3, 4, 5], classifier: "日本",
        extendedPayload: [6, 7, 8, 9, 10, 11], routeEntry: Common.route, cpa: [12])

    @Test("everything at once, in order and aligned (wire 5.1)")
    func layout() throws {
        let bytes = Self.full.encoded()
        let expected =
            Datagram.element(0x0040, [0x02, 0x09]) + Datagram.element(0x0080, [1, 2, 3, 4, 5])
            + Datagram.array(
                0x0085, of: 0x0084, count: 2, entryLength: 2, entries: [0x65, 0xe5, 0x67, 0x2c])
            + Datagram.element(0x005a, [6, 7, 8, 9, 10, 11]) + Section15.solicit[20..<80]
            + Datagram.element(0x009b, [12], isPadded: false)
        #expect(bytes == expected)
        #expect(try decodeBuffer(bytes) == Self.full)
    }

    @Test("any choice of elements is legal", arguments: 0..<32)
    func choices(choice: Int) throws {
        var buffer = Self.full
        if choice & 1 == 0 { buffer.certificateChain = nil }
        if choice & 2 == 0 { buffer.classifier = nil }
        if choice & 4 == 0 { buffer.extendedPayload = nil }
        if choice & 8 == 0 { buffer.routeEntry = nil }
        if choice & 16 == 0 { buffer.cpa = nil }
        let bytes = buffer.encoded()
        #expect(try decodeBuffer(bytes) == buffer)
        // Real senders seem to leave out the padding at the end (wire 17.1).
        let last = Datagram.elements(of: Array(repeating: 0, count: 12) + bytes).last ?? []
        let padding = last.count - (Int(last[2]) << 8 | Int(last[3]))
        for missing in 0...max(0, padding) {
            #expect(try decodeBuffer(Array(bytes.dropLast(missing))) == buffer, "without \(missing)")
        }
        #expect(refusal { () throws(DecodeError) in try decodeBuffer(bytes + [0, 0, 0, 0]) } != nil)
    }

    @Test("the answer with flags alone has eight bytes, and is accepted with six (wire 5.1)")
    func flagsOnly() throws {
        let bytes = AuthorityBuffer(flags: .notFound).encoded()
        #expect(bytes == [0x00, 0x40, 0x00, 0x06, 0x00, 0x01, 0x00, 0x00])
        for count in [6, 7, 8] {
            #expect(try decodeBuffer(Array(bytes.prefix(count))) == AuthorityBuffer(flags: .notFound))
        }
        #expect(try decodeBuffer(bytes + [0]) == AuthorityBuffer(flags: .notFound))
        for extra in [2, 3, 4] {
            let longer = bytes + Array(repeating: 0, count: extra)
            #expect(refusal { () throws(DecodeError) in try decodeBuffer(longer) } != nil, "\(longer.count)")
        }
        // Padding that the layout has may hold anything (wire 2.2 rule 6).
        #expect(try decodeBuffer(bytes.prefix(6) + [1, 2]) == AuthorityBuffer(flags: .notFound))
        #expect(refusal { () throws(DecodeError) in try decodeBuffer(bytes.prefix(6) + [1]) } == .trailingBytes)
    }

    @Test("cut short anywhere else, the answer of 15.7 is refused")
    func truncated() {
        let bytes = Array(Section15.authorityWithRecord[28...])
        let accepted = (0..<bytes.count).filter { length in
            refusal { () throws(DecodeError) in try decodeBuffer(Array(bytes.prefix(length))) } == nil
        }
        // After the flags, after the classifier and after the route entry, with up to three zero bytes: those that pad,
        // and the first of the next FieldID.
        #expect(accepted == [6, 7, 8, 9, 30, 31, 32, 33, 90, 91, 92, 93])
    }

    @Test("a foreign, repeated or misplaced element is refused", arguments: 0..<5)
    func misplaced(index: Int) {
        let parts = Datagram.elements(of: Array(repeating: 0, count: 12) + Self.full.encoded()).map(Datagram.padded)
        for place in 0...parts.count {
            for stranger in [parts[index], Datagram.element(0x0093, Array(repeating: 0, count: 16))] {
                var changed = parts
                changed.insert(stranger, at: place)
                #expect(refusal { () throws(DecodeError) in try decodeBuffer(Array(changed.joined())) } != nil)
            }
        }
        var swapped = parts
        swapped.swapAt(index, index + 1)
        #expect(refusal { () throws(DecodeError) in try decodeBuffer(Array(swapped.joined())) } != nil)
    }

    @Test("a classifier has 0 to 149 code units, big-endian (wire 3.3)", arguments: [0, 1, 2, 148, 149, 150, 1000])
    func classifierLength(count: Int) {
        let units = (0..<2 * count).map { index -> UInt8 in index.isMultiple(of: 2) ? 0x30 : 0x42 }
        let bytes =
            Datagram.element(0x0040, [0, 0])
            + Datagram.array(0x0085, of: 0x0084, count: count, entryLength: 2, entries: units)
        let buffer = try? decodeBuffer(bytes)
        #expect(buffer?.classifier == (count <= 149 ? String(repeating: "あ", count: count) : nil))
        #expect(buffer?.encoded() ?? bytes == bytes)
    }

    @Test(
        "a classifier holds no NUL and no half of a pair",
        arguments: [[0, 0], [0xd8, 0x00], [0xdc, 0x00]] as [[UInt8]])
    func classifierUnits(unit: [UInt8]) {
        let bytes =
            Datagram.element(0x0040, [0, 0])
            + Datagram.array(0x0085, of: 0x0084, count: 3, entryLength: 2, entries: [0, 0x61] + unit + [0, 0x62])
        #expect(refusal { () throws(DecodeError) in try decodeBuffer(bytes) } == .invalidValue)
    }

    /// A buffer of exactly `size` bytes: flags, and a record that needs no padding.
    private static func buffer(size: Int) -> AuthorityBuffer {
        AuthorityBuffer(flags: [], cpa: (0..<size - 12).map { UInt8(truncatingIfNeeded: $0 / 7) })
    }

    @Test(
        "a buffer is cut into pieces of 1188 bytes under one MessageID (wire 5.2)",
        arguments: [(13, [13]), (1187, [1187]), (1188, [1188]), (1189, [1188, 1]), (2376, [1188, 1188])])
    func fragments(size: Int, pieces: [Int]) throws {
        try expectPieces(of: Self.buffer(size: size), sizes: pieces)
    }

    @Test("the largest buffer makes 32 pieces")
    func largest() throws {
        try expectPieces(
            of: Self.buffer(size: AuthorityBuffer.maximumSize), sizes: Array(repeating: 1188, count: 31) + [520])
    }

    private func expectPieces(of buffer: AuthorityBuffer, sizes: [Int]) throws {
        let total = sizes.reduce(0, +)
        let datagrams = buffer.messages(acking: 0xa1a1_a1a1, id: 0xb2b2_b2b2).map { $0.encoded() }
        #expect(datagrams.map { $0.count - 28 } == sizes)
        #expect(datagrams.allSatisfy { $0.count <= 1216 })
        var joined: [UInt8] = []
        for datagram in datagrams {
            let message = try decode(datagram)
            let piece = try #require(message.authority)
            #expect(message.id == 0xb2b2_b2b2)
            #expect(piece.acked == 0xa1a1_a1a1)
            #expect(Int(piece.size) == total)
            #expect(Int(piece.offset) == joined.count)
            joined += piece.fragment
        }
        #expect(try decodeBuffer(joined) == buffer)
    }

    @Test("a piece has at least one byte, and a Size within the limit")
    func pieces() {
        func piece(size: Int, offset: Int, bytes: Int) -> [UInt8] {
            let words = Datagram.bigEndian(UInt16(size)) + Datagram.bigEndian(UInt16(offset))
            return Datagram.message(
                0x08, Datagram.element(0x0018, [1, 2, 3, 4]), Datagram.element(0x0098, words),
                Array(repeating: 7, count: bytes))
        }
        func isRead(_ bytes: [UInt8]) -> Bool { refusal { () throws(DecodeError) in try decode(bytes) } == nil }
        #expect(!isRead(piece(size: 8, offset: 0, bytes: 0)))
        #expect(isRead(piece(size: 1189, offset: 1188, bytes: 1)))
        #expect(isRead(piece(size: 37348, offset: 36828, bytes: 520)))
        #expect(!isRead(piece(size: 37349, offset: 36828, bytes: 521)))
        // That it overruns is for the reassembly to see, which then drops what it has (wire 5.2 rule 4).
        #expect(isRead(piece(size: 1189, offset: 1188, bytes: 2)))
    }
}
