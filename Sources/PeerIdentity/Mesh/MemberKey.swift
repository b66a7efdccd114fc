internal import Crypto
internal import SwiftASN1

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// The key by which the members of meshes know a person: Ed25519 for what is said to all, and an X25519 key derived from
/// the same secret for what is sealed to this member (peer channel 20.6, 22).
package struct MemberKey: Sendable {
    private let signing: Curve25519.Signing.PrivateKey
    private let agreement: Curve25519.KeyAgreement.PrivateKey

    /// Ed25519, 32 bytes.
    package let publicKey: [UInt8]
    /// X25519, 32 bytes.
    package let agreementKey: [UInt8]

    private static let agreementLabel = Array("p2psh mesh agreement 1".utf8)

    package init() { self.init(Curve25519.Signing.PrivateKey()) }

    private init(_ signing: Curve25519.Signing.PrivateKey) {
        let secret = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: signing.rawRepresentation), info: Self.agreementLabel,
            outputByteCount: 32)
        let agreement = secret.withUnsafeBytes { try? Curve25519.KeyAgreement.PrivateKey(rawRepresentation: $0) }
        guard let agreement else { preconditionFailure("any 32 bytes are an X25519 key") }
        self.signing = signing
        self.agreement = agreement
        publicKey = [UInt8](signing.publicKey.rawRepresentation)
        agreementKey = [UInt8](agreement.publicKey.rawRepresentation)
    }

    // MARK: Signatures

    /// 64 bytes, the same for the same bytes.
    package func signature(of bytes: [UInt8]) -> [UInt8] {
        guard let signature = try? signing.signature(for: bytes) else {
            preconditionFailure("Ed25519 signs whatever it is given")
        }
        return [UInt8](signature)
    }

    package static func isSignature(_ signature: [UInt8], of bytes: [UInt8], by publicKey: [UInt8]) -> Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else { return false }
        return key.isValidSignature(signature, for: bytes)
    }

    // MARK: Sealed messages

    private static let suite = HPKE.Ciphersuite.Curve25519_SHA256_ChachaPoly
    private static let boxLabel = Array("p2psh mesh box 1".utf8)
    private static let encapsulatedLength = 32

    /// Seals bytes to a member's agreement key (HPKE, base mode): 48 bytes longer. Opens only with the same `context`; who
    /// sent it, the signature around it says. `nil` when nobody can own that key.
    package static func box(_ bytes: [UInt8], to agreementKey: [UInt8], context: [UInt8]) -> [UInt8]? {
        guard isUsable(agreementKey),
            let key = try? Curve25519.KeyAgreement.PublicKey(rawRepresentation: agreementKey),
            var sender = try? HPKE.Sender(recipientKey: key, ciphersuite: suite, info: Data(boxLabel)),
            let sealed = try? sender.seal(bytes, authenticating: context)
        else { return nil }
        return [UInt8](sender.encapsulatedKey) + [UInt8](sealed)
    }

    /// What was sealed to this key; `nil` when it was sealed to another or in another context, or is damaged.
    package func unbox(_ box: [UInt8], context: [UInt8]) -> [UInt8]? {
        let encapsulated = Data(box.prefix(Self.encapsulatedLength))
        guard encapsulated.count == Self.encapsulatedLength, Self.isUsable([UInt8](encapsulated)) else { return nil }
        guard
            var recipient = try? HPKE.Recipient(
                privateKey: agreement, ciphersuite: Self.suite, info: Data(Self.boxLabel),
                encapsulatedKey: encapsulated),
            let opened = try? recipient.open(box.dropFirst(Self.encapsulatedLength), authenticating: context)
        else { return nil }
        return [UInt8](opened)
    }

    /// Whether an agreement with a key gives a secret. With points of low order everybody gets zeros, which the library
    /// hands out as they are (peer channel 20.3).
    private static func isUsable(_ agreementKey: [UInt8]) -> Bool {
        guard let key = try? Curve25519.KeyAgreement.PublicKey(rawRepresentation: agreementKey),
            let secret = try? Curve25519.KeyAgreement.PrivateKey().sharedSecretFromKeyAgreement(with: key)
        else { return false }
        return secret.withUnsafeBytes { bytes in bytes.contains { $0 != 0 } }
    }
}

// MARK: - As text

extension MemberKey {
    /// PKCS#8 of an Ed25519 key up to the 32 bytes of the secret (RFC 8410 7).
    private static let header: [UInt8] = [
        0x30, 0x2E, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
    ]
    private static let pemType = "PRIVATE KEY"

    /// PKCS#8 PEM, without a passphrase; openssl reads it.
    var pem: String {
        let document = PEMDocument(type: Self.pemType, derBytes: Self.header + [UInt8](signing.rawRepresentation))
        return document.pemString + "\n"
    }

    /// `nil` when the text is no such key.
    init?(pem: String) {
        guard let document = try? PEMDocument(pemString: pem), document.discriminator == Self.pemType,
            document.derBytes.starts(with: Self.header),
            let key = try? Curve25519.Signing.PrivateKey(
                rawRepresentation: document.derBytes.dropFirst(Self.header.count))
        else { return nil }
        self.init(key)
    }
}
