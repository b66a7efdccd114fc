package import PeerBase

/// What a SOLICIT asks for (wire 3.2).
package enum SolicitType: UInt8, Hashable, Sendable {
    case any = 0x00
    case local = 0x01

    /// Anything but LOCAL counts as ANY (wire 17.24).
    init(tolerating raw: UInt8) {
        self = raw == Self.local.rawValue ? .local : .any
    }
}

/// A joiner asks for identifiers (wire 4.1). Answered by ``Advertise``.
package struct Solicit: Hashable, Sendable {
    package var type: SolicitType
    /// One of the sender's own identifiers; absent when it has none.
    package var routeEntry: RouteEntry?
    /// SHA-1 of the nonce that the sender keeps for its REQUEST.
    package var hashedNonce: SHA1Digest

    package init(type: SolicitType, routeEntry: RouteEntry?, hashedNonce: SHA1Digest) {
        self.type = type
        self.routeEntry = routeEntry
        self.hashedNonce = hashedNonce
    }

    init(parsing input: inout Span<UInt8>) throws(DecodeError) {
        let field = FieldID.solicitControls.field
        let type = try input.readOptionalElement(.solicitControls) { data throws(DecodeError) in
            try data.skip(1, field)
            return SolicitType(tolerating: try data.readUInt8(field))
        }
        self.type = type ?? .any
        routeEntry = try input.readRouteElement()
        hashedNonce = try input.readHashedNonceElement()
    }

    func write(to writer: inout ByteWriter) {
        if type != .any || routeEntry != nil {
            writer.writeElement(.solicitControls) {
                $0.write(UInt8(0))
                $0.write(type.rawValue)
            }
        }
        writer.writeRouteElement(routeEntry)
        writer.writeHashedNonceElement(hashedNonce)
    }
}
