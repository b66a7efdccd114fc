package import PeerBase

/// What a node wants done. The caller performs all actions of a call, in order, before it feeds anything else in.
package enum Action: Hashable, Sendable {
    /// Connect to the first of these places that answers, and prove oneself there; ends in ``Node/opened(_:peer:now:)`` or
    /// ``Node/closed(_:_:now:)``.
    case dial(LinkID, NodeAddress)
    /// Send a frame on a link that is open.
    case send(Frame, on: LinkID)
    /// Close a link once what was sent on it is on its way. No ``Node/closed(_:_:now:)`` follows.
    case close(LinkID)
    /// Ask the resolver for so many nodes of this mesh; the answer goes to ``Node/resolved(_:now:)``, also an empty one.
    case resolve(count: Int)
    /// A message for the application.
    case deliver(Delivery)
    /// Tell whoever listens.
    case report(Event)
}

/// A message as the application gets it.
package struct Delivery: Hashable, Sendable {
    package var id: MessageID
    package var content: Content
    /// Links it crossed; 0 for one's own.
    package var hops: UInt32
    /// Whether it was said before this node joined (peer channel 22, late join).
    package var isHistory: Bool
    /// The text of a sealed message that was for us; `nil` for all others.
    package var privateText: String?
    /// How many messages of this sender are missing right before this one.
    package var missing: UInt64
    /// Whether another member was seen with this nickname before (peer channel 20.6).
    package var isNicknameTaken: Bool

    package init(
        id: MessageID, content: Content, hops: UInt32, isHistory: Bool = false, privateText: String? = nil,
        missing: UInt64 = 0, isNicknameTaken: Bool = false
    ) {
        self.id = id
        self.content = content
        self.hops = hops
        self.isHistory = isHistory
        self.privateText = privateText
        self.missing = missing
        self.isNicknameTaken = isNicknameTaken
    }
}

/// What a node tells the world. Past tense; nobody needs to act on it.
package enum Event: Hashable, Sendable {
    /// The first neighbour came.
    case wentOnline
    /// The last neighbour went.
    case wentOffline
    case neighbourConnected(NodeID, Endpoint)
    case neighbourLost(NodeID, Endpoint, Closure)
    /// An attempt of ours ended without a neighbour.
    case dialFailed(Endpoint?, Closure)
    /// Somebody who dialled us was not let in; seen by the driver and told here.
    case admissionRefused(Endpoint, Closure)
    /// Somebody who dialled us was not even heard; seen by the driver, or here.
    case turnedAway(Endpoint, DoorRefusal)
    case memberJoined(MemberID, nickname: String)
    case memberLeft(MemberID, nickname: String, isSilent: Bool)
    /// A member came with the nickname of another.
    case nicknameTaken(MemberID, nickname: String)
    /// A message was dropped for this; told at most once a second and reason.
    case messageRefused(Refusal, Endpoint)
    /// A neighbour sent what cannot be, and the link was closed.
    case neighbourMisbehaved(Endpoint, String)
}

/// Why a link ended or never came to be.
package enum Closure: Hashable, Sendable {
    /// We left it, or they did, for this reason.
    case parted(Reason, byPeer: Bool)
    /// Nobody answered at any of the addresses.
    case unreachable
    /// The connection broke.
    case lost
    /// TLS could not be made; in words.
    case insecure(String)
    /// We do not accept the other side's certificate; in words.
    case untrusted(String)
    /// The proof of the password, or the certificate, was not accepted. Deliberately no more is known.
    case notAdmitted
    /// The other side is of another kind, which the sentence names: mode, profile, message size, version.
    case mismatch(String)
    /// A handshake took too long.
    case timedOut
    /// Silence, or no progress of what was sent, for too long.
    case tooSlow
    /// The other side broke the protocol; in words.
    case misbehaved(String)
    /// We dialled ourselves.
    case ourselves
    /// We have closed.
    case closing
}

/// Why somebody who dials in is not heard (peer channel 20.3, 20.7).
package enum DoorRefusal: Hashable, Sendable {
    /// So many strangers are at the door already, of that address or in all.
    case crowded
    /// It failed before and comes too early, or too many fail.
    case early
    /// Its key broke the rules of the mesh lately (17).
    case banned
}

/// Why a flood message was dropped.
package enum Refusal: Hashable, Sendable {
    case malformed
    case badSignature
    case untrustedSender
    case wrongMesh
    /// Said too long ago, or in the future.
    case time
    /// A sequence number was used before.
    case replay
    case tooLarge
    case tooMany
}
