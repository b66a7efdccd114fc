// Reading from the front of a span: each call returns a value and shortens the span, or throws and says which
// field did not fit. Big-endian unless the name says otherwise.

extension Span where Element == UInt8 {
    package mutating func readUInt8(_ field: Field) throws(DecodeError) -> UInt8 {
        UInt8(truncatingIfNeeded: try readBigEndian(1, field))
    }

    package mutating func readUInt16(_ field: Field) throws(DecodeError) -> UInt16 {
        UInt16(truncatingIfNeeded: try readBigEndian(2, field))
    }

    package mutating func readUInt32(_ field: Field) throws(DecodeError) -> UInt32 {
        UInt32(truncatingIfNeeded: try readBigEndian(4, field))
    }

    package mutating func readUInt64(_ field: Field) throws(DecodeError) -> UInt64 {
        try readBigEndian(8, field)
    }

    package mutating func readLittleEndianUInt16(_ field: Field) throws(DecodeError) -> UInt16 {
        try readUInt16(field).byteSwapped
    }

    package mutating func readLittleEndianUInt32(_ field: Field) throws(DecodeError) -> UInt32 {
        try readUInt32(field).byteSwapped
    }

    package mutating func readLittleEndianUInt64(_ field: Field) throws(DecodeError) -> UInt64 {
        try readUInt64(field).byteSwapped
    }

    /// A PNRP ID, most significant byte first.
    package mutating func readPeerID(_ field: Field) throws(DecodeError) -> PeerID {
        guard count >= 32 else { throw DecodeError(field, .truncated) }
        return PeerID(try readUInt64(field), try readUInt64(field), try readUInt64(field), try readUInt64(field))
    }

    package mutating func readIPv6Address(_ field: Field) throws(DecodeError) -> IPv6Address {
        guard count >= 16 else { throw DecodeError(field, .truncated) }
        return IPv6Address(high: try readUInt64(field), low: try readUInt64(field))
    }

    /// The next `length` bytes as an array.
    package mutating func readBytes(_ length: Int, _ field: Field) throws(DecodeError) -> [UInt8] {
        guard length >= 0, count >= length else { throw DecodeError(field, .truncated) }
        let part = extracting(first: length)
        self = extracting(droppingFirst: length)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(length)
        for index in part.indices { bytes.append(part[index]) }
        return bytes
    }

    /// Drops the next `length` bytes.
    package mutating func skip(_ length: Int, _ field: Field) throws(DecodeError) {
        guard length >= 0, count >= length else { throw DecodeError(field, .truncated) }
        self = extracting(droppingFirst: length)
    }

    /// Throws when bytes are left.
    package func expectEnd(_ field: Field) throws(DecodeError) {
        guard isEmpty else { throw DecodeError(field, .trailingBytes) }
    }

    private mutating func readBigEndian(_ width: Int, _ field: Field) throws(DecodeError) -> UInt64 {
        guard count >= width else { throw DecodeError(field, .truncated) }
        var value: UInt64 = 0
        for index in 0..<width { value = value << 8 | UInt64(self[index]) }
        self = extracting(droppingFirst: width)
        return value
    }
}
