import PeerBase

/// Identifies a message within a round trip, chosen by its sender (wire 2.3).
package typealias MessageID = UInt32

/// Sixteen random bytes that tie an answer to its question (wire 11.6).
package struct Nonce: Hashable, Sendable {
    package var high: UInt64
    package var low: UInt64

    package static let zero = Nonce(high: 0, low: 0)

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    init(parsing input: inout Span<UInt8>, _ field: Field) throws(DecodeError) {
        guard input.count >= 16 else { throw DecodeError(field, .truncated) }
        high = try input.readUInt64(field)
        low = try input.readUInt64(field)
    }

    func write(to writer: inout ByteWriter) {
        writer.write(high)
        writer.write(low)
    }

    package var bytes: [UInt8] {
        var writer = ByteWriter(capacity: 16)
        write(to: &writer)
        return writer.bytes
    }
}
