/// Why a certificate is of no use, or not trusted. The description is for a person and says nothing of others' secrets.
package enum CertificateFault: Error, Hashable, Sendable {
    /// None was shown.
    case missing
    /// No X.509 certificate, or no private key, can be read.
    case unreadable
    case tooLarge
    /// The key is of a kind that meshes do not use (peer channel 20.4).
    case wrongKind
    /// The private key is not that of the certificate.
    case keyMismatch
    case notYetValid
    case expired
    /// No trusted root stands behind it, and it is not pinned.
    case untrusted
    /// Somebody else vouches for it, where persons vouch for themselves (collab 10.6).
    case notSelfSigned
    /// It was not signed by its own key, or changed since.
    case wrongSignature
    /// It bears no peer name, or not the one expected (collab 10.6).
    case wrongName
    /// The system gave no new certificate.
    case cannotMake
}

extension CertificateFault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .missing: "no certificate was shown"
        case .unreadable: "the certificate cannot be read"
        case .tooLarge: "the certificate is too large"
        case .wrongKind: "the key of the certificate is neither P-256 nor Ed25519"
        case .keyMismatch: "the private key does not belong to the certificate"
        case .notYetValid: "the certificate is not valid yet"
        case .expired: "the certificate has expired"
        case .untrusted: "the certificate is not trusted here"
        case .notSelfSigned: "the certificate is not self-signed"
        case .wrongSignature: "the signature of the certificate is wrong"
        case .wrongName: "the name in the certificate is not the peer name"
        case .cannotMake: "no certificate could be made"
        }
    }
}
