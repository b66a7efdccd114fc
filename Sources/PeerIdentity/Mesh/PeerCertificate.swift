internal import Crypto
internal import SwiftASN1
internal import X509

/// A certificate that somebody else shows, in TLS or with a message: read, of a usable kind, not yet judged.
package struct PeerCertificate: Sendable {
    let certificate: Certificate

    /// SHA-256 of the SubjectPublicKeyInfo: what the key is known by.
    package let keyHash: [UInt8]

    /// Bytes of one certificate (peer channel 20.4).
    package static let largest = 4096

    /// Reads DER. Keys may be P-256 or Ed25519 (peer channel 20.4).
    package init(_ der: [UInt8]) throws(CertificateFault) {
        guard der.count <= Self.largest else { throw .tooLarge }
        guard let certificate = try? Certificate(derEncoded: der) else { throw .unreadable }
        guard
            P256.Signing.PublicKey(certificate.publicKey) != nil
                || Curve25519.Signing.PublicKey(certificate.publicKey) != nil
        else { throw .wrongKind }
        self.certificate = certificate
        keyHash = try certificate.publicKey.keyHash()
    }

    /// Whether the owner of the key signed these bytes: ECDSA with SHA-256, r and s of 32 bytes each, or Ed25519.
    package func isSignature(_ signature: [UInt8], of bytes: [UInt8]) -> Bool {
        if let key = P256.Signing.PublicKey(certificate.publicKey) {
            guard let signature = try? P256.Signing.ECDSASignature(rawRepresentation: signature) else { return false }
            return key.isValidSignature(signature, for: bytes)
        }
        guard let key = Curve25519.Signing.PublicKey(certificate.publicKey) else { return false }
        return key.isValidSignature(signature, for: bytes)
    }
}

extension Certificate.PublicKey {
    /// Over the whole SubjectPublicKeyInfo in DER, as TLS libraries give it, not only over the bits of the key.
    func keyHash() throws(CertificateFault) -> [UInt8] {
        var serializer = DER.Serializer()
        do { try serializer.serialize(self) } catch { throw .unreadable }
        return sha256(serializer.serializedBytes)
    }
}
