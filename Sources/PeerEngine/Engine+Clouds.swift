package import PNRP
internal import PNRPTransport
package import PeerBase

// What clouds look like, and what may be asked of one.

extension Engine {
    /// A cloud without any address does not exist on this host (behaviour 6.1), unless it is in use.
    package func clouds() async -> [CloudSnapshot] {
        await followHost()
        var snapshots: [CloudSnapshot] = []
        for name in knownClouds.filter({ $0.exists(on: host) }).map(\.name) {
            let settings = await settings(ofCloud: name)
            let now = await (try? openDriver(ofCloud: name))?.snapshot
            guard let cloud = try? cloud(named: name) else { continue }
            snapshots.append(snapshot(of: cloud, settings, now))
        }
        return snapshots
    }

    package func configuration(ofCloud name: String) async throws(EngineError) -> CloudConfiguration {
        let settings = try await memory.settings(of: try cloud(named: name))
        return CloudConfiguration(mode: settings.mode, seeds: settings.seeds)
    }

    /// `nil` for a driver that is not there: the cloud is Virtual, or being opened.
    private func snapshot(of cloud: Cloud, _ settings: CloudSettings, _ now: DriverSnapshot?) -> CloudSnapshot {
        let state = now?.state ?? (cloud.opening == nil ? settings.initialState : .synchronizing)
        let seeds = seedTexts(of: cloud, settings)
        var snapshot = CloudSnapshot(
            name: cloud.name, scope: cloud.scope, scopeID: cloud.scopeID, endpoints: endpoints(of: cloud, in: state),
            state: state, seeds: seeds.texts + (laboratory?.seeds ?? []).map(\.description), seedSource: seeds.source)
        let discovery = cloud.discovery
        if let addresses = discovery.seedAddresses, !snapshot.seeds.isEmpty {
            snapshot.seedUse = .init(of: addresses, in: state)
        }
        snapshot.rememberedUse = .init(of: discovery.rememberedNodes, in: state)
        snapshot.ssdpUse = searchUse(of: cloud, settings, in: state)
        snapshot.configuredMode = settings.mode
        snapshot.isResolveOnly = settings.mode == .resolveOnly
        snapshot.interfaceName = cloud.interfaceName
        snapshot.cacheEntries = now?.cacheEntries ?? 0
        snapshot.estimatedSize = now?.estimatedIdentifiers
        snapshot.registeredNames = now?.registrations.count { $0.name != cloud.presence } ?? 0
        snapshot.counters = now?.counters ?? Counters()
        snapshot.isPrivate = cloud.plan.isPrivate
        snapshot.isFleeting = cloud.memoryKey == nil
        return snapshot
    }

    /// Those of the sockets; what they would be, where there are none yet; none while the network is lost.
    private func endpoints(of cloud: Cloud, in state: CloudState) -> [Endpoint] {
        if let driver = cloud.driver, state != .virtual { return driver.endpoints }
        let port = cloud.driver?.lastEndpoints.first?.port ?? cloud.plan.expectedPort
        return cloud.plan.wantedAddresses(of: host).map { Endpoint(address: $0, port: port) }
    }

    private func searchUse(
        of cloud: Cloud, _ settings: CloudSettings, in state: CloudState
    ) -> CloudSnapshot.DiscoveryUse {
        if !settings.searchesLink || cloud.plan.isPrivate { return .disabled }
        if cloud.discovery.searches == 0 { return .notUsed }
        if cloud.discovery.answers > 0 || state == .synchronizing { return .used }
        return host.searchable.isEmpty ? .failed : .noAddresses
    }

    package func statisticsHistory(ofCloud cloud: String) async throws(EngineError) -> StatisticsHistory? {
        await (try openDriver(ofCloud: cloud))?.statisticsHistory()
    }

    // MARK: Asking

    package func settle(cloud: String) async throws(EngineError) -> CloudState {
        guard let state = await (try driver(ofCloud: cloud)).reach(.settled) else { throw interruption(cloud) }
        return state
    }

    package func resolve(
        _ query: ResolveQuery, inCloud cloud: String
    ) async throws(EngineError) -> ResolveOutcome {
        try await resolve(query, inCloud: cloud, deliver: { _ in }, pass: { _ in })
    }

    package func resolve(
        _ query: ResolveQuery, inCloud cloud: String, deliver: @escaping @Sendable (ResolvedRecord) -> Void,
        pass: @escaping @Sendable (TraceStep) -> Void
    ) async throws(EngineError) -> ResolveOutcome {
        let driver = try await driver(ofCloud: cloud)
        try refuseWithoutNetwork(cloud)
        let follower = ResolveFollower(deliver: deliver, pass: pass)
        guard let outcome = await driver.resolve(query, follower: follower) else { throw interruption(cloud) }
        switch outcome.result {
        case .tooMuchLoad: throw .tooMuchLoad
        case .networkUnreachable: throw .cloudUnusable(cloud, .noNet)
        case .cloudDead: throw .cloudUnusable(cloud, .dead)
        case .cloudDisabled: throw .cloudUnusable(cloud, .disabled)
        case .found(let record):
            // The only one wanted comes with the outcome.
            if query.limit == 1 { deliver(record) }
            return outcome
        case .notFound, .timedOut: return outcome
        }
    }

    package func ping(_ endpoint: Endpoint, inCloud cloud: String) async throws(EngineError) -> PingOutcome {
        let driver = try await driver(ofCloud: cloud)
        try refuseWithoutNetwork(cloud)
        guard let outcome = await driver.ping(endpoint) else { throw interruption(cloud) }
        return outcome
    }

    /// Nothing can be asked of a cloud that has no network (behaviour 6.3).
    func refuseWithoutNetwork(_ name: String) throws(EngineError) {
        let state = try cloud(named: name).state
        guard [.noNet, .dead, .disabled].contains(state) else { return }
        throw .cloudUnusable(name, state)
    }

    /// Why a driver gave no answer.
    func interruption(_ name: String) -> EngineError {
        if Task.isCancelled { return .cancelled }
        return isClosed || knownClouds.contains { $0.name == name } ? .closed : .cloudUnusable(name, .dead)
    }
}

extension CloudSettings {
    /// The state of a cloud that nobody has opened.
    fileprivate var initialState: CloudState { isDisabled ? .disabled : .virtual }
}

extension CloudSnapshot.DiscoveryUse {
    /// What `candidates` addresses to ask have come to.
    fileprivate init(of candidates: Int, in state: CloudState) {
        switch state {
        case .virtual, .dead, .noNet: self = .notUsed
        case .disabled: self = .disabled
        case .synchronizing, .active: self = candidates == 0 ? .noAddresses : .used
        case .alone: self = candidates == 0 ? .noAddresses : .failed
        }
    }
}
