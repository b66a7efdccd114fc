package import Mesh

/// Sums of a driver since its opening: what happens before the core sees it, or after.
package struct TransportCounters: Hashable, Sendable {
    /// Connections that came in.
    package var connections = 0
    /// Of those, turned away unheard: too many strangers, or failed too lately. The counters of the snapshot have them.
    package var turnedAway = 0
    /// Of those, not admitted.
    package var notAdmitted = 0
    /// Floods that found a full queue.
    package var floodsDropped = 0
    /// Times that a link was not read for a while, because it sent too much.
    package var pauses = 0
    package var bytesReceived = 0
    package var bytesSent = 0
    /// Messages and events that nobody read in time.
    package var unreadLost = 0

    package init() {}
}

/// A mesh as it is now.
package struct MeshDriverSnapshot: Sendable {
    package var id: NodeID
    package var address: NodeAddress
    package var port: UInt16
    package var nickname: String
    package var isOnline: Bool
    package var neighbours: [Neighbour]
    package var members: [Member]
    package var counters: Counters
    package var traffic: TransportCounters
    /// Strangers at the door.
    package var strangers: Int
}
