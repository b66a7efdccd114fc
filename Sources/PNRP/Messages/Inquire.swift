package import PeerBase

/// What an INQUIRE wants in its answer (wire 3.1).
package struct InquireFlags: OptionSet, Hashable, Sendable {
    package let rawValue: UInt16

    package init(rawValue: UInt16) { self.rawValue = rawValue }

    /// A: the certified peer address.
    package static let cpa = InquireFlags(rawValue: 0x0010)
    /// X: the extended payload.
    package static let extendedPayload = InquireFlags(rawValue: 0x0008)
    /// C: the certificate chain.
    package static let certificateChain = InquireFlags(rawValue: 0x0004)
}

/// Asks a node whether an identifier is registered there, and for proof (wire 4.5). Answered by ``Authority``.
package struct Inquire: Hashable, Sendable {
    /// Bytes of the datagram without a nonce; no other is shorter.
    static let minimumSize = 56

    package var flags: InquireFlags
    package var validate: PeerID
    /// Sent exactly when the CPA is wanted; goes into its signature.
    package var nonce: Nonce?

    package init(flags: InquireFlags, validate: PeerID, nonce: Nonce?) {
        self.flags = flags
        self.validate = validate
        self.nonce = nonce
    }

    init(parsing input: inout Span<UInt8>) throws(DecodeError) {
        // Reserved bits are ignored (wire 2.2 rule 6).
        flags = InquireFlags(rawValue: try input.readFlagsElement() & 0x001C)
        validate = try input.readIDElement(.validate)
        nonce = try input.readOptionalElement(.nonce) { data throws(DecodeError) in
            try Nonce(parsing: &data, FieldID.nonce.field)
        }
    }

    func write(to writer: inout ByteWriter) {
        writer.writeFlagsElement(flags.rawValue)
        writer.writeIDElement(.validate, validate)
        writer.writeNonceElement(nonce)
    }
}
