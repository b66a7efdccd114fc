internal import Crypto
package import PeerBase

/// SHA-1 of `bytes`, the hash that PNRP fixes (wire 10, 11). Usable as PeerBase's `SHA1Function`.
package func sha1(_ bytes: [UInt8]) -> SHA1Digest {
    guard let digest = SHA1Digest(Array(Insecure.SHA1.hash(data: bytes))) else {
        preconditionFailure("SHA-1 gives twenty bytes")
    }
    return digest
}
