package import PeerBase

/// The pure functions of cryptography that a node needs, handed in as values so that the core imports none
/// (models 3.2). Making signatures needs a private key and is an action: ``Action/sign(_:)``.
package struct Cryptography: Sendable {
    /// Whether `signature` over `signed` was made by the holder of the key in `publicKey` (140-byte RSAPublicKey,
    /// wire 7.4): RSASSA-PKCS1-v1_5 over SHA-1.
    package typealias SignatureCheck =
        @Sendable (_ publicKey: [UInt8], _ signed: [UInt8], _ signature: [UInt8]) -> Bool

    package var sha1: SHA1Function
    package var isValidSignature: SignatureCheck

    package init(sha1: @escaping SHA1Function, isValidSignature: @escaping SignatureCheck) {
        self.sha1 = sha1
        self.isValidSignature = isValidSignature
    }
}
