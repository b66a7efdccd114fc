package import PNRP
internal import PeerBase

/// What a driver has met below the protocol.
package struct TrafficCounters: Hashable, Sendable {
    /// Datagrams not sent because the kernel's buffer was full.
    package var droppedOutbound = 0
    /// Datagrams that the kernel refused to send: no route, a packet filter.
    package var refusedOutbound = 0
    package var receptionErrors = 0
    /// Sockets that closed by themselves and were opened again.
    package var socketsLost = 0
    /// Events that fell out of the full stream.
    package var unreadEventsLost = 0
}

/// A cloud at one moment, as its driver sees it.
package struct DriverSnapshot: Sendable {
    package var state: CloudState
    package var counters: Counters
    package var traffic: TrafficCounters
    package var cacheEntries: Int
    package var estimatedIdentifiers: Int?
    package var registrations: [Registration]
}

extension PNRPDriver {
    package var snapshot: DriverSnapshot {
        DriverSnapshot(
            state: node.state, counters: node.counters, traffic: traffic, cacheEntries: node.cache.count,
            estimatedIdentifiers: node.cache.estimatedIdentifiers, registrations: node.registrations.all)
    }
}
