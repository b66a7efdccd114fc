package import PNRP
internal import PNRPTransport
package import PeerBase

// What people do about clouds: start, fill, empty, mend and configure them.

extension Engine {
    package func resolve(
        _ query: ResolveQuery, inCloud cloud: String, deliver: @escaping @Sendable (ResolvedRecord) -> Void
    ) async throws(EngineError) -> ResolveOutcome {
        let outcome = try await resolve(query, inCloud: cloud)
        if case .found(let record) = outcome.result { deliver(record) }
        return outcome
    }

    package func start(cloud: String) async throws(EngineError) {
        await (try driver(ofCloud: cloud)).open()
    }

    package func synchronize(
        cloud: String, with endpoint: Endpoint
    ) async throws(EngineError) -> SynchronizationOutcome { throw .closed }

    package func seeds(ofCloud cloud: String) async throws(EngineError) -> [Endpoint] { throw .closed }
    package func flush(cloud: String) async throws(EngineError) -> Int { throw .closed }
    package func repair(cloud: String) async throws(EngineError) -> RepairOutcome { throw .closed }
    package func setSeeds(_ seeds: [String]?, cloud: String) async throws(EngineError) { throw .closed }
    package func setMode(_ mode: CloudMode, cloud: String) async throws(EngineError) { throw .closed }
    package func machineName() async throws(EngineError) -> MachineName { throw .closed }
    package func setMachineName(_ change: MachineNameChange) async throws(EngineError) { throw .closed }
    package func diagnose(cloud: String) async throws(EngineError) -> [CloudFinding] { throw .closed }
}
