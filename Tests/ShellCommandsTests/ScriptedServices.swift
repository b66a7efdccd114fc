import Collaboration
import PNRP
import PeerBase
import PeerEngine
import ShellCommands
import Synchronization

/// Services that answer what a test has written down, and remember what they were asked to change.
final class ScriptedServices: ShellServices {
    struct Script: Sendable {
        var clouds: [CloudSnapshot] = []
        /// By cloud; nothing is kept for others.
        var configurations: [String: CloudConfiguration] = [:]
        /// Why nothing of what is kept can be read, if so.
        var readingFails: EngineError?
        var names: [RegisteredName] = []
        var kept: [PersistentRegistration] = []
        /// What keeping brings, if it fails.
        var keepingFails: EngineError?
        /// By cloud; a cloud without one has not found the name.
        var outcomes: [String: Result<ResolveOutcome, EngineError>] = [:]
        /// By cloud: what is delivered before the outcome.
        var deliveries: [String: [ResolvedRecord]] = [:]
        /// By cloud; a cloud without one takes everything.
        var refusals: [String: EngineError] = [:]
        /// What others do while a search is under way.
        var meanwhile: (@Sendable () -> Void)?
        var hosts: [String: [Endpoint]] = [:]
        /// What the probes bring, one after the other; then there are no answers.
        var pings: [PingOutcome] = []
        var identities: [IdentitySummary] = []
        /// Why no identity can be destroyed, if so.
        var deletionFails: EngineError?
        /// The state a cloud comes to when it is started; it stays as it is without one.
        var settled: [String: CloudState] = [:]
        /// What nodes name when they are asked for members; the others keep silent.
        var members: [Endpoint: Int] = [:]
        /// By cloud; a cloud without one has not split.
        var repairs: [String: RepairOutcome] = [:]
        var findings: [String: [CloudFinding]] = [:]
        /// By cloud; one without was never opened.
        var histories: [String: StatisticsHistory] = [:]
        var machine = MachineName(name: peer("0.myhost"), isPublished: false, publishesAutomatically: false)
        /// What happens, one after the other as it is heard; then it ends.
        var events: [EngineEvent] = []
        /// Whether they happen only once a cloud is started.
        var eventsFollowStart = false
        /// Whether the events tell of what is over: then nothing changes with them.
        var eventsAreStale = false
        /// The clouds as they are after events were lost.
        var afterLoss: [CloudSnapshot]?
        /// Whether a start and a publishing never end.
        var hangs = false
        var meshes = ScriptedMeshes()
        var collaboration = ScriptedCollaboration()
    }

    struct State {
        var script: Script
        var log: [String] = []
        var queries: [ResolveQuery] = []
        var orders: [RegistrationOrder] = []
        var listener: AsyncStream<Never>.Continuation?
        var meshListeners: [AsyncStream<MeshEvent>.Continuation] = []
    }

    let state: Mutex<State>

    init(_ script: Script) { state = Mutex(State(script: script)) }

    /// What was asked of the services, except looking.
    var log: [String] { state.withLock { $0.log } }
    var queries: [ResolveQuery] { state.withLock { $0.queries } }
    var orders: [RegistrationOrder] { state.withLock { $0.orders } }

    func note(_ entry: String) { state.withLock { $0.log.append(entry) } }
    var script: Script { state.withLock { $0.script } }

    /// Notes what was asked, and refuses where the script says so.
    private func ask(_ entry: String, _ cloud: String) throws(EngineError) {
        if let refusal = script.refusals[cloud] { throw refusal }
        note(entry)
    }

    // MARK: PeerServices

    func clouds() async -> [CloudSnapshot] { script.clouds }

    func configuration(ofCloud cloud: String) async throws(EngineError) -> CloudConfiguration {
        if let error = script.readingFails { throw error }
        return script.configurations[cloud] ?? CloudConfiguration()
    }

    func statisticsHistory(ofCloud cloud: String) async throws(EngineError) -> StatisticsHistory? {
        script.histories[cloud]
    }

    func names(inCloud cloud: String) async throws(EngineError) -> [RegisteredName] {
        script.names.filter { $0.cloud == cloud }
    }

    func register(_ order: RegistrationOrder) async throws(EngineError) {
        try ask("register \(order.name) in \(order.cloud)", order.cloud)
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

    func persistentRegistrations() async throws(EngineError) -> [PersistentRegistration] {
        if let error = script.readingFails { throw error }
        return script.kept
    }

    func keep(_ order: RegistrationOrder) async throws(EngineError) {
        try ask("keep \(order.name) in \(order.cloud)", order.cloud)
        if let error = script.keepingFails { throw error }
        let isThere = script.kept.contains { $0.order.name == order.name && $0.order.cloud == order.cloud }
        guard order.replaces || !isThere else { throw .duplicateName(order.name, cloud: order.cloud) }
        state.withLock { state in
            state.script.kept.removeAll { $0.order.name == order.name && $0.order.cloud == order.cloud }
            state.script.kept.append(PersistentRegistration(order: order))
        }
    }

    func forget(_ name: PeerName, inCloud cloud: String?) async throws(EngineError) -> Int {
        note("forget \(name) in \(cloud ?? "every cloud")")
        return state.withLock { state in
            let before = state.script.kept.count
            state.script.kept.removeAll { $0.order.name == name && (cloud == nil || $0.order.cloud == cloud) }
            return before - state.script.kept.count
        }
    }

    func publishPersistentRegistrations() async {
        note("publish what is kept")
        await hang()
    }

    /// Heeds no cancelling.
    private func hang() async {
        guard script.hangs else { return }
        await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in }
    }

    func resolve(_ query: ResolveQuery, inCloud cloud: String) async throws(EngineError) -> ResolveOutcome {
        try await resolve(query, inCloud: cloud, deliver: { _ in }, pass: { _ in })
    }

    func resolve(
        _ query: ResolveQuery, inCloud cloud: String, deliver: @escaping @Sendable (ResolvedRecord) -> Void,
        pass: @escaping @Sendable (TraceStep) -> Void
    ) async throws(EngineError) -> ResolveOutcome {
        state.withLock { $0.queries.append(query) }
        script.meanwhile?()
        for record in script.deliveries[cloud] ?? [] { deliver(record) }
        if case .success(let outcome)? = script.outcomes[cloud] { outcome.trace.forEach(pass) }
        let nothing = Result<ResolveOutcome, EngineError>.success(.notFound())
        return try (script.outcomes[cloud] ?? nothing).get()
    }

    func start(cloud: String) async throws(EngineError) {
        try ask("start \(cloud)", cloud)
        await hang()
        state.withLock { $0.listener }?.finish()
    }

    func synchronize(cloud: String, with endpoint: Endpoint) async throws(EngineError) -> SynchronizationOutcome {
        try ask("synchronize \(cloud) with \(endpoint)", cloud)
        return script.members[endpoint].map { .answered(identifiers: $0) } ?? .unanswered
    }

    func seeds(ofCloud cloud: String) async throws(EngineError) -> [Endpoint] {
        let seeds = script.clouds.first { $0.name == cloud }?.seeds ?? []
        return seeds.flatMap { seed in
            EndpointText(seed).map { [$0.endpoint(defaultPort: 3540)] } ?? script.hosts[seed] ?? []
        }
    }

    func flush(cloud: String) async throws(EngineError) -> Int {
        try ask("flush \(cloud)", cloud)
        return script.clouds.first { $0.name == cloud }?.cacheEntries ?? 0
    }

    func repair(cloud: String) async throws(EngineError) -> RepairOutcome {
        try ask("repair \(cloud)", cloud)
        return script.repairs[cloud] ?? .noSplit
    }

    func setSeeds(_ seeds: [String]?, cloud: String) async throws(EngineError) {
        try ask("seeds of \(cloud): \(seeds.map { $0.joined(separator: " ") } ?? "default")", cloud)
    }

    func setMode(_ mode: CloudMode, cloud: String) async throws(EngineError) {
        try ask("mode of \(cloud): \(mode.rawValue)", cloud)
    }

    func machineName() async throws(EngineError) -> MachineName {
        if let error = script.readingFails { throw error }
        return script.machine
    }

    func setMachineName(_ change: MachineNameChange) async throws(EngineError) {
        let parts = [
            change.name.map { "name '\($0)'" }, change.publishes.map { "publishes \($0)" },
            change.publishesAutomatically.map { "by itself \($0)" },
        ]
        note("machine: \(parts.compactMap { $0 }.joined(separator: ", "))")
    }

    func diagnose(cloud: String) async throws(EngineError) -> [CloudFinding] { script.findings[cloud] ?? [] }

    func settle(cloud: String) async throws(EngineError) -> CloudState {
        try ask("settle \(cloud)", cloud)
        return state.withLock { state in
            guard let index = state.script.clouds.firstIndex(where: { $0.name == cloud }) else { return .virtual }
            if let settled = state.script.settled[cloud] { state.script.clouds[index].state = settled }
            return state.script.clouds[index].state
        }
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
        if let refusal = script.deletionFails { throw refusal }
        note("delete identity \(identity)")
    }

    var completions: CompletionWords {
        let script = script
        return CompletionWords(
            clouds: script.clouds.map(\.name), ownNames: script.names.map { "\($0.name)" },
            identities: script.identities.map(\.identity), meshes: script.meshes.joined.map(\.meshID),
            members: script.meshes.nicknames, people: script.collaboration.people.map(\.nickname),
            contacts: script.collaboration.contacts.map(\.label),
            applications: script.collaboration.applications.map { "\($0.id)" })
    }

    func events() -> AsyncStream<EngineEvent> {
        let (beginning, begin) = AsyncStream.makeStream(of: Never.self)
        state.withLock { $0.listener = begin }
        if !script.eventsFollowStart { begin.finish() }
        let rest = Rest(script.events)
        return AsyncStream(unfolding: { [self] in
            for await _ in beginning {}
            guard !Task.isCancelled, let event = rest.next() else { return nil }
            happen(event)
            return event
        })
    }

    /// Clouds and names are as the event tells, unless it is stale.
    private func happen(_ event: EngineEvent) {
        state.withLock { state in
            guard !state.script.eventsAreStale else { return }
            switch event {
            case .cloudChanged(let cloud, _, let now):
                for index in state.script.clouds.indices where state.script.clouds[index].name == cloud {
                    state.script.clouds[index].state = now
                }
            case .cloudVanished(let cloud): state.script.clouds.removeAll { $0.name == cloud }
            case .nameAnnounced(let name, let cloud):
                for index in state.script.names.indices
                where state.script.names[index].name == name && state.script.names[index].cloud == cloud {
                    state.script.names[index].isAnnounced = true
                }
            case .nameUnregistered(let name, let cloud):
                state.script.names.removeAll { $0.name == name && $0.cloud == cloud }
            case .eventsLost: state.script.clouds = state.script.afterLoss ?? state.script.clouds
            default: break
            }
        }
    }
}

/// Events that have not happened yet.
private final class Rest: Sendable {
    private let events: Mutex<ArraySlice<EngineEvent>>

    init(_ events: [EngineEvent]) { self.events = Mutex(events[...]) }

    func next() -> EngineEvent? { events.withLock { $0.popFirst() } }
}
