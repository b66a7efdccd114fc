/// Writes bytes to the end of an array. Writing cannot fail: values that do not fit the wire are refused when a
/// message is made, not when it is written. Big-endian unless the name says otherwise.
package struct ByteWriter: Sendable {
    package private(set) var bytes: [UInt8] = []

    package init(capacity: Int = 0) {
        bytes.reserveCapacity(capacity)
    }

    package var count: Int { bytes.count }

    package mutating func write(_ value: UInt8) {
        bytes.append(value)
    }

    package mutating func write(_ value: UInt16) {
        bytes.append(UInt8(truncatingIfNeeded: value >> 8))
        bytes.append(UInt8(truncatingIfNeeded: value))
    }

    package mutating func write(_ value: UInt32) {
        write(UInt16(truncatingIfNeeded: value >> 16))
        write(UInt16(truncatingIfNeeded: value))
    }

    package mutating func write(_ value: UInt64) {
        write(UInt32(truncatingIfNeeded: value >> 32))
        write(UInt32(truncatingIfNeeded: value))
    }

    package mutating func writeLittleEndian(_ value: UInt16) { write(value.byteSwapped) }

    package mutating func writeLittleEndian(_ value: UInt32) { write(value.byteSwapped) }

    package mutating func writeLittleEndian(_ value: UInt64) { write(value.byteSwapped) }

    package mutating func write(_ bytes: some Sequence<UInt8>) {
        self.bytes.append(contentsOf: bytes)
    }

    /// 32 bytes, most significant first.
    package mutating func write(_ id: PeerID) {
        write(id.word0)
        write(id.word1)
        write(id.word2)
        write(id.word3)
    }

    /// 16 bytes in network order.
    package mutating func write(_ address: IPv6Address) {
        write(address.high)
        write(address.low)
    }

    /// Zero bytes up to the next multiple of `alignment` from the first byte written.
    package mutating func pad(to alignment: Int) {
        while bytes.count % alignment != 0 { bytes.append(0) }
    }

    /// Overwrites two bytes at `offset`, big-endian: for a length known only after its content.
    package mutating func patch(_ value: UInt16, at offset: Int) {
        bytes[offset] = UInt8(truncatingIfNeeded: value >> 8)
        bytes[offset + 1] = UInt8(truncatingIfNeeded: value)
    }
}
