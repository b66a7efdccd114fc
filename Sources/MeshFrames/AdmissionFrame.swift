package import Mesh

/// What two nodes say to each other before they are neighbours (peer channel 20.3): Hello both ways, then, where a password
/// is asked for, Proof1 both ways and Proof2 both ways, the initiator first.
package enum AdmissionFrame: Hashable, Sendable {
    case hello(Hello)
    /// A CPace share, 32 bytes.
    case proof1(share: [UInt8])
    /// The confirmation that the password is known, 64 bytes.
    case proof2(tag: [UInt8])
    /// Why the other side cannot be let in, as a sentence for a person; the connection is closed behind it. Never sent about
    /// a proof that failed.
    case refusal(String)

    package static let shareLength = 32
    package static let tagLength = 64
    /// UTF-8 bytes of a refusal: one line.
    package static let refusalBytes = 256
}

/// What a node says of itself first. Both Hellos, as the bytes that were sent, are part of what the proof confirms: nothing
/// in them can be changed on the way unnoticed (peer channel 20.3, ADa and ADb).
package struct Hello: Hashable, Sendable {
    /// The versions of this protocol that the sender speaks, best first.
    package var versions: [UInt32]
    /// New for every connection.
    package var nonce: [UInt8]
    package var node: NodeID
    /// SHA-256 of the mesh id in lower case.
    package var meshHash: [UInt8]
    package var mode: SecurityMode
    package var credential: CredentialKind
    package var profile: Profile
    /// The largest content in bytes (peer channel 20.7); all nodes of a mesh must agree.
    package var messageLimit: Int
    /// Where the sender listens.
    package var port: UInt16

    /// The version that this code speaks.
    package static let version: UInt32 = 1
    package static let nonceLength = 32
    /// Versions in one Hello: far more than there will be.
    package static let mostVersions = 16

    package init(
        versions: [UInt32] = [Hello.version], nonce: [UInt8], node: NodeID, meshHash: [UInt8], mode: SecurityMode,
        credential: CredentialKind, profile: Profile, messageLimit: Int, port: UInt16
    ) {
        self.versions = versions
        self.nonce = nonce
        self.node = node
        self.meshHash = meshHash
        self.mode = mode
        self.credential = credential
        self.profile = profile
        self.messageLimit = messageLimit
        self.port = port
    }
}
