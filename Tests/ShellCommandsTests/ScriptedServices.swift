import PNRP
import PeerBase
import PeerEngine
import Synchronization

/// Services that answer what a test has written down, and remember what they were asked to change.
final class ScriptedServices: PeerServices {
    struct Script: Sendable {
        var clouds: [CloudSnapshot] = []
        var names: [RegisteredName] = []
        /// By cloud; a cloud without one has not found the name.
        var outcomes: [String: Result<ResolveOutcome, EngineError>] = [:]
        /// By cloud; a cloud without one takes everything.
        var refusals: [String: EngineError] = [:]
        var hosts: [String: [Endpoint]] = [:]
        /// What the probes bring, one after the other; then there are no answers.
        var pings: [PingOutcome] = []
        var identities: [IdentitySummary] = []
    }

    private struct State {
        var script: Script
        var log: [String] = []
        var queries: [ResolveQuery] = []
        var orders: [RegistrationOrder] = []
    }

    private let state: Mutex<State>

    init(_ script: Script) { state = Mutex(State(script: script)) }

    /// What was asked of the services, except looking.
    var log: [String] { state.withLock { $0.log } }
    var queries: [ResolveQuery] { state.withLock { $0.queries } }
    var orders: [RegistrationOrder] { state.withLock { $0.orders } }

    private func note(_ entry: String) { state.withLock { $0.log.append(entry) } }
    private var script: Script { state.withLock { $0.script } }

    // MARK: PeerServices

    func clouds() async -> [CloudSnapshot] { script.clouds }

    func names(inCloud cloud: String) async throws(EngineError) -> [RegisteredName] {
        script.names.filter { $0.cloud == cloud }
    }

    func register(_ order: RegistrationOrder) async throws(EngineError) {
        if let refusal = script.refusals[order.cloud] { throw refusal }
        note("register \(order.name) in \(order.cloud)")
        state.withLock { $0.orders.append(order) }
    }

    func unregister(_ name: PeerName, inCloud cloud: String) async throws(EngineError) -> Int {
        let count = state.withLock { state in
            let count = state.script.names.count { $0.name == name && $0.cloud == cloud }
            state.script.names.removeAll { $0.name == name && $0.cloud == cloud }
            return count
        }
        note("unregister \(name) in \(cloud)")
        guard count > 0 else { throw .notRegistered(name, cloud: cloud) }
        return count
    }

    func resolve(_ query: ResolveQuery, inCloud cloud: String) async throws(EngineError) -> ResolveOutcome {
        state.withLock { $0.queries.append(query) }
        let nothing = Result<ResolveOutcome, EngineError>.success(.notFound())
        return try (script.outcomes[cloud] ?? nothing).get()
    }

    func resolve(
        _ query: ResolveQuery, inCloud cloud: String, deliver: @escaping @Sendable (ResolvedRecord) -> Void
    ) async throws(EngineError) -> ResolveOutcome {
        let outcome = try await resolve(query, inCloud: cloud)
        if case .found(let record) = outcome.result { deliver(record) }
        return outcome
    }

    func start(cloud: String) async throws(EngineError) { note("start \(cloud)") }

    func synchronize(cloud: String, with endpoint: Endpoint) async throws(EngineError) -> SynchronizationOutcome {
        note("synchronize \(cloud) with \(endpoint)")
        return .unanswered
    }

    func seeds(ofCloud cloud: String) async throws(EngineError) -> [Endpoint] { [] }

    func flush(cloud: String) async throws(EngineError) -> Int {
        note("flush \(cloud)")
        return 0
    }

    func repair(cloud: String) async throws(EngineError) -> RepairOutcome {
        note("repair \(cloud)")
        return .noSplit
    }

    func setSeeds(_ seeds: [String]?, cloud: String) async throws(EngineError) {
        note("set seeds \(seeds ?? []) of \(cloud)")
    }

    func setMode(_ mode: CloudMode, cloud: String) async throws(EngineError) {
        note("set mode \(mode.rawValue) of \(cloud)")
    }

    func machineName() async throws(EngineError) -> MachineName { throw .closed }

    func setMachineName(_ change: MachineNameChange) async throws(EngineError) { note("set machine name") }

    func diagnose(cloud: String) async throws(EngineError) -> [CloudFinding] { [] }

    func settle(cloud: String) async throws(EngineError) -> CloudState {
        note("settle \(cloud)")
        return .active
    }

    func ping(_ endpoint: Endpoint, inCloud cloud: String) async throws(EngineError) -> PingOutcome {
        note("ping \(endpoint) in \(cloud)")
        return state.withLock { $0.script.pings.isEmpty ? .unanswered : $0.script.pings.removeFirst() }
    }

    func endpoints(ofHost text: String, defaultPort: UInt16) async throws(EngineError) -> [Endpoint] {
        if let literal = EndpointText(text) { return [literal.endpoint(defaultPort: defaultPort)] }
        guard let endpoints = script.hosts[text] else { throw .unknownHost(text) }
        return endpoints
    }

    func identities() async throws(EngineError) -> [IdentitySummary] { script.identities }

    func addIdentity(friendlyName: String) async throws(EngineError) -> IdentitySummary {
        note("add identity \(friendlyName)")
        return .alice
    }

    func deleteIdentity(_ identity: String) async throws(EngineError) {
        note("delete identity \(identity)")
    }

    var completions: CompletionWords {
        let script = script
        return CompletionWords(
            clouds: script.clouds.map(\.name), ownNames: script.names.map { "\($0.name)" },
            identities: script.identities.map(\.identity))
    }

    func events() -> AsyncStream<EngineEvent> { AsyncStream { $0.finish() } }
}
