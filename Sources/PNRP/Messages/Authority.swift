import PeerBase

/// One fragment of an ``AuthorityBuffer``, the answer to INQUIRE and LOOKUP (wire 4.6).
package struct Authority: Hashable, Sendable {
    /// Bytes of a message around its fragment.
    static let overhead = 28

    package var acked: MessageID
    /// Bytes of the whole buffer.
    package var size: UInt16
    /// Where this fragment begins in it.
    package var offset: UInt16
    package var fragment: [UInt8]

    package init(acked: MessageID, size: UInt16, offset: UInt16, fragment: [UInt8]) {
        self.acked = acked
        self.size = size
        self.offset = offset
        self.fragment = fragment
    }

    init(parsing input: inout Span<UInt8>) throws(DecodeError) {
        let field = FieldID.splitControls.field
        acked = try input.readAckedElement()
        (size, offset) = try input.readElement(.splitControls) { data throws(DecodeError) in
            (try data.readUInt16(field), try data.readUInt16(field))
        }
        guard Int(size) <= AuthorityBuffer.maximumSize else { throw DecodeError(field, .invalidValue) }
        // The fragment stands outside the element and runs to the end of the datagram. One that does not fit into the
        // buffer costs its sender the whole reassembly (wire 5.2 rule 4) and is therefore not refused here.
        guard !input.isEmpty else { throw DecodeError(Field("AUTHORITY fragment", "wire 5.2"), .missing) }
        fragment = try input.readBytes(input.count, field)
    }

    func write(to writer: inout ByteWriter) {
        writer.writeAckedElement(acked)
        writer.writeElement(.splitControls) {
            $0.write(size)
            $0.write(offset)
        }
        writer.write(fragment)
    }
}
