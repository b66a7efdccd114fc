package import PeerBase

/// The identifiers offered to a joiner (wire 4.2). An empty list says "nothing for you".
package struct Advertise: Hashable, Sendable {
    package var acked: MessageID
    package var ids: [PeerID]
    /// Copied from the SOLICIT.
    package var hashedNonce: SHA1Digest

    package init(acked: MessageID, ids: [PeerID], hashedNonce: SHA1Digest) {
        self.acked = acked
        self.ids = ids
        self.hashedNonce = hashedNonce
    }

    init(parsing input: inout Span<UInt8>) throws(DecodeError) {
        acked = try input.readAckedElement()
        ids = try input.readIDArrayElement()
        hashedNonce = try input.readHashedNonceElement()
    }

    func write(to writer: inout ByteWriter) {
        writer.writeAckedElement(acked)
        writer.writeIDArrayElement(ids)
        writer.writeHashedNonceElement(hashedNonce)
    }
}
