package import PeerBase

/// Somebody who says that he is signed in near us. Nothing of it is proven (collab 2.3, 10.13).
package struct DiscoveredPerson: Hashable, Sendable {
    /// Tells those apart who have the same nickname.
    package var nearID: GUID
    package var nickname: String
    /// The name of the endpoint; empty where there is none.
    package var host: String
    /// Where the signalling service listens, as last said; `nil` until somebody asks for it (collab 10.4). The zone of a
    /// link-local address is the interface by which we heard.
    package var endpoint: ScopedEndpoint?
    package var metadataVersion: UInt64
    package var firstSeen: Instant
    package var lastSeen: Instant

    package init(
        nearID: GUID, nickname: String, host: String, endpoint: ScopedEndpoint?, metadataVersion: UInt64,
        firstSeen: Instant, lastSeen: Instant
    ) {
        self.nearID = nearID
        self.nickname = nickname
        self.host = host
        self.endpoint = endpoint
        self.metadataVersion = metadataVersion
        self.firstSeen = firstSeen
        self.lastSeen = lastSeen
    }
}

/// What changed among the people near us (collab 3.12, event 10). Signing in and out are no such events: who signs out
/// knows that nobody is near any more.
package enum DiscoveryEvent: Hashable, Sendable {
    case added(DiscoveredPerson)
    case deleted(DiscoveredPerson)
    case updated(DiscoveredPerson)
}

/// What an agent wants done, in order.
package enum DiscoveryAction: Hashable, Sendable {
    /// To everybody on every link, in every family (collab 10.3).
    case multicast([UInt8])
    /// To one host on the link of this interface; 0 where the host is on none of them.
    case send([UInt8], to: Endpoint, link: UInt32)
    case report(DiscoveryEvent)
}
