internal import Logging
internal import PNRP
internal import PNRPTransport
internal import PeerBase
internal import Sockets
internal import Synchronization

// From a cloud that is merely known to one that has sockets (behaviour 6.3: lazy).

extension Engine {
    func cloud(named name: String) throws(EngineError) -> Cloud {
        guard let cloud = knownClouds.first(where: { $0.name == name }) else { throw .noSuchCloud(name) }
        return cloud
    }

    /// Changes what is known of a cloud, unless it is gone.
    func change(_ name: String, _ body: (inout Cloud) -> Void) {
        guard let index = knownClouds.firstIndex(where: { $0.name == name }) else { return }
        body(&knownClouds[index])
    }

    /// The driver of a cloud, which is opened if need be. An opening that failed is tried anew.
    func driver(ofCloud name: String) async throws(EngineError) -> PNRPDriver {
        guard !isClosed else { throw .closed }
        if toldClouds == nil { await followHost() }
        let cloud = try cloud(named: name)
        guard let driver = cloud.driver else {
            return try await (cloud.opening ?? beginOpening(name)).value.get()
        }
        guard cloud.state == .virtual else { return driver }
        do throws(BindFailure) {
            try await driver.bindIfReleased()
        } catch {
            throw EngineError(error)
        }
        return driver
    }

    /// The driver of a cloud if it is open.
    func openDriver(ofCloud name: String) throws(EngineError) -> PNRPDriver? {
        try cloud(named: name).driver
    }

    /// What is set for a cloud, read at the first need.
    func settings(ofCloud name: String) async -> CloudSettings {
        guard let cloud = try? cloud(named: name) else { return CloudSettings() }
        if let settings = cloud.settings { return settings }
        let read = await (try? memory.settings(of: cloud)) ?? CloudSettings()
        change(name) { $0.settings = $0.settings ?? read }
        return (try? self.cloud(named: name))?.settings ?? read
    }

    private func beginOpening(_ name: String) -> Cloud.Opening {
        let opening = Cloud.Opening {
            do throws(EngineError) {
                return .success(try await self.open(name))
            } catch {
                self.change(name) { $0.opening = nil }
                return .failure(error)
            }
        }
        change(name) { $0.opening = opening }
        return opening
    }

    private func open(_ name: String) async throws(EngineError) -> PNRPDriver {
        await followHost()
        let settings = await settings(ofCloud: name)
        guard !settings.isDisabled else { throw .cloudUnusable(name, .disabled) }
        let cloud = try cloud(named: name)
        let setup = try await setup(of: cloud, settings)
        let driver = try await bind(setup)
        guard !isClosed, knownClouds.contains(where: { $0.name == name }) else {
            await driver.close()
            throw isClosed ? .closed : .noSuchCloud(name)
        }
        change(name) {
            $0.driver = driver
            $0.discovery.rememberedNodes = setup.remembered.count
        }
        log.debug("\(name) uses \(driver.endpoints)")
        serve(driver, name)
        if laboratory != nil {
            _ = await driver.reach(.settled)
            fanout.send(.labReady(nodes: options.labNodes))
        }
        Task { await watchHost() }
        return driver
    }

    private func setup(of cloud: Cloud, _ settings: CloudSettings) async throws(EngineError) -> PNRPDriver.Setup {
        let addresses = cloud.plan.wantedAddresses(of: host)
        guard !addresses.isEmpty else { throw .noAddress }
        if options.labNodes > 0 { try await startLaboratory() }
        var setup = PNRPDriver.Setup(
            addresses: addresses, port: cloud.plan.port, reach: cloud.plan.reach, cryptography: .real,
            signer: keys.signer)
        setup.zone = cloud.plan.zone
        setup.searchesLink = settings.searchesLink && !cloud.plan.isPrivate
        setup.keepsHistory = true
        setup.isResolveOnly = settings.mode == .resolveOnly
        // A laboratory's nodes are the only seeds that never change.
        setup.looksUpSeeds = laboratory == nil
        if laboratory != nil { setup.seeds = await lookUpSeeds(ofCloud: cloud.name) }
        if let key = cloud.memoryKey { setup.remembered = await memory.nodes(ofCloud: key) }
        return setup
    }

    private func startLaboratory() async throws(EngineError) {
        let laboratory = try await Laboratory.started(nodes: options.labNodes)
        guard !isClosed else {
            await laboratory.close()
            throw .closed
        }
        self.laboratory = laboratory
        words.withLock { $0.words.foreignNames = laboratory.names.map { "\($0)" } }
    }

    private func bind(_ setup: PNRPDriver.Setup) async throws(EngineError) -> PNRPDriver {
        do throws(BindFailure) {
            return try await PNRPDriver.bound(setup)
        } catch {
            throw EngineError(error)
        }
    }
}

extension EngineError {
    init(_ failure: BindFailure) {
        self = failure.isWithoutAddress ? .noAddress : .cannotBind("\(failure.endpoint)", reason: "\(failure.reason).")
    }
}
