import PeerBase
import Testing

private let field = Field("Number", "wire 2.1")

@Suite("Reading and writing bytes")
struct BytesTests {
    @Test("numbers are big-endian unless the name says otherwise (wire 2.1)")
    func byteOrder() {
        var writer = ByteWriter()
        writer.write(UInt8(0x01))
        writer.write(UInt16(0x0203))
        writer.write(UInt32(0x0405_0607))
        writer.write(UInt64(0x0809_0a0b_0c0d_0e0f))
        writer.writeLittleEndian(UInt16(0x1110))
        writer.writeLittleEndian(UInt32(0x1514_1312))
        writer.writeLittleEndian(UInt64(0x1d1c_1b1a_1918_1716))
        writer.write([0x1e, 0x1f])
        #expect(writer.bytes == Array(1...0x1f))
        #expect(writer.count == 31)
    }

    @Test("what was written is read back", arguments: 1...20 as ClosedRange<UInt64>)
    func roundTrip(seed: UInt64) throws {
        var random = RandomSource(seed: seed)
        let (a, b, c, d) = (random.next(), random.next(), random.next(), random.next())
        let blob = random.bytes(Int(a % 50))
        var writer = ByteWriter(capacity: 16)
        writer.write(UInt8(truncatingIfNeeded: a))
        writer.write(UInt16(truncatingIfNeeded: b))
        writer.writeLittleEndian(UInt32(truncatingIfNeeded: c))
        writer.writeLittleEndian(d)
        writer.write(PeerID(a, b, c, d))
        writer.write(IPv6Address(high: c, low: d))
        writer.write(blob)
        let bytes = writer.bytes
        var input = bytes.span
        let numbers = (
            try input.readUInt8(field), try input.readUInt16(field), try input.readLittleEndianUInt32(field),
            try input.readLittleEndianUInt64(field)
        )
        let (id, address) = (try input.readPeerID(field), try input.readIPv6Address(field))
        let rest = try input.readBytes(blob.count, field)
        try input.expectEnd(field)
        #expect(
            numbers == (UInt8(truncatingIfNeeded: a), UInt16(truncatingIfNeeded: b), UInt32(truncatingIfNeeded: c), d))
        #expect(id == PeerID(a, b, c, d))
        #expect(address == IPv6Address(high: c, low: d))
        #expect(rest == blob)
    }

    @Test(
        "padding goes to the next multiple, counted from the first byte",
        arguments: [(0, 0), (1, 4), (3, 4), (4, 4), (5, 8)])
    func padding(written: Int, padded: Int) {
        var writer = ByteWriter()
        writer.write(Array(repeating: UInt8(0xff), count: written))
        writer.pad(to: 4)
        #expect(writer.bytes == Array(repeating: 0xff, count: written) + Array(repeating: 0, count: padded - written))
    }

    @Test("a length is filled in when its content is known")
    func patching() {
        var writer = ByteWriter()
        writer.write(UInt32(0xffff_ffff))
        writer.patch(0x0102, at: 1)
        #expect(writer.bytes == [0xff, 0x01, 0x02, 0xff])
    }

    @Test("a value that does not fit throws, names its field and takes nothing", arguments: 0..<32)
    func truncated(count: Int) {
        let bytes = Array(repeating: UInt8(1), count: count)
        #expect(refusal(of: bytes) { input throws(DecodeError) in _ = try input.readPeerID(field) } == .truncated)
        #expect(refusal(of: bytes) { input throws(DecodeError) in try input.skip(count + 1, field) } == .truncated)
        #expect(refusal(of: bytes) { input throws(DecodeError) in try input.skip(-1, field) } == .truncated)
        #expect(
            refusal(of: bytes) { input throws(DecodeError) in _ = try input.readBytes(count + 1, field) } == .truncated)
        #expect(refusal(of: bytes) { input throws(DecodeError) in _ = try input.readBytes(-1, field) } == .truncated)
    }

    @Test("each number needs its width", arguments: [0, 1, 2, 3, 4, 7, 8, 15, 16, 19, 20])
    func widths(count: Int) {
        let bytes = Array(repeating: UInt8(1), count: count)
        func fits(_ read: (inout Span<UInt8>) throws(DecodeError) -> Void) -> Bool {
            refusal(of: bytes, by: read) == nil
        }
        #expect(fits { input throws(DecodeError) in _ = try input.readUInt8(field) } == (count >= 1))
        #expect(fits { input throws(DecodeError) in _ = try input.readUInt16(field) } == (count >= 2))
        #expect(fits { input throws(DecodeError) in _ = try input.readUInt32(field) } == (count >= 4))
        #expect(fits { input throws(DecodeError) in _ = try input.readUInt64(field) } == (count >= 8))
        #expect(fits { input throws(DecodeError) in _ = try input.readIPv6Address(field) } == (count >= 16))
        #expect(fits { input throws(DecodeError) in _ = try SHA1Digest(parsing: &input, field) } == (count >= 20))
    }

    /// Why `read` refuses the bytes, which must then still all be there; `nil` if it takes them.
    private func refusal(
        of bytes: [UInt8], by read: (inout Span<UInt8>) throws(DecodeError) -> Void
    ) -> DecodeError.Reason? {
        var input = bytes.span
        do throws(DecodeError) {
            try read(&input)
            return nil
        } catch {
            #expect(error.field == field)
            #expect(input.count == bytes.count)
            return error.reason
        }
    }

    @Test("bytes left over are an error of their own")
    func leftOver() throws {
        let bytes: [UInt8] = [1, 2, 3]
        var input = bytes.span
        try input.skip(2, field)
        #expect(
            refusal(of: Array(bytes.dropFirst(2))) { rest throws(DecodeError) in try rest.expectEnd(field) }
                == .trailingBytes)
        let last = try input.readUInt8(field)
        #expect(last == 3)
        try input.expectEnd(field)
        #expect("\(DecodeError(field, .trailingBytes))" == "Number: trailingBytes (wire 2.1)")
    }
}

@Suite("Bytes as text")
struct HexTextTests {
    @Test("two lower-case digits a byte, and back from either case")
    func hexadecimal() throws {
        let all = (0...255).map { UInt8($0) }
        #expect(all.hexText.count == 512)
        #expect([0x00, 0x0f, 0xa0, 0xff].hexText == "000fa0ff")
        #expect([UInt8](hexText: all.hexText) == all)
        #expect([UInt8](hexText: all.hexText.uppercased()) == all)
        #expect([UInt8](hexText: "") == [])
    }

    @Test("anything else is refused", arguments: ["0", "abc", "0g", "-1", "+1", " 0", "0x00", "０0", "/0", ":0", "`0"])
    func refused(text: String) {
        #expect([UInt8](hexText: text) == nil)
    }
}

@Suite("A SHA-1 result")
struct SHA1DigestTests {
    @Test("twenty bytes in, the same twenty bytes out, in order")
    func order() throws {
        let bytes = Array(UInt8(0)..<20)
        let digest = try #require(SHA1Digest(bytes))
        #expect(digest.bytes == bytes)
        #expect(digest.description == "000102030405060708090a0b0c0d0e0f10111213")
        var input = bytes.span
        let read = try SHA1Digest(parsing: &input, Field("digest", "wire 10"))
        #expect(read == digest)
        #expect(SHA1Digest(bytes[...]) == digest)
        #expect(SHA1Digest.zero.bytes == Array(repeating: 0, count: 20))
    }

    @Test("any other count is none", arguments: [0, 1, 16, 19, 21, 32])
    func counts(count: Int) {
        #expect(SHA1Digest(Array(repeating: UInt8(1), count: count)) == nil)
    }

    @Test("each byte counts", arguments: 0..<20)
    func everyByte(index: Int) throws {
        var bytes = Array(repeating: UInt8(0), count: 20)
        bytes[index] = 1
        let digest = try #require(SHA1Digest(bytes))
        #expect(digest != .zero)
        #expect(digest.bytes == bytes)
    }
}
