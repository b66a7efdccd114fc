import PeerBase

/// One connection to another node, from the dial, or from the moment at which it was handed to us, to its end.
struct Link: Sendable {
    let id: LinkID
    /// Whether we dialled.
    let isInitiator: Bool
    var state: State
    /// Who is at the other end; of a link that is being dialled, the first place tried.
    var peer: LinkPeer
    /// The other node, known from its Connect or Welcome on.
    var node: NodeID?
    /// Where the other node listens: what we dialled, or what it claims.
    var address: NodeAddress
    /// Where it listens by its latest word, if it has said so since.
    var newAddress: NodeAddress?
    /// When the present state began.
    var since: Instant
    /// When the last frame came.
    var lastHeard: Instant
    /// The Ping that has no Pong yet.
    var ping: Ping?
    /// The last time from a Ping to its Pong.
    var roundTrip: Duration?
    /// Whether its queue is full (peer channel 20.7).
    var isCongested = false
    /// Whether it was made to see if the mesh has fallen apart, beyond what maintenance wants (peer channel 22).
    var isExtra = false
    /// Entries of the other side's lists that cannot be; at the third the link ends (peer channel 17).
    var badReferrals = 0
    /// When we last sent a sample of our reserve and have no answer to yet.
    var awaitsShuffle = false
    /// When the other side's last sample came.
    var lastShuffle: Instant?
    var flow = FlowState()

    /// The states of peer channel 5.1, without those that belong to the driver.
    enum State: Hashable, Sendable {
        /// Created: our driver connects and proves itself.
        case dialling
        /// Authenticated, at the responder: Connect has to come.
        case expecting
        /// Connect sent; Welcome or Refuse has to come.
        case connecting
        /// Connect or Welcome came from a node that has a link already, which is asked whether it is alive (5.4).
        case checking(older: LinkID)
        /// A neighbour.
        case connected
        /// A neighbour no more, since a link of the same node took its place; the other side may not know yet, and what it
        /// sends is taken. It becomes a neighbour again if the other link comes to nothing.
        case resting
        /// We said goodbye, for there is another link of the same node. What the other side sent before it heard that is
        /// taken; it closes.
        case leaving
    }

    struct Ping: Hashable, Sendable {
        var nonce: UInt64
        var sent: Instant
    }

    init(id: LinkID, isInitiator: Bool, peer: LinkPeer, address: NodeAddress, now: Instant) {
        self.id = id
        self.isInitiator = isInitiator
        self.peer = peer
        self.address = address
        state = isInitiator ? .dialling : .expecting
        since = now
        lastHeard = now
    }

    var isConnected: Bool { state == .connected }

    /// Where others are sent who look for the other node.
    var whereabouts: NodeAddress { newAddress ?? address }

    /// Whether another link took its place.
    var isReplaced: Bool { state == .resting || state == .leaving }

    /// The node that opened the connection, once the other side is known.
    func opener(ourselves: NodeID) -> NodeID? { isInitiator ? ourselves : node }
}
