import PeerBase

/// Acknowledges a REQUEST or a FLOOD (wire 4.7).
package struct Ack: Hashable, Sendable {
    package var acked: MessageID
    /// N: the FLOOD was meant for an identifier that is not registered here.
    package var notFound: Bool

    package init(acked: MessageID, notFound: Bool) {
        self.acked = acked
        self.notFound = notFound
    }

    init(parsing input: inout Span<UInt8>) throws(DecodeError) {
        acked = try input.readAckedElement()
        let flags = try input.readOptionalElement(.flags, isPadded: false) { data throws(DecodeError) in
            try data.readUInt16(FieldID.flags.field)
        }
        notFound = (flags ?? 0) & 0x0001 != 0
    }

    func write(to writer: inout ByteWriter) {
        writer.writeAckedElement(acked)
        if notFound { writer.writeFlagsElement(0x0001, isPadded: false) }
    }
}
