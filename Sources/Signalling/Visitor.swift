package import Collaboration
package import PeerBase

/// Who is on the other side of a connection to us, as the edge sees it: what the certificate proves, and where it came
/// from. ``Collaboration/Caller`` is what the owner makes of it.
package struct Visitor: Hashable, Sendable {
    package let connection: ConnectionID
    package let pin: Pin
    /// The common name of the certificate.
    package let peerName: String
    /// DER.
    package let certificate: [UInt8]
    package let source: ScopedEndpoint
    /// Let in as a contact, by the pin; else as a stranger.
    package let isContact: Bool

    package init(
        connection: ConnectionID, pin: Pin, peerName: String, certificate: [UInt8], source: ScopedEndpoint,
        isContact: Bool
    ) {
        self.connection = connection
        self.pin = pin
        self.peerName = peerName
        self.certificate = certificate
        self.source = source
        self.isContact = isContact
    }
}
