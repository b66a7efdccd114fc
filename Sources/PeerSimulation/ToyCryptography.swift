package import PNRP
package import PeerBase

/// Cryptography that proves nothing to anybody but follows the same shapes: digests of twenty bytes, public keys of
/// 140, signatures of 128, and a signature fits only its key and its bytes. Fast enough for a hundred thousand nodes.
package enum ToyCryptography {
    package static let functions = Cryptography(
        sha1: { digest($0) },
        isValidSignature: { publicKey, signed, signature in signature == sign(signed, identity: digest(publicKey)) })

    /// A key of the right shape (wire 7.4), told apart by a number.
    package static func publicKey(_ number: UInt64) -> [UInt8] {
        var random = RandomSource(seed: number)
        return [0x30, 0x81, 0x89, 0x02, 0x81, 0x81, 0x00, 0x80 | random.bytes(1)[0]] + random.bytes(127)
            + [0x02, 0x03, 0x01, 0x00, 0x01]
    }

    /// The signature that ``functions`` accepts for the key whose digest is `identity`.
    package static func sign(_ bytes: [UInt8], identity: SHA1Digest) -> [UInt8] {
        expand(hash(identity.bytes) &* 31 &+ hash(bytes), count: 128)
    }

    private static func digest(_ bytes: [UInt8]) -> SHA1Digest {
        SHA1Digest(expand(hash(bytes), count: 20)) ?? .zero
    }

    /// FNV-1a.
    private static func hash(_ bytes: [UInt8]) -> UInt64 {
        bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
    }

    private static func expand(_ seed: UInt64, count: Int) -> [UInt8] {
        var random = RandomSource(seed: seed)
        return random.bytes(count)
    }
}
