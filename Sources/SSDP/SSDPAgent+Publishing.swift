package import PeerBase

// Being found: announcements, and what is ours (wire 14.3, behaviour 7, 11.2 step 3).

extension SSDPAgent {
    /// Publishes an endpoint on these links: announced now and again after a second, then at about half of its lifetime, and
    /// searches are answered (behaviour 23 item 28). An endpoint that ``SSDPScope/admits(_:)`` refuses is not
    /// published: others would not take it. What is published already stays as it is.
    package mutating func advertise(
        _ endpoint: Endpoint, scope: SSDPScope, interfaces: [UInt32], now: Instant
    ) -> [SSDPAction] {
        guard scope.admits(endpoint) else { return [] }
        var actions: [SSDPAction] = []
        for interface in interfaces {
            let publication = Publication(endpoint: endpoint, scope: scope, interface: interface)
            guard !publications.contains(publication) else { continue }
            publications.append(publication)
            retired[publication] = nil
            timers.set(.announcement(publication), at: now + SSDPLimits.firstRepetition)
            actions.append(publication.alive)
        }
        return actions
    }

    /// Takes the endpoint back on these links and says so (behaviour 23 item 28).
    package mutating func withdraw(
        _ endpoint: Endpoint, scope: SSDPScope, interfaces: [UInt32], now: Instant
    ) -> [SSDPAction] {
        interfaces.flatMap { interface in
            let publication = Publication(endpoint: endpoint, scope: scope, interface: interface)
            return publications.contains(publication) ? end(publication, now: now) : []
        }
    }

    /// Takes everything back.
    package mutating func close(now: Instant) -> [SSDPAction] {
        publications.flatMap { end($0, now: now) }
    }

    /// A link is gone: what was published there is forgotten without a word, for nobody would hear it.
    package mutating func interfaceVanished(_ interface: UInt32, now: Instant) {
        for publication in publications where publication.interface == interface {
            _ = end(publication, now: now)
        }
    }

    mutating func announceAgain(_ publication: Publication, now: Instant) -> [SSDPAction] {
        let spread = SSDPLimits.announcementSpread.wholeNanoseconds
        let pause = SSDPLimits.announcementInterval + .nanoseconds(Int64.random(in: -spread...spread, using: &random))
        timers.set(.announcement(publication), at: now + pause)
        return [publication.alive]
    }

    /// Whether an endpoint heard of is our own. Multicast comes back to its sender, so that processes of one host find
    /// each other.
    mutating func isOurs(_ publication: Publication, now: Instant) -> Bool {
        if publications.contains(publication) { return true }
        retired = retired.filter { $0.value > now }
        return retired[publication] != nil
    }

    private mutating func end(_ publication: Publication, now: Instant) -> [SSDPAction] {
        publications.removeAll { $0 == publication }
        timers.stop(.announcement(publication))
        retired[publication] = now + SSDPLimits.retirement
        let message = SSDPMessage.byebye(publication.scope, publication.endpoint)
        return [.multicast(message.encoded(), interface: publication.interface)]
    }
}

extension SSDPAgent.Publication {
    fileprivate var alive: SSDPAction {
        .multicast(SSDPMessage.alive(scope, endpoint).encoded(), interface: interface)
    }
}
