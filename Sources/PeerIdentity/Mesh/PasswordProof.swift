/// Between whom a password is proved: both ends of one TLS connection, on one mesh (peer channel 20.3). A proof made for
/// one channel is worth nothing on another.
package struct ProofChannel: Hashable, Sendable {
    private let meshID: String
    private let initiatorKey: [UInt8]
    private let responderKey: [UInt8]
    private let initiatorNonce: [UInt8]
    private let responderNonce: [UInt8]

    private static let label = Array("mesh-cpace-1".utf8)
    private static let length = 32

    /// Keys are SHA-256 of the SubjectPublicKeyInfo of the certificates that TLS showed, nonces those of the Hellos. `nil`
    /// when both ends have one key or one nonce: somebody talks to himself, or sends back what was sent.
    package init?(
        meshID: String, initiatorKey: [UInt8], responderKey: [UInt8], initiatorNonce: [UInt8], responderNonce: [UInt8]
    ) {
        let parts = [initiatorKey, responderKey, initiatorNonce, responderNonce]
        guard parts.allSatisfy({ $0.count == Self.length }), initiatorKey != responderKey,
            initiatorNonce != responderNonce
        else { return nil }
        self.meshID = MeshName(meshID).text
        self.initiatorKey = initiatorKey
        self.responderKey = responderKey
        self.initiatorNonce = initiatorNonce
        self.responderNonce = responderNonce
    }

    /// CI.
    var identifier: [UInt8] {
        [Self.label, Array(meshID.utf8), initiatorKey, responderKey].flatMap(CPace.prefixed)
    }

    /// sid. TLS hands out no exporter value that could be added.
    var session: [UInt8] { initiatorNonce + responderNonce }
}

/// One side's proof that it knows the password of a mesh, by CPace: whoever takes part without the password may test one
/// guess per proof and learns nothing to test others with (peer channel 20.3).
///
///     I ─► R  share        R ─► I  share
///     I ─► R  own tag      R checks, closes without an answer if it is wrong
///     R ─► I  own tag      I checks
package struct PasswordProof: Sendable {
    package enum Role: Hashable, Sendable {
        case initiator
        case responder
    }

    /// To be sent in Proof1, 32 bytes.
    package let share: [UInt8]

    private let scalar: SecretBytes
    private let session: [UInt8]
    private let role: Role

    /// Draws a new secret. A proof is for one connection.
    package init(_ password: StretchedPassword, on channel: ProofChannel, as role: Role) {
        self.init(password, on: channel, as: role, scalar: Ristretto.randomScalar())
    }

    init(_ password: StretchedPassword, on channel: ProofChannel, as role: Role, scalar: SecretBytes) {
        let generator = CPace.generator(
            password: password.secret, channel: channel.identifier, session: channel.session)
        guard let share = Ristretto.share(scalar, generator) else {
            preconditionFailure("a random scalar below the order is not zero")
        }
        self.share = share
        self.scalar = scalar
        session = channel.session
        self.role = role
    }

    /// The tags of both sides once the other share is here. The data are the bytes of both Hellos as they were sent: what
    /// they say is confirmed with the password.
    package func finish(
        peerShare: [UInt8], ownData: [UInt8], peerData: [UInt8]
    ) throws(ProofFault) -> ProofTags {
        let own = CPace.Message(share: share, data: ownData)
        let peer = CPace.Message(share: peerShare, data: peerData)
        // The tags differ by these messages only: our own, sent back, would be confirmed by our own tag, sent back.
        guard own.share != peer.share, own.data != peer.data else { throw .reflected }
        guard let product = Ristretto.product(scalar, peerShare) else { throw .invalidShare }
        let (initiator, responder) = role == .initiator ? (own, peer) : (peer, own)
        let key = CPace.key(session: session, product: product, initiator: initiator, responder: responder)
        return ProofTags(
            own: CPace.tag(key: key, session: session, message: own),
            expected: CPace.tag(key: key, session: session, message: peer))
    }
}

/// What both sides send in Proof2, 64 bytes each; to be compared by ``areEqualSecrets(_:_:)``.
package struct ProofTags: Sendable {
    package let own: [UInt8]
    package let expected: [UInt8]
}

/// Why a proof cannot be finished. The connection is closed without a word (peer channel 20.3).
package enum ProofFault: Error, Hashable, Sendable {
    /// The share is no element of the group, or leads to the identity.
    case invalidShare
    /// The other side sends back what we sent.
    case reflected
}
