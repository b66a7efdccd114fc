import PeerBase

/// What a signature in the making is for.
enum SignaturePurpose: Hashable, Sendable {
    /// The answer to an INQUIRE.
    case proof(Proof)
    /// The revocation that an unregistration sends out.
    case farewell(Farewell)

    /// How many signatures it takes.
    var parts: Int {
        switch self {
        case .proof(let proof): (proof.record == nil ? 0 : 1) + (proof.payload == nil ? 0 : 1)
        case .farewell: 1
        }
    }
}

/// An answer to an INQUIRE that lacks only its signatures.
struct Proof: Hashable, Sendable {
    var id: PeerID
    var exchange: Exchange
    var buffer: AuthorityBuffer
    var record: CertifiedPeerAddress?
    var payload: ExtendedPayload?

    /// The whole answer, with a signature for the record and one for the payload, in this order, as far as they are
    /// there.
    func signed(_ signatures: [[UInt8]]) -> AuthorityBuffer {
        var whole = buffer
        var left = signatures[...]
        if var record, let signature = left.popFirst() {
            record.signature = signature
            whole.cpa = record.encoded()
        }
        if var payload, let signature = left.popFirst() {
            payload.signature = signature
            whole.extendedPayload = payload.encoded()
        }
        return whole
    }

    /// Bytes of all the datagrams that the answer will take; every signature is equally long.
    var byteCount: Int {
        let blank = [UInt8](repeating: 0, count: 128)
        let bytes = signed([blank, blank]).encoded().count
        let pieces = (bytes + AuthorityBuffer.fragmentSize - 1) / AuthorityBuffer.fragmentSize
        return bytes + pieces * Authority.overhead
    }
}

/// An unregistration that lacks only the signature of its revocation, with the neighbours as they were.
struct Farewell: Hashable, Sendable {
    var request: RequestID
    var revocation: CertifiedPeerAddress
    /// The leaf set, nearest first, above and below.
    var above: [RouteEntry]
    var below: [RouteEntry]
}
