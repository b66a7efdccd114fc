package import PeerBase

/// A joiner's choice among the advertised identifiers, with the nonce that proves it sent the SOLICIT (wire 4.3).
/// Answered by ``Ack`` and then a ``Flood`` for each identifier.
package struct Request: Hashable, Sendable {
    package var nonce: Nonce
    package var ids: [PeerID]

    package init(nonce: Nonce, ids: [PeerID]) {
        self.nonce = nonce
        self.ids = ids
    }

    init(parsing input: inout Span<UInt8>) throws(DecodeError) {
        nonce = try input.readElement(.nonce) { data throws(DecodeError) in
            try Nonce(parsing: &data, FieldID.nonce.field)
        }
        ids = try input.readIDArrayElement()
    }

    func write(to writer: inout ByteWriter) {
        writer.writeNonceElement(nonce)
        writer.writeIDArrayElement(ids)
    }
}
