package import PeerBase

/// The pure functions of cryptography that a node needs, handed in as values so that the core imports none
/// (models 3.2). Making signatures needs a private key and is an action: ``Action/sign(_:)``.
package struct Cryptography: Sendable {
    /// Whether `signature` over `signed` was made by the holder of the key in `publicKey` (140-byte RSAPublicKey,
    /// wire 7.4): RSASSA-PKCS1-v1_5 over SHA-1.
    package typealias SignatureCheck =
        @Sendable (_ publicKey: [UInt8], _ signed: [UInt8], _ signature: [UInt8]) -> Bool

    /// Whether a certificate chain as the wire carries it (wire 9) proves a delegate's claim (wire 11.4).
    package typealias ChainCheck = @Sendable (_ chain: [UInt8], _ claim: ChainClaim) -> Bool

    package var sha1: SHA1Function
    package var isValidSignature: SignatureCheck
    package var isValidChain: ChainCheck

    /// - Parameter isValidChain: Without one no chain proves anything, and delegates' records are refused.
    package init(
        sha1: @escaping SHA1Function, isValidSignature: @escaping SignatureCheck,
        isValidChain: @escaping ChainCheck = { _, _ in false }
    ) {
        self.sha1 = sha1
        self.isValidSignature = isValidSignature
        self.isValidChain = isValidChain
    }
}
