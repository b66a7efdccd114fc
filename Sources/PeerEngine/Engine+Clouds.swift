package import PNRP
internal import PNRPTransport
package import PeerBase

// What clouds look like, and what may be asked of one.

extension Engine {
    /// A cloud without any address does not exist on this host (behaviour 6.1).
    package func clouds() async -> [CloudSnapshot] {
        var snapshots: [CloudSnapshot] = []
        for cloud in knownClouds {
            if let driver = cloud.driver {
                snapshots.append(CloudSnapshot(cloud, driver.endpoints, await driver.snapshot))
            } else if let addresses = try? cloud.plan.currentAddresses() {
                let endpoints = addresses.map { Endpoint(address: $0, port: cloud.plan.expectedPort) }
                snapshots.append(CloudSnapshot(cloud, endpoints, nil))
            }
        }
        return snapshots
    }

    package func settle(cloud: String) async throws(EngineError) -> CloudState {
        guard let state = await (try driver(ofCloud: cloud)).reach(.settled) else { throw interruption }
        return state
    }

    package func resolve(
        _ query: ResolveQuery, inCloud cloud: String
    ) async throws(EngineError) -> ResolveOutcome {
        guard let outcome = await (try driver(ofCloud: cloud)).resolve(query) else { throw interruption }
        if outcome.result == .tooMuchLoad { throw .tooMuchLoad }
        return outcome
    }

    package func ping(_ endpoint: Endpoint, inCloud cloud: String) async throws(EngineError) -> PingOutcome {
        guard let outcome = await (try driver(ofCloud: cloud)).ping(endpoint) else { throw interruption }
        return outcome
    }

    /// Why a driver gave no answer.
    private var interruption: EngineError { Task.isCancelled ? .cancelled : .closed }
}

extension CloudSnapshot {
    /// `nil` for a driver that is not there: the cloud is Virtual, or being opened.
    fileprivate init(_ cloud: Cloud, _ endpoints: [Endpoint], _ now: DriverSnapshot?) {
        let state = now?.state ?? (cloud.opening == nil ? .virtual : .synchronizing)
        self.init(
            name: cloud.name, scope: cloud.scope, scopeID: cloud.scopeID, endpoints: endpoints, state: state,
            seeds: cloud.seeds, seedSource: cloud.seeds.isEmpty ? "none" : "command line",
            seedUse: cloud.seeds.isEmpty ? .notUsed : DiscoveryUse(of: cloud.seedAddresses, in: state),
            rememberedUse: DiscoveryUse(of: cloud.rememberedNodes, in: state),
            cacheEntries: now?.cacheEntries ?? 0, estimatedSize: now?.estimatedIdentifiers,
            registeredNames: now?.registrations.count ?? 0, counters: now?.counters ?? Counters(),
            isPrivate: cloud.plan.isPrivate)
    }
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
