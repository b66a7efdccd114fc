internal import Crypto
internal import SwiftASN1
internal import X509

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// The key by which other people know this one in collaboration, with the certificate that says so: P-256, self-signed,
/// named by the peer name (collab 10.6). It is not the key of the peer name itself, which the wire fixes to RSA-1024.
package struct PersonKey: Sendable {
    private let key: P256.Signing.PrivateKey

    /// DER.
    package let certificate: [UInt8]
    /// SHA-256 of the DER SubjectPublicKeyInfo.
    package let pin: [UInt8]
    /// The common name of the certificate.
    package let peerName: String

    /// Clocks may differ by this.
    private static let leeway = 86_400.0
    private static let lifetime = 10 * 365 * 86_400.0

    /// Makes a key for a peer name. `unixTime` in milliseconds.
    package init(peerName: String, at unixTime: Int64) throws(CertificateFault) {
        try self.init(P256.Signing.PrivateKey(), peerName: peerName, at: unixTime)
    }

    private init(_ key: P256.Signing.PrivateKey, peerName: String, at unixTime: Int64) throws(CertificateFault) {
        let now = Date(timeIntervalSince1970: Double(unixTime) / 1000)
        var serializer = DER.Serializer()
        do {
            let name = try DistinguishedName { CommonName(peerName) }
            let certificate = try Certificate(
                version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: .init(key.publicKey),
                notValidBefore: now.addingTimeInterval(-Self.leeway),
                notValidAfter: now.addingTimeInterval(Self.lifetime), issuer: name, subject: name,
                signatureAlgorithm: .ecdsaWithSHA256,
                extensions: Certificate.Extensions {
                    Critical(BasicConstraints.notCertificateAuthority)
                    Critical(KeyUsage(digitalSignature: true))
                },
                issuerPrivateKey: .init(key))
            try serializer.serialize(certificate)
            pin = try certificate.publicKey.keyHash()
        } catch {
            throw .cannotMake
        }
        self.key = key
        self.peerName = peerName
        certificate = serializer.serializedBytes
    }

    /// PKCS#8 DER, for TLS.
    package var privateKey: [UInt8] { [UInt8](key.derRepresentation) }
}

// MARK: - As text

extension PersonKey {
    /// A private key as it lies in its file; the certificate beside it is looked at apart.
    struct Secret {
        fileprivate let key: P256.Signing.PrivateKey

        /// PKCS#8 or SEC 1 PEM; `nil` when the text is no P-256 key.
        init?(pem: String) {
            guard let key = try? P256.Signing.PrivateKey(pemRepresentation: pem) else { return nil }
            self.key = key
        }
    }

    /// PKCS#8 PEM, without a passphrase.
    var privateKeyPEM: String { key.pemRepresentation + "\n" }

    var certificatePEM: String {
        PEMDocument(type: Certificate.defaultPEMDiscriminator, derBytes: certificate).pemString + "\n"
    }

    /// A key with a new certificate.
    init(_ secret: Secret, peerName: String, at unixTime: Int64) throws(CertificateFault) {
        try self.init(secret.key, peerName: peerName, at: unixTime)
    }

    /// A key with the certificate that it has; `nil` unless that is its own, for this name and valid now.
    init?(_ secret: Secret, certificatePEM: String, peerName: String, at unixTime: Int64) {
        guard let der = try? certificates(inPEM: certificatePEM), der.count == 1,
            let person = try? PersonCertificate(judging: der[0], at: unixTime, expectedName: peerName),
            P256.Signing.PublicKey(person.publicKey)?.rawRepresentation == secret.key.publicKey.rawRepresentation
        else { return nil }
        key = secret.key
        certificate = person.der
        pin = person.pin
        self.peerName = peerName
    }
}
