import PeerBase

/// Our own side of the conversation.
struct Voice: Sendable {
    /// Names this opening among those of our key.
    let opening: UInt64
    /// The number of our last message.
    var sequence: UInt64 = 0
    var bucket = TokenBucket()
    var isOpen = false
    /// When we opened.
    var since = Instant.zero
    /// Whether the members were told that we are here.
    var hasJoined = false
    /// Our last sign of life, for late joiners.
    var presence: Frame.Flood?
    /// When we last said anything, a sign of life included.
    var lastSaid = Instant.zero

    init(random: inout RandomSource) { opening = random.next() }
}
