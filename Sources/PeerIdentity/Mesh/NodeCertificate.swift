internal import Crypto
internal import SwiftASN1
internal import X509

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// The certificate that a node shows its neighbours in TLS, with its P-256 key: made for one opening where passwords
/// admit (peer channel 20.1), somebody's own where certificates do.
package struct NodeCertificate: Sendable {
    private let key: P256.Signing.PrivateKey

    /// DER, the node's own first, then those between it and a root.
    package let chain: [[UInt8]]
    /// SHA-256 of the SubjectPublicKeyInfo.
    package let keyHash: [UInt8]

    private static let commonName = "p2psh mesh node"
    /// Clocks may differ by this.
    private static let leeway = 86_400.0
    /// Far longer than a mesh is open. Nobody judges it: the key is bound to the password, not to a time.
    private static let lifetime = 10 * 365 * 86_400.0
    /// Certificates that a node shows.
    package static let longestChain = 4

    /// Makes a key and signs it with itself. `unixTime` in milliseconds.
    package init(selfSignedAt unixTime: Int64) throws(CertificateFault) {
        let key = P256.Signing.PrivateKey()
        let now = Date(timeIntervalSince1970: Double(unixTime) / 1000)
        var serializer = DER.Serializer()
        do {
            let name = try DistinguishedName { CommonName(Self.commonName) }
            let certificate = try Certificate(
                version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: .init(key.publicKey),
                notValidBefore: now.addingTimeInterval(-Self.leeway),
                notValidAfter: now.addingTimeInterval(Self.lifetime), issuer: name, subject: name,
                signatureAlgorithm: .ecdsaWithSHA256, extensions: .init(), issuerPrivateKey: .init(key))
            try serializer.serialize(certificate)
            keyHash = try certificate.publicKey.keyHash()
        } catch {
            throw .cannotMake
        }
        self.key = key
        chain = [serializer.serializedBytes]
    }

    /// Somebody's own: one PEM text with the certificate and those between it and a root, one with its private key (PKCS#8
    /// or SEC 1, P-256).
    package init(chainPEM: String, privateKeyPEM: String) throws(CertificateFault) {
        guard let key = try? P256.Signing.PrivateKey(pemRepresentation: privateKeyPEM) else { throw .unreadable }
        let chain = try certificates(inPEM: chainPEM)
        guard let own = chain.first else { throw .missing }
        guard chain.count <= Self.longestChain else { throw .tooLarge }
        let leaf = try PeerCertificate(own)
        guard P256.Signing.PublicKey(leaf.certificate.publicKey)?.rawRepresentation == key.publicKey.rawRepresentation
        else { throw .keyMismatch }
        self.key = key
        self.chain = chain
        keyHash = leaf.keyHash
    }

    /// PKCS#8 DER, for TLS.
    package var privateKey: [UInt8] { [UInt8](key.derRepresentation) }

    /// ECDSA with SHA-256, r and s of 32 bytes each; another one each time.
    package func signature(of bytes: [UInt8]) -> [UInt8] {
        guard let signature = try? key.signature(for: bytes) else {
            preconditionFailure("a P-256 key signs whatever it is given")
        }
        return [UInt8](signature.rawRepresentation)
    }
}

/// All certificates of a PEM text, in its order, as DER.
func certificates(inPEM text: String) throws(CertificateFault) -> [[UInt8]] {
    guard let documents = try? PEMDocument.parseMultiple(pemString: text) else { throw .unreadable }
    return documents.filter { $0.discriminator == Certificate.defaultPEMDiscriminator }.map(\.derBytes)
}
