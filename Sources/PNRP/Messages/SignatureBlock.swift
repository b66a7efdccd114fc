import PeerBase

/// The public-key and signature structures that CPA and extended payload share (wire 7.4, 7.5). Both consist of fixed
/// bytes around the one part that varies.
enum SignatureBlock {
    /// Bytes of a SIGNATURE structure.
    static let size = 136

    private static let keyPrefix: [UInt8] =
        [0xA9, 0x00, 0x14, 0x00, 0x00, 0x00, 0x8C, 0x00, 0x00] + Array("1.2.840.113549.1.1.1".utf8)
    private static let signaturePrefix: [UInt8] = [0x88, 0x00, 0x80, 0x00, 0x04, 0x80, 0x00, 0x00]

    static func writePublicKey(_ key: [UInt8], to writer: inout ByteWriter) {
        precondition(key.count == 140, "public key data has 140 bytes")
        writer.write(keyPrefix)
        writer.write(key)
    }

    static func write(_ signature: [UInt8], to writer: inout ByteWriter) {
        precondition(signature.count == 128, "a signature has 128 bytes")
        writer.write(signaturePrefix)
        writer.write(signature)
    }

    static func readPublicKey(from input: inout Span<UInt8>) throws(DecodeError) -> [UInt8] {
        let field = Field("CPA Public Key", "wire 7.4")
        // The reserved word at +4 may hold anything (wire 2.2 rule 6).
        try input.expect(keyPrefix, ignoring: 4..<6, field)
        return try input.readBytes(140, field)
    }

    static func readSignature(from input: inout Span<UInt8>) throws(DecodeError) -> [UInt8] {
        let field = Field("SIGNATURE", "wire 7.5")
        try input.expect(signaturePrefix, ignoring: 0..<0, field)
        return try input.readBytes(128, field)
    }
}

extension Span where Element == UInt8 {
    fileprivate mutating func expect(
        _ bytes: [UInt8], ignoring reserved: Range<Int>, _ field: Field
    ) throws(DecodeError) {
        guard count >= bytes.count else { throw DecodeError(field, .truncated) }
        for index in bytes.indices where !reserved.contains(index) && self[index] != bytes[index] {
            throw DecodeError(field, .invalidValue)
        }
        self = extracting(droppingFirst: bytes.count)
    }
}
