package import PNRP
internal import PNRPTransport
package import PeerBase
internal import PeerStore

// What people do about clouds: start, fill, empty, mend and configure them. Seeds have a file of their own.

extension Engine {
    package func start(cloud: String) async throws(EngineError) {
        try await hold(cloud: cloud)
        await takePart(in: cloud, try await driver(ofCloud: cloud))
    }

    /// Opens a cloud and keeps it open.
    func hold(cloud: String) async throws(EngineError) {
        let driver = try await driver(ofCloud: cloud)
        let isStarted = try self.cloud(named: cloud).isStarted
        guard !isStarted else { return }
        change(cloud) { $0.isStarted = true }
        await driver.open()
    }

    package func synchronize(
        cloud: String, with endpoint: Endpoint
    ) async throws(EngineError) -> SynchronizationOutcome {
        let driver = try await driver(ofCloud: cloud)
        try refuseWithoutNetwork(cloud)
        guard let outcome = await driver.synchronize(with: endpoint) else { throw interruption(cloud) }
        return outcome
    }

    /// A cloud that nobody opened has nothing to forget.
    package func flush(cloud: String) async throws(EngineError) -> Int {
        guard let driver = try openDriver(ofCloud: cloud) else {
            let isDisabled = await settings(ofCloud: cloud).isDisabled
            guard !isDisabled else { throw .cloudUnusable(cloud, .disabled) }
            return 0
        }
        return await driver.flush()
    }

    package func repair(cloud: String) async throws(EngineError) -> RepairOutcome {
        let driver = try await driver(ofCloud: cloud)
        try refuseWithoutNetwork(cloud)
        guard let outcome = await driver.repair() else { throw interruption(cloud) }
        return outcome
    }

    package func setMode(_ mode: CloudMode, cloud: String) async throws(EngineError) {
        let known = try self.cloud(named: cloud)
        _ = await settings(ofCloud: cloud)
        if let key = known.memoryKey {
            // What is default needs no words.
            try await memory.set(.mode, to: mode == .automatic ? nil : mode.rawValue, ofCloud: key)
        }
        change(cloud) { $0.settings?.mode = mode }
        guard let driver = try openDriver(ofCloud: cloud) else { return }
        await driver.setResolveOnly(mode == .resolveOnly)
        if known.isStarted { await takePart(in: cloud, driver) }
    }
}
