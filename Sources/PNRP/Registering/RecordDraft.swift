import PeerBase

/// The record of a registration before it is signed (wire 11.2). One is made for each INQUIRE, because the inquirer's
/// nonce is inside.
struct RecordDraft: Sendable {
    var registration: Registration
    var serviceAddresses: [Endpoint]
    var nonce: Nonce
    var notAfter: CalendarTime

    /// The certified peer address with an empty signature.
    var record: CertifiedPeerAddress { certified(isRevocation: false) }

    /// The revocation: zero nonce, no addresses needed, no payload (wire 11.2).
    var revocation: CertifiedPeerAddress { certified(isRevocation: true) }

    /// The extended payload with an empty signature, when there is one.
    var payload: ExtendedPayload? {
        registration.payload.map {
            ExtendedPayload(notAfter: notAfter, id: registration.id, nonce: nonce, payload: $0, signature: [])
        }
    }

    private func certified(isRevocation: Bool) -> CertifiedPeerAddress {
        CertifiedPeerAddress(
            isRevocation: isRevocation,
            hasExtendedPayload: !isRevocation && registration.payload != nil,
            notAfter: notAfter,
            serviceLocation: registration.id.serviceLocation,
            nonce: isRevocation ? .zero : nonce,
            authority: authority,
            classifierHash: registration.classifierHash,
            friendlyName: isRevocation ? nil : registration.comment,
            serviceAddresses: isRevocation ? [] : serviceAddresses,
            applicationEndpoints: isRevocation ? [] : registration.endpoints,
            publicKey: registration.publicKey,
            signature: [])
    }

    /// The A flag is for secure names only (wire 7.1).
    private var authority: SHA1Digest? {
        if case .secure(let authority) = registration.name.authority { return authority }
        return nil
    }
}
