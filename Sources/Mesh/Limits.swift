/// Every bound of the mesh, each with its reason: nothing a peer sends can make a table or a loop larger than what stands
/// here.
package enum Limits {
    // MARK: Links (peer channel 6.1, 4.3)

    /// Referrals in one frame.
    package static let referralsPerFrame = 10
    /// Addresses of one node.
    package static let addressesPerNode = 10
    /// Addresses asked of the resolver at once.
    package static let addressesPerResolve = 3
    /// Times the resolver is asked in one pass of maintenance.
    package static let resolvesPerPass = 2
    /// From the first connection attempt to Welcome or Refuse (20.4; 60 s in the classic profile).
    package static let handshakeLimit: Duration = .seconds(30)
    /// Nodes that failed their admission are not dialled again for this long (22).
    package static let admissionMemory: Duration = .seconds(600)

    // MARK: Messages (peer channel 16, 20.7)

    /// Bytes of an encoded content.
    package static let defaultMessageSize = 65_536
    package static let leastMessageSize = 16_384
    package static let largestMessageSize = 1_048_576
    /// UTF-8 bytes of a path.
    package static let pathBytes = 4096
    /// UTF-8 bytes of a nickname: ours, a line of a screen.
    package static let nicknameBytes = 64
    /// Bytes of a sealed message's text (22).
    package static let privateBytes = 16_384

    // MARK: Flooding (peer channel 7, 8, 20.6, 22)

    /// Messages on a link after which its usefulness is reported; also the most that one report may tell of (8).
    package static let reportAfter = 32
    /// The longest time after which it is reported, if anything came (8; the protocol document's value).
    package static let reportInterval: Duration = .seconds(60)
    /// Identifiers remembered of what a neighbour has. Ours: more than passes in the seconds for which it matters.
    package static let idsKnownPerLink = 1024
}
