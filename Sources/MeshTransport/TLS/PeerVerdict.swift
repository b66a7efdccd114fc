internal import Mesh

/// What the TLS callback found about the certificate of one connection's peer. Confined to the connection's event loop.
final class PeerVerdict {
    /// SHA-256 of the peer's SubjectPublicKeyInfo, once its certificate was judged here, on this connection: a resumed
    /// session shows none and is refused for that.
    var keyHash: [UInt8]?
    /// Why the certificate was not accepted.
    var refusal: Closure?
}
