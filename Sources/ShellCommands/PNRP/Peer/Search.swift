import CommandTree
import PNRP
import PeerEngine

/// A resolve in every cloud meant, all at once.
struct Search {
    private let environment: CommandEnvironment
    let query: ResolveQuery
    /// In the order in which they count.
    private let clouds: [CloudSnapshot]

    /// Who was found, and in which cloud.
    struct Publisher: Sendable {
        let record: ResolvedRecord
        let cloud: CloudSnapshot
    }

    /// How the search in one cloud ended.
    struct Finding: Sendable {
        let cloud: CloudSnapshot
        let outcome: ResolveOutcome
        /// In the order in which they came.
        let publishers: [Publisher]
    }

    /// - Parameters:
    ///   - invocation: has `peername`, `cloud`, `criteria` and `timeout`.
    ///   - limit: how many publishers are wanted of each cloud.
    init(_ invocation: Invocation, _ environment: CommandEnvironment, limit: Int = 1) async throws {
        self.environment = environment
        query = ResolveQuery(
            name: try invocation.peerName(), criteria: ResolveQuery.Criteria(word: invocation.text("criteria")),
            limit: limit, timeout: invocation.duration("timeout"))
        clouds = try await environment.usableClouds(for: invocation)
    }

    static var timeoutParameter: Parameter {
        let usual = Limits.resolveTimeout.components.seconds
        let longest = Double(Limits.longestResolveTimeout.components.seconds)
        return Parameter(
            "timeout", .duration(.seconds, 1...longest), "When to give up.", .fallback("\(usual)"), isTagged: true)
    }

    /// Whether an answer has to say which cloud it comes from.
    var spansClouds: Bool { clouds.count > 1 }

    /// The first cloud in which the name was found ends the search in the others; then it is the only one told.
    /// Without one, those that could be searched.
    func findings(_ stage: Stage) async throws -> [Finding] {
        let findings = try await outcomes(stoppingAtFirst: true, SearchProgress(query.name, stage)) { _ in }
        return findings.first { !$0.publishers.isEmpty }.map { [$0] } ?? findings
    }

    /// Every publisher in every cloud (netsh 4.5.3); `tell` hears of each as it comes.
    func everything(
        _ stage: Stage, _ tell: @escaping @Sendable (Publisher) -> Void
    ) async throws -> [Finding] {
        try await outcomes(stoppingAtFirst: false, SearchProgress(query.name, stage), tell)
    }

    /// Why nothing may have been found.
    func remedies(for findings: [Finding]) async -> [String] {
        let searched = Set(findings.map(\.cloud.name))
        let isOwn = !query.includesLocal && environment.services.completions.ownNames.contains("\(query.name)")
        let own = isOwn ? ["This process publishes the name itself; criteria=any finds that too."] : []
        return own + advice(on: await environment.services.clouds().filter { searched.contains($0.name) })
    }
}

extension Search {
    private func outcomes(
        stoppingAtFirst: Bool, _ progress: SearchProgress, _ tell: @escaping @Sendable (Publisher) -> Void
    ) async throws -> [Finding] {
        var results: [(index: Int, result: Result<Finding, EngineError>)] = []
        await withTaskGroup(of: (Int, Result<Finding, EngineError>).self) { group in
            for (index, cloud) in clouds.enumerated() {
                group.addTask { (index, await search(cloud, progress, tell)) }
            }
            for await (index, result) in group {
                results.append((index, result))
                if stoppingAtFirst, result.isFound { group.cancelAll() }
            }
        }
        results.sort { $0.index < $1.index }
        return try conclusion(results.map(\.result))
    }

    /// A process made for this one command lets the cloud settle first: there is no second try (architecture 4).
    private func search(
        _ cloud: CloudSnapshot, _ progress: SearchProgress, _ tell: @escaping @Sendable (Publisher) -> Void
    ) async -> Result<Finding, EngineError> {
        let publishers = Publishers()
        let take = { @Sendable (record: ResolvedRecord) in
            let publisher = Publisher(record: record, cloud: cloud)
            guard publishers.add(publisher) else { return }
            progress.found()
            tell(publisher)
        }
        do throws(EngineError) {
            if environment.isOneShot {
                progress.settling(cloud.name)
                _ = try await environment.services.settle(cloud: cloud.name)
            }
            progress.searching()
            let outcome = try await environment.services.resolve(
                query, inCloud: cloud.name, deliver: take, pass: { progress.passed($0) })
            if case .found(let record) = outcome.result { take(record) }
            return .success(Finding(cloud: cloud, outcome: outcome, publishers: publishers.all))
        } catch {
            return .failure(error)
        }
    }

    private func conclusion(_ results: [Result<Finding, EngineError>]) throws -> [Finding] {
        let findings = results.compactMap { try? $0.get() }
        if findings.contains(where: { !$0.publishers.isEmpty }) { return findings }
        try Task.checkCancellation()
        if findings.isEmpty, case .failure(let error)? = results.first { throw error.asSeenByPeople }
        if findings.contains(where: { $0.outcome.result == .tooMuchLoad }) { throw CommandFailure(.tooMuchLoad) }
        return findings
    }
}

extension Result<Search.Finding, EngineError> {
    fileprivate var isFound: Bool { (try? get())?.publishers.isEmpty == false }
}
