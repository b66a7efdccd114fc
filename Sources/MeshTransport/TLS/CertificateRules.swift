/// What every certificate must be before anybody asks whether it is trusted (peer channel 20.4).
enum CertificateRules {
    /// DER bytes of one certificate.
    static let longest = 4096
    /// Certificates of one peer where chains are allowed: leaf, two intermediates, root.
    static let most = 4

    /// The beginning of an uncompressed P-256 key and of an Ed25519 key as SubjectPublicKeyInfo (RFC 5480, RFC 8410), and
    /// how many bytes follow.
    private static let keys: [(start: [UInt8], rest: Int)] = [
        (
            [
                0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86,
                0x48,
                0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04,
            ], 64
        ),
        ([0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00], 32),
    ]

    /// What is wrong with a peer's certificates, its own first, and with the key of that one; `nil` when nothing is.
    static func fault(chain: [[UInt8]], publicKey: [UInt8], allowsChain: Bool) -> String? {
        if chain.isEmpty { return "it showed no certificate" }
        if chain.count > (allowsChain ? most : 1) { return "it showed \(chain.count) certificates" }
        if chain.contains(where: { $0.count > longest }) { return "its certificate is longer than \(longest) bytes" }
        let isKnown = keys.contains { publicKey.starts(with: $0.start) && publicKey.count == $0.start.count + $0.rest }
        return isKnown ? nil : "its key is neither P-256 nor Ed25519"
    }
}
