package import PeerBase

/// What a node is told about its cloud when it is made.
package struct Configuration: Sendable {
    /// Which addresses the cloud's members may have (behaviour 9.3 rule 1). Site-local clouds (behaviour 6.1) are left out:
    /// RFC 3879 withdrew their addresses.
    package enum Reach: Hashable, Sendable {
        case global
        case linkLocal
        /// A private cloud on one machine: `::1` and nothing else.
        case loopback
    }

    /// Our endpoints: one port, one to four addresses (behaviour 6.2).
    package var localEndpoints: [Endpoint]
    package var reach: Reach
    /// Whether SSDP may be used, to find members on the link and to be found (behaviour 6.1, policy).
    package var searchesLink: Bool
    /// Whether the seeds have names that must be looked up before they are asked (behaviour 7.3).
    package var looksUpSeeds: Bool
    /// Whether the cloud takes no registrations (behaviour 2).
    package var isResolveOnly: Bool
    /// Seeds in the order in which to ask them (behaviour 7.3).
    package var seeds: [Endpoint]
    /// Nodes remembered from an earlier run, most recently heard first (behaviour 7.1).
    package var remembered: [RouteEntry]
    /// The calendar at ``Instant/zero`` of the clock that is passed in as `now`, as it was told last; see
    /// ``Node/calendarRead(origin:now:)``.
    package var calendarOrigin: CalendarTime

    package init(
        localEndpoints: [Endpoint], reach: Reach, seeds: [Endpoint] = [], remembered: [RouteEntry] = [],
        searchesLink: Bool = false, looksUpSeeds: Bool = false, isResolveOnly: Bool = false,
        calendarOrigin: CalendarTime
    ) {
        precondition(
            (1...Limits.localEndpoints).contains(localEndpoints.count), "a cloud has one to four local endpoints")
        self.localEndpoints = localEndpoints
        self.reach = reach
        self.searchesLink = searchesLink
        self.looksUpSeeds = looksUpSeeds
        self.isResolveOnly = isResolveOnly
        self.seeds = seeds
        self.remembered = remembered
        self.calendarOrigin = calendarOrigin
    }

    /// Whether a member of this cloud can have `address`.
    package func admits(_ address: IPv6Address) -> Bool {
        switch reach {
        case .global: address.scope == .global
        case .linkLocal: address.scope == .linkLocal
        case .loopback: address.scope == .loopback
        }
    }

    /// The calendar at `now`.
    package func calendar(at now: Instant) -> CalendarTime { calendarOrigin + (now - .zero) }
}
