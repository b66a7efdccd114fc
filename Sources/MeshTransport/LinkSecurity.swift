package import Mesh
package import PeerIdentity

/// How the links of a mesh are protected, and how neighbours prove that they belong (peer channel 11).
package struct LinkSecurity: Sendable {
    /// What a neighbour shows. Only asked for where the mode protects links.
    package enum Credential: Sendable {
        case none
        case password(StretchedPassword)
        /// Our own chain in DER, our certificate first, its private key in DER, and whom we believe.
        case certificate(chain: [[UInt8]], privateKey: [UInt8], CertificateTrust)
    }

    package var mode: SecurityMode
    package var credential: Credential

    package init(mode: SecurityMode, credential: Credential) {
        self.mode = mode
        self.credential = credential
    }

    var kind: CredentialKind {
        if case .certificate = credential { .certificate } else { .password }
    }
}
