import PeerBase

/// A registration taken back by its publisher.
struct Revocation: Hashable, Sendable {
    var id: PeerID
    /// Whether the name binds the key: only then does the signature prove the publisher (behaviour 17.3).
    var isSecure: Bool
    /// The digest of the key that signed it.
    var key: SHA1Digest
    /// The encoded Revoke CPA, passed on as it came.
    var record: [UInt8]
    /// The FLOOD's list, for passing it on.
    var reached: [Endpoint] = []
}
