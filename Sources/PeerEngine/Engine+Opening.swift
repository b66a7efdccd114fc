internal import Logging
internal import PNRP
internal import PNRPTransport
package import PeerBase

// From a cloud that is merely known to one that has sockets (behaviour 6.3: lazy).

extension Engine {
    /// How long DNS may take (behaviour 7).
    private static let nameLookup: Duration = .seconds(5)

    /// The driver of a cloud, which is opened if need be. An opening that failed is tried anew.
    func driver(ofCloud name: String) async throws(EngineError) -> PNRPDriver {
        guard !isClosed else { throw .closed }
        let index = try indexOfCloud(name)
        if let driver = knownClouds[index].driver { return driver }
        let opening = knownClouds[index].opening ?? beginOpening(index)
        return try await opening.value.get()
    }

    /// The driver of a cloud if it is open.
    func openDriver(ofCloud name: String) throws(EngineError) -> PNRPDriver? {
        knownClouds[try indexOfCloud(name)].driver
    }

    private func indexOfCloud(_ name: String) throws(EngineError) -> Int {
        guard let index = knownClouds.firstIndex(where: { $0.name == name }) else { throw .noSuchCloud(name) }
        return index
    }

    private func beginOpening(_ index: Int) -> Cloud.Opening {
        let opening = Cloud.Opening {
            do throws(EngineError) {
                return .success(try await self.open(index))
            } catch {
                self.knownClouds[index].opening = nil
                return .failure(error)
            }
        }
        knownClouds[index].opening = opening
        return opening
    }

    private func open(_ index: Int) async throws(EngineError) -> PNRPDriver {
        let cloud = knownClouds[index]
        let addresses = try cloud.plan.currentAddresses()
        var seeds = await seedEndpoints()
        knownClouds[index].seeds = options.seeds
        if options.labNodes > 0 {
            let laboratory = try await Laboratory.started(nodes: options.labNodes)
            guard !isClosed else {
                await laboratory.close()
                throw .closed
            }
            self.laboratory = laboratory
            seeds += laboratory.seeds
            knownClouds[index].seeds += laboratory.seeds.map(\.description)
        }
        knownClouds[index].seedAddresses = seeds.count
        let remembered = if let key = cloud.memoryKey { await memory.nodes(ofCloud: key) } else { [RouteEntry]() }
        knownClouds[index].rememberedNodes = remembered.count
        let driver = try await bind(
            PNRPDriver.Setup(
                addresses: addresses, port: cloud.plan.port, reach: cloud.plan.reach, seeds: seeds,
                remembered: remembered, cryptography: .real, signer: keys.signer))
        guard !isClosed else {
            await driver.close()
            throw .closed
        }
        knownClouds[index].driver = driver
        log.debug("\(cloud.name) uses \(driver.endpoints)")
        watch(driver, index)
        if options.labNodes > 0 {
            _ = await driver.reach(.settled)
            fanout.send(.labReady(nodes: options.labNodes))
        }
        return driver
    }

    private func bind(_ setup: PNRPDriver.Setup) async throws(EngineError) -> PNRPDriver {
        do throws(BindFailure) {
            return try await PNRPDriver.bound(setup)
        } catch {
            throw EngineError(error)
        }
    }

    /// Seeds that stand for nothing are left out: one that is down must not keep the others from being asked.
    private func seedEndpoints() async -> [Endpoint] {
        var endpoints: [Endpoint] = []
        for seed in options.seeds {
            do throws(EngineError) {
                endpoints += try await self.endpoints(ofHost: seed, defaultPort: Self.standardPort)
            } catch {
                fanout.send(.warning("The seed '\(seed)' has no IPv6 address.", hint: nil))
            }
        }
        return endpoints
    }

    package func endpoints(ofHost text: String, defaultPort: UInt16) async throws(EngineError) -> [Endpoint] {
        if let literal = EndpointText(text) { return [literal.endpoint(defaultPort: defaultPort)] }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard let host = parts.first, !host.isEmpty, parts.count <= 2 else { throw .unknownHost(text) }
        guard let port = parts.count == 2 ? UInt16(parts[1]) : defaultPort else { throw .unknownHost(text) }
        let addresses = await EventLoops.addresses(ofHost: String(host), within: Self.nameLookup)
        guard !addresses.isEmpty else { throw .unknownHost(text) }
        return addresses.map { Endpoint(address: $0, port: port) }
    }
}

// MARK: What drivers tell

extension Engine {
    /// Until the driver is shut down, which ends its streams.
    private func watch(_ driver: PNRPDriver, _ index: Int) {
        Task { for await event in driver.events { heard(event, index) } }
        guard let key = knownClouds[index].memoryKey else { return }
        Task { for await routes in driver.remembered { await memory.keep(routes, ofCloud: key) } }
    }

    private func heard(_ event: Event, _ index: Int) {
        let cloud = knownClouds[index].name
        log.debug("\(cloud): \(event)")
        switch event {
        case .stateChanged(let state):
            fanout.send(.cloudChanged(cloud: cloud, from: knownClouds[index].state, to: state))
            knownClouds[index].state = state
        case .nameRegistered(let name, _): fanout.send(.nameRegistered(name, cloud: cloud))
        case .nameAnnounced(let name, _): fanout.send(.nameAnnounced(name, cloud: cloud))
        case .nameUnregistered(let name, _): fanout.send(.nameUnregistered(name, cloud: cloud))
        case .splitFound(let isSmaller): fanout.send(.splitFound(cloud: cloud, isSmaller: isSmaller))
        case .routeAdmitted, .routeRemoved, .hopTaken: break
        }
    }
}

extension EngineError {
    init(_ failure: BindFailure) {
        self = .cannotBind("\(failure.endpoint)", reason: "\(failure.reason).")
    }
}
