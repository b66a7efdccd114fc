package import PeerBase

/// Data that a publisher gives out beside its record, signed with the same key (wire 8). Little-endian throughout, the
/// identifier included.
package struct ExtendedPayload: Hashable, Sendable {
    package enum Payload: Hashable, Sendable {
        case string(String)
        case binary([UInt8])
    }

    package var notAfter: CalendarTime
    package var id: PeerID
    package var nonce: Nonce
    package var payload: Payload
    /// 128 bytes; empty while the payload waits to be signed.
    package var signature: [UInt8]
    /// What the signature counts over as it was received; `nil` for one made here.
    var receivedBytes: [UInt8]?

    package init(notAfter: CalendarTime, id: PeerID, nonce: Nonce, payload: Payload, signature: [UInt8]) {
        self.notAfter = notAfter
        self.id = id
        self.nonce = nonce
        self.payload = payload
        self.signature = signature
    }

    /// Reads a structure that must fill the span.
    package init(parsing input: inout Span<UInt8>) throws(DecodeError) {
        let field = Field("EXTENDED_PAYLOAD", "wire 8")
        let whole = input
        let length = Int(try input.readLittleEndianUInt16(field))
        guard length == whole.count, length >= 210 else { throw DecodeError(field, .inconsistentLength) }
        let size = length - 210
        guard try input.readUInt16(field) == 0x0002 else { throw DecodeError(field, .invalidValue) }
        try input.skip(2, field)
        guard Int(try input.readLittleEndianUInt16(field)) == 74 + size else {
            throw DecodeError(Field("Signature Offset", "wire 8"), .inconsistentLength)
        }
        notAfter = CalendarTime(ticks: try input.readLittleEndianUInt64(field))
        id = try Self.reversedID(from: &input, field)
        nonce = try Nonce(parsing: &input, field)
        guard try input.readLittleEndianUInt16(field) == 1,
            Int(try input.readLittleEndianUInt16(field)) == 10 + size
        else { throw DecodeError(Field("Total Payload Bytes", "wire 8"), .inconsistentLength) }
        payload = try Payload(parsing: &input, size: size)
        signature = try SignatureBlock.readSignature(from: &input)
        try input.expectEnd(field)
        var signed = whole
        receivedBytes = try signed.readBytes(74 + size, field)
    }

    /// The bytes that the signature covers: everything before the SIGNATURE structure (wire 11.1).
    package var signedBytes: [UInt8] {
        if let receivedBytes { return receivedBytes }
        let (type, data) = payload.encoding
        var writer = ByteWriter(capacity: 74 + data.count)
        writer.writeLittleEndian(UInt16(210 + data.count))
        writer.write(UInt16(0x0002))
        writer.write(UInt16(0))
        writer.writeLittleEndian(UInt16(74 + data.count))
        writer.writeLittleEndian(notAfter.ticks)
        for word in [id.word3, id.word2, id.word1, id.word0] { writer.writeLittleEndian(word) }
        nonce.write(to: &writer)
        writer.writeLittleEndian(UInt16(1))
        writer.writeLittleEndian(UInt16(10 + data.count))
        writer.writeLittleEndian(type)
        writer.writeLittleEndian(UInt16(data.count))
        writer.write(data)
        return writer.bytes
    }

    /// The whole structure. It must have been signed.
    package func encoded() -> [UInt8] {
        var writer = ByteWriter(capacity: 512)
        writer.write(signedBytes)
        SignatureBlock.write(signature, to: &writer)
        return writer.bytes
    }

    private static func reversedID(from input: inout Span<UInt8>, _ field: Field) throws(DecodeError) -> PeerID {
        let word3 = try input.readLittleEndianUInt64(field)
        let word2 = try input.readLittleEndianUInt64(field)
        let word1 = try input.readLittleEndianUInt64(field)
        return PeerID(try input.readLittleEndianUInt64(field), word1, word2, word3)
    }
}

extension ExtendedPayload.Payload {
    private static let stringType: UInt32 = 0x8000_0002
    private static let binaryType: UInt32 = 0x8000_0003

    /// Bytes of content, a string's terminator included: what the limit of 4096 counts (wire 8, behaviour 19).
    package var byteCount: Int {
        switch self {
        case .string(let text): text.utf8.count + 1
        case .binary(let bytes): bytes.count
        }
    }

    /// Whether there is nothing in it; the wire has no form for that.
    package var isEmpty: Bool {
        switch self {
        case .string(let text): text.isEmpty
        case .binary(let bytes): bytes.isEmpty
        }
    }

    /// Payload Type, Payload Length and the payload itself; `size` is what the outer lengths say.
    init(parsing input: inout Span<UInt8>, size: Int) throws(DecodeError) {
        let field = Field("Payload", "wire 8")
        let type = try input.readLittleEndianUInt32(field)
        guard Int(try input.readLittleEndianUInt16(field)) == size else {
            throw DecodeError(Field("Payload Length", "wire 8"), .inconsistentLength)
        }
        switch type {
        case Self.binaryType where (1...4096).contains(size):
            self = .binary(try input.readBytes(size, field))
        case Self.stringType where (6...4098).contains(size):
            self = .string(try Self.text(from: &input, size: size, field))
        default: throw DecodeError(field, .invalidValue)
        }
    }

    private static func text(
        from input: inout Span<UInt8>, size: Int, _ field: Field
    ) throws(DecodeError) -> String {
        let stringType = try input.readLittleEndianUInt16(field)
        let bytes = try input.readBytes(size - 2, field)
        let text =
            switch stringType {
            case 0: String(littleEndianUTF16: bytes)
            case 1: String(validating: bytes, as: UTF8.self)
            default: String?.none
            }
        // The terminating NUL is part of it, and the only one.
        guard let text, text.unicodeScalars.last == "\0", !text.unicodeScalars.dropLast().contains("\0") else {
            throw DecodeError(field, .invalidValue)
        }
        return String(String.UnicodeScalarView(text.unicodeScalars.dropLast()))
    }

    /// A string goes out as UTF-8, unless it is so short that it would fall below the smallest payload allowed
    /// (wire 17.14).
    fileprivate var encoding: (type: UInt32, data: [UInt8]) {
        switch self {
        case .binary(let bytes): return (Self.binaryType, bytes)
        case .string(let text):
            var writer = ByteWriter(capacity: text.utf8.count + 3)
            if text.utf8.count >= 3 {
                writer.writeLittleEndian(UInt16(1))
                writer.write(text.utf8)
                writer.write(UInt8(0))
            } else {
                writer.writeLittleEndian(UInt16(0))
                for unit in text.utf16 { writer.writeLittleEndian(unit) }
                writer.write(UInt16(0))
            }
            return (Self.stringType, writer.bytes)
        }
    }
}
