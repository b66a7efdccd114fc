internal import Crypto
package import PeerBase

/// SHA-1 of `bytes`, the hash that PNRP fixes (wire 10, 11). Usable as PeerBase's `SHA1Function`.
package func sha1(_ bytes: [UInt8]) -> SHA1Digest {
    let result = Array(Insecure.SHA1.hash(data: bytes))
    var rest = result.span
    guard let digest = try? SHA1Digest(parsing: &rest, Field("digest", "wire 10")) else {
        preconditionFailure("SHA-1 gives twenty bytes")
    }
    return digest
}
