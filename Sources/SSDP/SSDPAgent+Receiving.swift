package import PeerBase

// What the link says.

extension SSDPAgent {
    /// A datagram that came in on `interface`, to the group or to ourselves.
    package mutating func receive(
        _ datagram: Span<UInt8>, from source: Endpoint, on interface: UInt32, now: Instant
    ) -> [SSDPAction] {
        counters.received += 1
        guard source.isOnTheLink, source.port > SSDPLimits.lastRefusedPort else {
            counters.refusedSources += 1
            return []
        }
        do throws(SSDPRefusal) {
            return received(try SSDPMessage(parsing: datagram), from: source, on: interface, now: now)
        } catch {
            switch error {
            case .foreign: counters.foreign += 1
            case .malformed: counters.malformed += 1
            }
            return []
        }
    }

    private mutating func received(
        _ message: SSDPMessage, from source: Endpoint, on interface: UInt32, now: Instant
    ) -> [SSDPAction] {
        switch message {
        case .search(let scope, let delay):
            searched(scope, maximumDelay: delay, by: source, on: interface, now: now)
            return []
        case .answer(let scope, let endpoint):
            guard let answer = accepted(endpoint, scope, interface, now: now) else { return [] }
            return answered(answer, now: now)
        case .alive(let scope, let endpoint):
            guard let publication = accepted(endpoint, scope, interface, now: now) else { return [] }
            if searches.contains(where: { $0.end > now && $0.found.contains(publication) }) { return [] }
            return announced(publication, isThere: true, now: now)
        case .byebye(let scope, let endpoint):
            guard let publication = accepted(endpoint, scope, interface, now: now) else { return [] }
            return announced(publication, isThere: false, now: now)
        }
    }

    /// What others say of themselves; `nil` for what cannot be and for our own voice.
    private mutating func accepted(
        _ endpoint: Endpoint, _ scope: SSDPScope, _ interface: UInt32, now: Instant
    ) -> Publication? {
        guard scope.admits(endpoint) else {
            counters.refusedEndpoints += 1
            return nil
        }
        let publication = Publication(endpoint: endpoint, scope: scope, interface: interface)
        guard !isOurs(publication, now: now) else {
            counters.own += 1
            return nil
        }
        return publication
    }

    private mutating func announced(_ publication: Publication, isThere: Bool, now: Instant) -> [SSDPAction] {
        switch heard.hear(publication, isThere: isThere, now: now) {
        case .repeated: return []
        case .tooMany:
            counters.turnedAway += 1
            return []
        case .new:
            let (endpoint, scope, interface) = (publication.endpoint, publication.scope, publication.interface)
            let found = SSDPFinding.found(endpoint, scope, interface: interface)
            return [.report(isThere ? found : .byebye(endpoint, scope, interface: interface))]
        }
    }
}

extension Endpoint {
    /// A datagram to the link's group leaves from a link-local address wherever there is one, so anything else was
    /// made up or did not come from this link. Ours: the sources name no rule.
    fileprivate var isOnTheLink: Bool { address.scope == .linkLocal }
}
