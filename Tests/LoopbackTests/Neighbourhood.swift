import Foundation
import PNRP
import PeerBase
import PeerEngine
import PeerStore
import Testing

/// Engines on `[::1]` with files of their own; all are shut down and all files removed when `body` is over.
func withEngines(_ body: (Neighbourhood) async throws -> Void) async throws {
    let neighbourhood = Neighbourhood()
    let result = await Result { try await body(neighbourhood) }
    await neighbourhood.end()
    try result.get()
}

actor Neighbourhood {
    private let directory = FileManager.default.temporaryDirectory.appending(path: "p2psh-\(UUID().uuidString)").path()
    private var engines: [Engine] = []

    /// An engine on a free port that asks `seeds` for members.
    func engine(joining seeds: Endpoint...) async throws -> Engine {
        try await started(binds: ["[::1]:0"], seeds: seeds.map(\.description), labNodes: 0)
    }

    /// An engine with `count` laboratory nodes around it.
    func laboratory(of count: Int) async throws -> Engine {
        try await started(binds: [], seeds: [], labNodes: count)
    }

    /// An engine on one certain endpoint, with files that others of that `home` had before it.
    func engine(at endpoint: Endpoint, home: String, joining seeds: Endpoint...) async throws -> Engine {
        try await started(binds: [endpoint.description], seeds: seeds.map(\.description), labNodes: 0, home: home)
    }

    /// An endpoint that was free a moment ago.
    func freeEndpoint() async throws -> Endpoint {
        let engine = try await engine()
        let endpoint = try await engine.endpoint
        await engine.shutdown()
        return endpoint
    }

    /// Takes away what an earlier engine of that `home` remembers of others; its settings stay.
    func forgetNodes(ofHome home: String, at endpoint: Endpoint) throws {
        try Store(path: "\(directory)/\(home)/state/p2psh.sqlite").remember([], inCloud: endpoint.description)
    }

    /// Sets what no command sets, as whoever runs the host would, for the cloud at `endpoint`.
    /// Without an endpoint it is said of every cloud.
    func set(_ setting: Setting, to value: String, ofHome home: String, at endpoint: Endpoint?) throws {
        try Store(path: "\(directory)/\(home)/state/p2psh.sqlite")
            .setSetting(setting, to: value, cloud: endpoint?.description)
    }

    /// Puts something else where an engine of that `home` expects its database.
    func damageStore(ofHome home: String) throws {
        let state = "\(directory)/\(home)/state"
        try FileManager.default.createDirectory(atPath: state, withIntermediateDirectories: true)
        try Data(repeating: 0x21, count: 4096).write(to: URL(filePath: "\(state)/p2psh.sqlite"))
    }

    /// As somebody with a file manager would.
    func removeKey(of identity: IdentitySummary, home: String) throws {
        try FileManager.default.removeItem(atPath: "\(directory)/\(home)/keys/\(identity.authority).pem")
    }

    /// For an engine that the test makes itself, on a port of its own.
    func options(home: String, joining seed: Endpoint) async throws -> EngineOptions {
        try options(home: home, at: await freeEndpoint(), joining: seed)
    }

    func options(home: String, at endpoint: Endpoint, joining seeds: Endpoint...) throws -> EngineOptions {
        try EngineOptions(
            environment: [:], home: "\(directory)/\(home)", binds: [endpoint.description],
            seeds: seeds.map(\.description))
    }

    private func started(
        binds: [String], seeds: [String], labNodes: Int, home: String? = nil
    ) async throws -> Engine {
        let options = try EngineOptions(
            environment: [:], home: "\(directory)/\(home ?? String(engines.count))", binds: binds, seeds: seeds,
            labNodes: labNodes)
        let engine = try Engine(options)
        engines.append(engine)
        try await engine.start()
        return engine
    }

    func end() async {
        for engine in engines { await engine.shutdown() }
        try? FileManager.default.removeItem(atPath: directory)
    }
}

extension Engine {
    static let cloud = "Global_"

    var snapshot: CloudSnapshot {
        get async throws { try #require(await clouds().first) }
    }

    var endpoint: Endpoint {
        get async throws { try #require(try await snapshot.endpoints.first) }
    }

    func register(
        _ name: String, comment: String? = nil, endpoints: [ApplicationEndpoint] = [], port: UInt16 = 0,
        payload: ExtendedPayload.Payload? = nil
    ) async throws {
        try await register(
            RegistrationOrder(
                name: PeerName(name), cloud: Self.cloud, comment: comment, endpoints: endpoints, port: port,
                payload: payload))
    }

    func resolve(_ name: String) async throws -> ResolveOutcome {
        try await resolve(ResolveQuery(name: PeerName(name), timeout: .seconds(60)), inCloud: Self.cloud)
    }

    /// Resolves until somebody is found, for at most a minute: on a busy machine the short times of the protocol pass
    /// before anybody comes to answer.
    func find(_ name: String) async throws -> ResolveOutcome {
        var outcome = try await resolve(name)
        _ = try await eventually {
            if outcome.record == nil { outcome = try await resolve(name) }
            return outcome.record != nil
        }
        return outcome
    }

    /// Waits until the cloud has members; one that stayed alone at first asks again.
    func becomesActive() async throws -> Bool {
        _ = try await settle(cloud: Self.cloud)
        return try await eventually { try await snapshot.state == .active }
    }
}

extension ResolveOutcome {
    var record: ResolvedRecord? {
        if case .found(let record) = result { return record }
        return nil
    }
}

extension Result where Failure == any Error {
    init(_ body: () async throws(Failure) -> Success) async {
        do {
            self = .success(try await body())
        } catch {
            self = .failure(error)
        }
    }
}

/// Asks again and again, up to a minute; the answer says whether it ever came true.
func eventually(_ condition: () async throws -> Bool) async throws -> Bool {
    let deadline = ContinuousClock.now + .seconds(60)
    while try await !condition() {
        guard ContinuousClock.now < deadline else { return try await condition() }
        try await Task.sleep(for: .milliseconds(10))
    }
    return true
}
