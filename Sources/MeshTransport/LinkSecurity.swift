package import Mesh
internal import NIOCore
package import PeerIdentity
internal import Sockets

/// How the links of a mesh are protected, and how neighbours prove that they belong (peer channel 11). Where the mode
/// does not protect links, nobody proves anything; that messages are signed by the same kind of keys still matters.
package struct LinkSecurity: Sendable {
    /// What is asked of a neighbour.
    package enum Credential: Sendable {
        case none
        case password(StretchedPassword)
        /// A certificate that these accept (peer channel 14).
        case certificate(CertificateTrust)
    }

    package var mode: SecurityMode
    package var credential: Credential
    /// What we show in TLS; made for the opening where a password is the credential.
    package var certificate: NodeCertificate?
    /// The proof of a password is bound to it.
    package var meshID: String

    package init(
        mode: SecurityMode, credential: Credential = .none, certificate: NodeCertificate? = nil, meshID: String
    ) {
        self.mode = mode
        self.credential = credential
        self.certificate = certificate
        self.meshID = meshID
    }

    var kind: CredentialKind {
        if case .certificate = credential { .certificate } else { .password }
    }

    /// `nil` where links are not protected.
    func encryption(_ figures: TransportFigures) throws(OpenFailure) -> LinkEncryption? {
        guard mode.protectsLinks else { return nil }
        guard let certificate else { throw .credential("a mesh whose links are protected needs a certificate") }
        let trust: CertificateTrust?
        switch credential {
        case .none: throw .credential("a mesh whose links are protected needs a password, or certificates to trust")
        case .password: trust = nil
        case .certificate(let named): trust = named
        }
        do {
            return try LinkEncryption(certificate, trust: trust, shutdownTime: figures.lingerTime.timeAmount)
        } catch {
            throw .credential("the certificate or its key cannot be used")
        }
    }

    func terms(_ configuration: Configuration, node: NodeID, port: UInt16) -> AdmissionTerms {
        var terms = AdmissionTerms(
            node: node, meshHash: configuration.meshHash, meshID: meshID, mode: mode, credential: kind,
            profile: configuration.profile, messageLimit: configuration.messageLimit, port: port)
        guard mode.protectsLinks, let certificate else { return terms }
        terms.ownKey = certificate.keyHash
        if case .password(let password) = credential { terms.password = password }
        return terms
    }
}
