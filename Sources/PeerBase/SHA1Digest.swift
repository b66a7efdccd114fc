/// The twenty bytes of a SHA-1 result, in the order the hash function gives them.
///
/// PNRP fixes SHA-1 for names, authorities and nonces (wire 10, 11.6). Cores do not compute it: they are given the
/// function as a value.
package struct SHA1Digest: Hashable, Sendable {
    private var first: UInt64
    private var second: UInt64
    private var third: UInt32

    /// All zero: the authority that stands in for none (wire 10.2).
    package static let zero = SHA1Digest(first: 0, second: 0, third: 0)

    private init(first: UInt64, second: UInt64, third: UInt32) {
        self.first = first
        self.second = second
        self.third = third
    }

    /// From exactly twenty bytes; `nil` for any other count.
    package init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == 20 else { return nil }
        self = .zero
        for (index, byte) in bytes.enumerated() {
            switch index {
            case ..<8: first = first << 8 | UInt64(byte)
            case ..<16: second = second << 8 | UInt64(byte)
            default: third = third << 8 | UInt32(byte)
            }
        }
    }

    package init(parsing input: inout Span<UInt8>, _ field: Field) throws(DecodeError) {
        guard input.count >= 20 else { throw DecodeError(field, .truncated) }
        first = try input.readUInt64(field)
        second = try input.readUInt64(field)
        third = try input.readUInt32(field)
    }

    package func write(to writer: inout ByteWriter) {
        writer.write(first)
        writer.write(second)
        writer.write(third)
    }

    package var bytes: [UInt8] {
        var writer = ByteWriter(capacity: 20)
        write(to: &writer)
        return writer.bytes
    }
}

extension SHA1Digest: CustomStringConvertible {
    /// Forty lower-case hexadecimal digits, the spelling of an authority (wire 10.2).
    package var description: String { bytes.hexText }
}

/// SHA-1 as a value, handed to cores at initialisation.
package typealias SHA1Function = @Sendable (_ bytes: [UInt8]) -> SHA1Digest
