import CommandTree
import PNRP
import PeerEngine

/// A resolve in every cloud meant, all at once.
struct Search {
    private let environment: CommandEnvironment
    let query: ResolveQuery
    /// In the order in which they count.
    private let clouds: [CloudSnapshot]

    /// How the search in one cloud ended.
    struct Finding {
        let cloud: CloudSnapshot
        let outcome: ResolveOutcome
    }

    /// - Parameter invocation: has `peername`, `cloud` and `timeout`.
    init(_ invocation: Invocation, _ environment: CommandEnvironment, includesLocal: Bool) async throws {
        self.environment = environment
        query = ResolveQuery(
            name: try invocation.peerName(), criteria: includesLocal ? .any : .otherProcess,
            timeout: invocation.duration("timeout"))
        clouds = try await environment.usableClouds(for: invocation)
    }

    static var timeoutParameter: Parameter {
        let usual = Limits.resolveTimeout.components.seconds
        let longest = Int(Limits.longestResolveTimeout.components.seconds)
        return Parameter(
            "timeout", .duration(.seconds, 1...longest), "When to give up.", .fallback("\(usual)"), isTagged: true)
    }

    /// The first cloud in which the name was found ends the search in the others; then it is the only one told.
    /// Without one, those that could be searched.
    func findings() async throws -> [Finding] {
        var results: [(index: Int, result: Result<ResolveOutcome, EngineError>)] = []
        await withTaskGroup(of: (Int, Result<ResolveOutcome, EngineError>).self) { group in
            for (index, cloud) in clouds.enumerated() {
                group.addTask { (index, await search(cloud)) }
            }
            for await (index, result) in group {
                results.append((index, result))
                if result.isFound { group.cancelAll() }
            }
        }
        results.sort { $0.index < $1.index }
        return try conclusion(results.map { (clouds[$0.index], $0.result) })
    }

    /// A process made for this one command lets the cloud settle first: there is no second try (architecture 4).
    private func search(_ cloud: CloudSnapshot) async -> Result<ResolveOutcome, EngineError> {
        do throws(EngineError) {
            if environment.isOneShot { _ = try await environment.services.settle(cloud: cloud.name) }
            return .success(try await environment.services.resolve(query, inCloud: cloud.name))
        } catch {
            return .failure(error)
        }
    }

    private func conclusion(
        _ results: [(cloud: CloudSnapshot, result: Result<ResolveOutcome, EngineError>)]
    ) throws -> [Finding] {
        let findings = results.compactMap { entry in
            (try? entry.result.get()).map { Finding(cloud: entry.cloud, outcome: $0) }
        }
        if let found = findings.first(where: { $0.outcome.record != nil }) { return [found] }
        try Task.checkCancellation()
        if findings.isEmpty, case .failure(let error)? = results.first?.result { throw error.asSeenByPeople }
        if findings.contains(where: { $0.outcome.result == .tooMuchLoad }) { throw CommandFailure(.tooMuchLoad) }
        return findings
    }

    /// Why nothing may have been found.
    func remedies(for findings: [Finding]) async -> [String] {
        let searched = Set(findings.map(\.cloud.name))
        let isOwn = !query.includesLocal && environment.services.completions.ownNames.contains("\(query.name)")
        let own = isOwn ? ["This process publishes the name itself; criteria=any finds that too."] : []
        return own + advice(on: await environment.services.clouds().filter { searched.contains($0.name) })
    }
}

extension Result<ResolveOutcome, EngineError> {
    fileprivate var isFound: Bool { (try? get())?.record != nil }
}

extension ResolveOutcome {
    var record: ResolvedRecord? {
        if case .found(let record) = result { return record }
        return nil
    }
}
