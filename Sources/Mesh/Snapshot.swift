package import PeerBase

/// Sums since the opening.
package struct Counters: Hashable, Sendable {
    package var framesSent = 0
    package var framesReceived = 0
    /// Messages said here.
    package var said = 0
    package var delivered = 0
    /// Copies of messages that were here already.
    package var duplicates = 0
    /// Messages handed on, a copy each.
    package var forwarded = 0
    /// Announcements taken up because a message did not come.
    package var grafts = 0
    /// Messages that were never had: gaps in a sender's row that stayed.
    package var missed = 0
    package var dialled = 0
    package var accepted = 0
    /// By us, for whatever reason.
    package var refused = 0
    /// Those who dialled us and were not heard at all.
    package var turnedAway = 0
    package var pruned = 0
    /// Attempts that failed, neighbours lost and messages dropped, by cause; the keys are words for a person.
    package var causes: [String: Int] = [:]

    package init() {}
}

/// A neighbour as `show neighbors` tells it.
package struct Neighbour: Hashable, Sendable {
    package var link: LinkID
    package var node: NodeID
    package var endpoint: Endpoint
    package var zone: UInt32
    /// Whether we dialled.
    package var isInitiator: Bool
    /// When it became one, in milliseconds since 1970-01-01 UTC.
    package var since: Int64
    /// When anything last came from it, likewise.
    package var lastHeard: Int64
    /// 0 to 4096 (peer channel 8).
    package var utility: Int
    /// The last time from a Ping to its Pong.
    package var roundTrip: Duration?
    package var received: Int
    package var useful: Int
    package var sent: Int
    /// Whether messages are pushed to it (modern), or announced.
    package var isEager: Bool

    package init(
        link: LinkID, node: NodeID, endpoint: Endpoint, zone: UInt32, isInitiator: Bool, since: Int64,
        lastHeard: Int64, utility: Int, roundTrip: Duration?, received: Int, useful: Int, sent: Int, isEager: Bool
    ) {
        self.link = link
        self.node = node
        self.endpoint = endpoint
        self.zone = zone
        self.isInitiator = isInitiator
        self.since = since
        self.lastHeard = lastHeard
        self.utility = utility
        self.roundTrip = roundTrip
        self.received = received
        self.useful = useful
        self.sent = sent
        self.isEager = isEager
    }
}

/// A member as `show members` tells it: somebody who has spoken or shown signs of life lately.
package struct Member: Hashable, Sendable {
    package var id: MemberID
    package var nickname: String
    /// Since when it is known to be here, in milliseconds since 1970-01-01 UTC.
    package var since: Int64
    /// When it last spoke or gave a sign of life, likewise.
    package var lastHeard: Int64
    package var isOurselves: Bool
    /// Whether another member had this nickname first.
    package var isNicknameTaken: Bool
    /// Whether messages can be sealed to it.
    package var canBeTold: Bool

    package init(
        id: MemberID, nickname: String, since: Int64, lastHeard: Int64, isOurselves: Bool, isNicknameTaken: Bool,
        canBeTold: Bool
    ) {
        self.id = id
        self.nickname = nickname
        self.since = since
        self.lastHeard = lastHeard
        self.isOurselves = isOurselves
        self.isNicknameTaken = isNicknameTaken
        self.canBeTold = canBeTold
    }
}
