internal import Crypto
internal import CryptoExtras
package import PeerBase

/// An RSA key pair as the wire fixes it: 1024 bits, e = 65537 (wire 7.4).
package struct PrivateKey: Sendable {
    private let key: _RSA.Signing.PrivateKey

    /// The public half: DER RSAPublicKey, 140 bytes, the "PublicKey Data" of a certified peer address (wire 7.4).
    package let publicKeyData: [UInt8]

    /// SHA-1 of ``publicKeyData``: the authority of the secure names this key may publish (wire 10.2, and 17.3 for
    /// why not of the SubjectPublicKeyInfo).
    package let authority: SHA1Digest

    /// Makes a new key; takes some tens of milliseconds.
    package init() throws(IdentityError) {
        // "Unsafe" is the library's word for fewer than 2048 bits; the wire leaves no choice.
        guard let key = try? _RSA.Signing.PrivateKey(unsafeKeySize: .init(bitCount: 1024)), let made = Self(key) else {
            throw .cannotMakeKey
        }
        self = made
    }

    /// Reads an unencrypted PEM text, PKCS#8 or PKCS#1; `nil` when it holds no consistent RSA key of 1024 bits with
    /// e = 65537.
    package init?(pem: String) {
        guard let key = try? _RSA.Signing.PrivateKey(unsafePEMRepresentation: pem) else { return nil }
        self.init(key)
    }

    private init?(_ key: _RSA.Signing.PrivateKey) {
        let publicKeyData = Array(key.publicKey.pkcs1DERRepresentation)
        guard PublicKeySyntax.isOurs(publicKeyData) else { return nil }
        self.key = key
        self.publicKeyData = publicKeyData
        authority = sha1(publicKeyData)
    }

    /// PKCS#8 PEM, without a passphrase.
    package var pem: String { key.pkcs8PEMRepresentation }

    /// RSASSA-PKCS1-v1_5 over the SHA-1 of `bytes`: 128 bytes, most significant first (wire 7.5, 11.1, 17.4).
    package func sign(_ bytes: [UInt8]) throws(IdentityError) -> [UInt8] {
        let digest = Insecure.SHA1.hash(data: bytes)
        guard let signature = try? key.signature(for: digest, padding: .insecurePKCS1v1_5) else { throw .cannotSign }
        return signature.withUnsafeBytes { Array($0) }
    }
}
