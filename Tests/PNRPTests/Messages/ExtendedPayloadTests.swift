import PNRP
import PeerBase
import Testing

@Suite("EXTENDED_PAYLOAD (wire 8)")
struct ExtendedPayloadTests {
    private static func payload(_ payload: ExtendedPayload.Payload) -> ExtendedPayload {
        ExtendedPayload(
            notAfter: Common.notAfter, id: Common.id, nonce: Common.inquireNonce, payload: payload,
            signature: Array(repeating: 0x5a, count: 128))
    }

    /// A payload of `type` whose lengths are right for `content`.
    private static func bytes(type: UInt32, content: [UInt8]) -> [UInt8] {
        func word(_ value: Int) -> [UInt8] { [UInt8(value & 0xff), UInt8(value >> 8)] }
        let count = content.count
        let signature = [0x88, 0, 0x80, 0, 4, 0x80, 0, 0] + Array(repeating: UInt8(0x5a), count: 128)
        var bytes = Array(Self.payload(.binary([1])).encoded().prefix(66))
        bytes.replaceSubrange(0..<2, with: word(210 + count))
        bytes.replaceSubrange(6..<8, with: word(74 + count))
        bytes += word(10 + count)
        bytes += Datagram.bigEndian(type).reversed()
        bytes += word(count)
        return bytes + content + signature
    }

    @Test("the layout, byte by byte")
    func layout() {
        let bytes = Self.payload(.binary([0xee, 0xff])).encoded()
        let expected =
            "d400" + "0002" + "0000" + "4c00" + "00c083ed8a49da01"
            + "efcdab89674523010000000000" + "0080fe0ed40bbcdf688cbdefc1f77b96c5efab"
            + Common.inquireNonce.bytes.hexText
            + "0100" + "0c00" + "03000080" + "0200" + "eeff"
        #expect(bytes.prefix(76).hexText == expected)
        #expect(bytes[76..<84] == [0x88, 0, 0x80, 0, 4, 0x80, 0, 0])
        #expect(bytes.count == 212)
    }

    @Test(
        "strings go out as UTF-8, below three bytes as UTF-16, with their NUL (wire 17.14)",
        arguments: [
            ("a", 6, 0), ("é", 6, 0), ("ab", 8, 0), ("abc", 6, 1), ("あ", 6, 1), ("😀", 7, 1),
            (String(repeating: "x", count: 4095), 4098, 1),
        ] as [(String, Int, UInt8)])
    func strings(text: String, size: Int, stringType: UInt8) throws {
        let payload = Self.payload(.string(text))
        let bytes = payload.encoded()
        #expect(bytes.count == 210 + size)
        #expect(bytes[72..<76] == [UInt8(size & 0xff), UInt8(size >> 8), stringType, 0])
        let read = try decodePayload(bytes)
        #expect(read.payload == .string(text))
        #expect(read.id == Common.id)
        #expect(read.notAfter == Common.notAfter)
        #expect(read.nonce == Common.inquireNonce)
        #expect(read.signature == payload.signature)
        #expect(read.signedBytes == bytes.dropLast(136))
        #expect(read.encoded() == bytes)
    }

    @Test("bytes: 1 to 4096", arguments: [0, 1, 2, 4095, 4096, 4097])
    func binary(count: Int) {
        let content = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
        let bytes = Self.payload(.binary(content)).encoded()
        #expect(bytes == Self.bytes(type: 0x8000_0003, content: content))
        let read = try? decodePayload(bytes)
        #expect(read?.payload == ((1...4096).contains(count) ? .binary(content) : nil))
    }

    @Test("strings: 6 to 4098 bytes, type and NUL counted", arguments: [0, 1, 2, 3, 4, 5, 6, 7, 4097, 4098, 4099])
    func stringSizes(count: Int) {
        let text = [UInt8](repeating: 0x61, count: max(0, count - 3))
        let content = Array(([1, 0] + text + [0]).suffix(count))
        let read = try? decodePayload(Self.bytes(type: 0x8000_0002, content: content))
        #expect((read != nil) == (6...4098).contains(count))
    }

    @Test("a long string in UTF-16 is read too")
    func longUTF16() throws {
        let text = String(repeating: "あ", count: 2047)
        let content = (0..<2 * 2047).map { index -> UInt8 in index.isMultiple(of: 2) ? 0x42 : 0x30 }
        let terminated: [UInt8] = [0, 0] + content + [0, 0]
        #expect(terminated.count == 4098)
        #expect(try decodePayload(Self.bytes(type: 0x8000_0002, content: terminated)).payload == .string(text))
    }

    @Test(
        "what is no terminated text is refused",
        arguments: [
            [1, 0, 0x61, 0x62, 0x63, 0x64], [1, 0, 0x61, 0, 0x63, 0], [1, 0, 0xff, 0xfe, 0xfd, 0],
            [0, 0, 0x61, 0, 0, 0, 0], [0, 0, 0x61, 0, 0x62, 0], [0, 0, 0x00, 0xd8, 0, 0], [0, 0, 0, 0, 0, 0],
            [2, 0, 0x61, 0x62, 0x63, 0], [0, 1, 0x61, 0x62, 0x63, 0],
        ] as [[UInt8]])
    func badStrings(content: [UInt8]) {
        let bytes = Self.bytes(type: 0x8000_0002, content: content)
        #expect(refusal { () throws(DecodeError) in try decodePayload(bytes) } == .invalidValue)
    }

    @Test("other types are refused", arguments: [0, 1, 2, 3, 0x8000_0000, 0x8000_0001, 0x8000_0004, 0x0200_0080])
    func types(type: UInt32) {
        let bytes = Self.bytes(type: type, content: [1, 0, 0x61, 0x62, 0x63, 0])
        #expect(refusal { () throws(DecodeError) in try decodePayload(bytes) } == .invalidValue)
    }

    @Test("redundant numbers must agree, versions be 2.0", arguments: [0, 1, 2, 3, 6, 7, 64, 65, 66, 67, 72, 73])
    func redundant(offset: Int) {
        let bytes = Self.payload(.string("hello")).encoded()
        for wrong in [bytes[offset] &+ 1, bytes[offset] &- 1, bytes[offset] ^ 0x80] {
            let changed = bytes.replacing(at: offset, with: [wrong])
            #expect(refusal { () throws(DecodeError) in try decodePayload(changed) } != nil)
        }
    }

    @Test("cut short, too long or with a bit flipped it is refused or read, never more")
    func damaged() throws {
        let bytes = Self.payload(.string("hello")).encoded()
        for count in 0..<bytes.count {
            #expect(refusal { () throws(DecodeError) in try decodePayload(Array(bytes.prefix(count))) } != nil)
        }
        #expect(refusal { () throws(DecodeError) in try decodePayload(bytes + [0]) } != nil)
        for bit in 0..<8 * bytes.count {
            let flipped = bytes.flipping(bit: bit)
            guard let read = try? decodePayload(flipped) else { continue }
            #expect(read.encoded() == flipped, "bit \(bit)")
        }
    }

    @Test("the limit of 4096 counts a string's NUL (behaviour 19)")
    func byteCount() {
        #expect(ExtendedPayload.Payload.string("").byteCount == 1)
        #expect(ExtendedPayload.Payload.string("é").byteCount == 3)
        #expect(ExtendedPayload.Payload.binary([1, 2]).byteCount == 2)
        #expect(ExtendedPayload.Payload.string("").isEmpty)
        #expect(ExtendedPayload.Payload.binary([]).isEmpty)
        #expect(!ExtendedPayload.Payload.binary([0]).isEmpty)
    }
}
