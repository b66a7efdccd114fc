package import PeerBase

/// Counts the connections of strangers: so many at a time, so many new ones a second from one address, and none longer
/// than it takes (collab 10.5). Asked once the certificate has shown that the caller is a stranger; contacts are not counted.
package struct StrangerLimits: Sendable {
    private struct Source: Hashable, Sendable {
        var address: IPv6Address
        var zone: UInt32
    }

    private struct Connection: Sendable {
        var deadline: Instant
        var isPending = false
    }

    private static let pace = RateLimit(perSecond: 1, burst: 1)

    private var connections: [ConnectionID: Connection] = [:]
    private var timers = TimerTable<ConnectionID>()
    private var paces: [Source: TokenBucket] = [:]

    package init() {}

    package var count: Int { connections.count }

    /// Whether a new connection of a stranger may stay.
    package mutating func admit(_ id: ConnectionID, from source: ScopedEndpoint, now: Instant) -> Bool {
        guard connections.count < Limits.strangers else { return false }
        let key = Source(address: source.endpoint.address, zone: source.zone)
        if paces[key] == nil, paces.count >= Limits.strangerSources {
            paces = paces.filter { !$0.value.isFull(now: now) }
            guard paces.count < Limits.strangerSources else { return false }
        }
        guard paces[key, default: TokenBucket()].take(of: Self.pace, now: now) else { return false }
        let deadline = now + Limits.strangerTime
        connections[id] = Connection(deadline: deadline)
        timers.set(id, at: deadline)
        return true
    }

    /// An invitation or a verification waits on it: it may stay for that.
    package mutating func hold(_ id: ConnectionID) {
        guard connections[id] != nil else { return }
        connections[id]?.isPending = true
        timers.stop(id)
    }

    /// What waited has its answer, which gets the time to be sent.
    package mutating func release(_ id: ConnectionID, now: Instant) {
        guard let connection = connections[id], connection.isPending else { return }
        connections[id]?.isPending = false
        timers.set(id, at: max(connection.deadline, now + Limits.answerSendingTime))
    }

    package mutating func closed(_ id: ConnectionID) {
        connections[id] = nil
        timers.stop(id)
    }

    package var nextDeadline: Instant? { timers.next }

    /// Those whose time is over, to be closed.
    package mutating func advance(to now: Instant) -> [ConnectionID] {
        var over: [ConnectionID] = []
        while let id = timers.popExpired(now: now) {
            connections[id] = nil
            over.append(id)
        }
        return over
    }
}
