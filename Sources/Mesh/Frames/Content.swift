/// What one member says: the value inside the signed bytes of a flood message (peer channel 20.5).
package struct Content: Hashable, Sendable {
    package static let meshHashLength = 32

    /// SHA-256 of the mesh id: a message cannot be moved to another mesh.
    package var meshHash: [UInt8]
    /// The channel type: the path of the address; only members with the same path get the message.
    package var path: String
    package var sender: MemberID
    /// What the sender calls itself. Proves nothing.
    package var nickname: String
    /// Counts the sender's messages of this opening from 1, so that a gap shows.
    package var sequence: UInt64
    /// A random number per opening of the sender: sequences of two openings are two rows.
    package var opening: UInt64
    /// When it was said: milliseconds since 1970-01-01 UTC by the sender's clock.
    package var time: Int64
    package var body: Body

    package enum Body: Hashable, Sendable {
        /// A line of a conversation.
        case text(String)
        case presence(Presence)
        /// For one member, sealed to its agreement key; everybody relays it.
        case sealed(recipient: MemberID, box: [UInt8])
        /// Of a later version: relayed, not shown.
        case unknown(kind: UInt32)
    }

    /// A member's sign of life.
    package struct Presence: Hashable, Sendable {
        package enum State: UInt32, Hashable, Sendable {
            case joined = 1
            case here = 2
            case leaving = 3
        }

        package var state: State
        /// X25519 public key to seal messages to, 32 bytes; empty where the mesh does not sign.
        package var agreementKey: [UInt8]

        package init(state: State, agreementKey: [UInt8]) {
            self.state = state
            self.agreementKey = agreementKey
        }
    }

    package init(
        meshHash: [UInt8], path: String, sender: MemberID, nickname: String, sequence: UInt64, opening: UInt64,
        time: Int64, body: Body
    ) {
        self.meshHash = meshHash
        self.path = path
        self.sender = sender
        self.nickname = nickname
        self.sequence = sequence
        self.opening = opening
        self.time = time
        self.body = body
    }
}
