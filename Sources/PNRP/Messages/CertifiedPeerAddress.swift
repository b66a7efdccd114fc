package import PeerBase

/// An endpoint of the publishing application: address, port and IP protocol number (wire 6.3).
package struct ApplicationEndpoint: Hashable, Sendable {
    package var address: IPv6Address
    /// Any value, 0 included.
    package var port: UInt16
    /// 6 for TCP, 17 for UDP.
    package var protocolNumber: UInt16

    package init(address: IPv6Address, port: UInt16, protocolNumber: UInt16 = 6) {
        self.address = address
        self.port = port
        self.protocolNumber = protocolNumber
    }
}

/// A certified peer address, the signed record of a registration (wire 7). Little-endian, with odd corners; see
/// `CertifiedPeerAddress+Coding` for the layout.
package struct CertifiedPeerAddress: Hashable, Sendable {
    /// The R flag: this takes a registration back.
    package var isRevocation: Bool
    /// The X flag: the name has an extended payload, which travels beside the record.
    package var hasExtendedPayload: Bool
    package var notAfter: CalendarTime
    package var serviceLocation: ServiceLocation
    package var nonce: Nonce
    /// Of a secure name; SHA-1 order (wire 17.7).
    package var authority: SHA1Digest?
    /// Absent only from a secure name with an empty classifier (wire 17.5).
    package var classifierHash: SHA1Digest?
    /// The comment; at most 39 UTF-16 code units.
    package var friendlyName: String?
    /// Where PNRP itself listens on the publishing node: one to four, none in a revocation.
    package var serviceAddresses: [Endpoint]
    /// Where the application listens: none or one to ten.
    package var applicationEndpoints: [ApplicationEndpoint]
    /// 140 bytes of DER RSAPublicKey (wire 7.4).
    package var publicKey: [UInt8]
    /// 128 bytes; empty while the record waits to be signed.
    package var signature: [UInt8]
    /// Everything before the SIGNATURE structure as it was received, over which the signature counts. `nil` for a record
    /// made here.
    var receivedBytes: [UInt8]?

    package init(
        isRevocation: Bool, hasExtendedPayload: Bool, notAfter: CalendarTime, serviceLocation: ServiceLocation,
        nonce: Nonce, authority: SHA1Digest?, classifierHash: SHA1Digest?, friendlyName: String?,
        serviceAddresses: [Endpoint], applicationEndpoints: [ApplicationEndpoint], publicKey: [UInt8],
        signature: [UInt8]
    ) {
        self.isRevocation = isRevocation
        self.hasExtendedPayload = hasExtendedPayload
        self.notAfter = notAfter
        self.serviceLocation = serviceLocation
        self.nonce = nonce
        self.authority = authority
        self.classifierHash = classifierHash
        self.friendlyName = friendlyName
        self.serviceAddresses = serviceAddresses
        self.applicationEndpoints = applicationEndpoints
        self.publicKey = publicKey
        self.signature = signature
    }

    /// Whether it speaks for a secure name (wire 11.3 rule 2).
    var isSecured: Bool { authority.map { $0 != .zero } ?? false }
}
