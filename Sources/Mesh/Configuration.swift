/// All that a node needs to know before it opens; it stays the same until it closes, but for its addresses.
package struct Configuration: Sendable {
    /// Said of each message before it goes anywhere (peer channel 9).
    package typealias Filter = @Sendable (Content, Origin) -> Propagation

    package var profile: Profile
    /// SHA-256 of the mesh id in lower case.
    package var meshHash: [UInt8]
    /// The channel type of this node's application.
    package var path: String
    /// Where this node listens; grows and shrinks with the host.
    package var address: NodeAddress
    package var member: MemberID
    package var nickname: String
    /// X25519 public key that others seal messages to; empty where the mesh does not sign.
    package var agreementKey: [UInt8]
    /// Whether messages are signed: senders are known and replays are refused.
    package var isSigning: Bool
    /// Whether neighbours tell each other of third nodes (peer channel 2, ReferralPolicy).
    package var sharesReferrals = true
    /// The largest encoded content, in bytes.
    package var messageLimit = Limits.defaultMessageSize
    package var filter: Filter

    package init(
        profile: Profile, meshHash: [UInt8], path: String, address: NodeAddress, member: MemberID, nickname: String,
        agreementKey: [UInt8], isSigning: Bool,
        filter: @escaping Filter = { _, origin in origin == .local ? .remote : .localAndRemote }
    ) {
        self.profile = profile
        self.meshHash = meshHash
        self.path = path
        self.address = address
        self.member = member
        self.nickname = nickname
        self.agreementKey = agreementKey
        self.isSigning = isSigning
        self.filter = filter
    }
}

/// Where a message comes from, as a filter is told (peer channel 9).
package enum Origin: Int, Hashable, Sendable {
    case local = 0
    case remote = 1
}

/// Where a message may go, as a filter answers (peer channel 9).
package enum Propagation: Int, Hashable, Sendable {
    case none = 0
    case local = 1
    case remote = 2
    case localAndRemote = 3

    package var isDelivered: Bool { rawValue & 1 != 0 }
    package var isForwarded: Bool { rawValue & 2 != 0 }
}
