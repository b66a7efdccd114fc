import CommandTree
import PNRP
import PeerBase
import PeerEngine

extension ShellCommand {
    /// Netsh 4.4.2.
    static var pingSeed: ShellCommand {
        ShellCommand(
            "ping seed", "Asks the seed servers of a cloud for a sign of life.",
            parameters: [.cloud("Global_")] + ProbeSeries.parameters,
            notes: CommandNotes(
                output: [.init("Seed servers reached", "How many answered, of how many there are.")],
                record: ["seed", "sent", "received", "minimumMs", "averageMs", "maximumMs"],
                examples: [.init("p2p pnrp diag ping seed", "Asks the seeds of the global cloud.")],
                endings: [.notFound, .timedOut, .interrupted]),
            answer: .object(pingSeedMembers)
        ) { invocation, environment in
            let cloud = try await environment.globalCloud(unless: invocation)
            guard !cloud.seeds.isEmpty else {
                throw CommandFailure(.noSeed(cloud: cloud.name))
            }
            return .progressive { stage in
                var results: [SeedResult] = []
                for seed in cloud.seeds {
                    try Task.checkCancellation()
                    let result = try await ask(seed, of: cloud, invocation, environment, stage)
                    results.append(result)
                }
                return conclusion(results, cloud)
            }
        }
    }
}

private let pingSeedMembers: [JSONMember] = [
    .cloud, .member("reached", .count, "How many seeds answered."),
    .member("total", .count, "How many there are."),
    .member(
        "seeds",
        .array(
            .object(
                [
                    .member("seed", .anyText, "The seed, as it was given."),
                    .member("host", .endpoint.orNull, "Where it was asked; null if its name leads nowhere."),
                    .member("error", .anyText.orNull, "Why it could not be asked; null if it was."),
                ] + ProbeTally.members)), "The seeds, in order."),
]

/// What came of one seed: a tally, or why there is none.
private struct SeedResult {
    let seed: String
    var host: JSONValue = .null
    var tally = ProbeTally()
    var trouble: String?

    var isReached: Bool { tally.received > 0 }

    var json: JSONValue {
        .object(["seed": .string(seed), "host": host, "error": .optional(trouble)].merging(tally.json) { $1 })
    }
}

/// One block; a seed whose name leads nowhere does not keep the others from being asked.
private func ask(
    _ seed: String, of cloud: CloudSnapshot, _ invocation: Invocation, _ environment: CommandEnvironment,
    _ stage: Stage
) async throws -> SeedResult {
    do {
        let endpoints = try await environment.ask { services async throws(EngineError) in
            try await services.endpoints(ofHost: seed, defaultPort: wellKnownPort)
        }
        guard let endpoint = endpoints.first else { throw CommandFailure(.unknownHost(seed)) }
        let tally = try await ProbeSeries(to: endpoint, in: cloud, invocation, environment).run(stage)
        await stage.show(["", tally.line, ""])
        return SeedResult(seed: seed, host: cloud.json(endpoint), tally: tally)
    } catch let failure as CommandFailure {
        await stage.show([Line("Seed \(seed): \(failure.sentence)", .warning), ""])
        return SeedResult(seed: seed, trouble: failure.sentence)
    }
}

private func conclusion(_ results: [SeedResult], _ cloud: CloudSnapshot) -> Document {
    let reached = results.count(where: \.isReached)
    return Document(
        lines: [Line("Seed servers reached: \(reached) of \(results.count).", reached > 0 ? .good : .bad)],
        json: [
            "cloud": .string(cloud.name), "reached": .integer(reached), "total": .integer(results.count),
            "seeds": .array(results.map(\.json)),
        ],
        records: results.map { [$0.seed] + $0.tally.record }, status: reached > 0 ? .success : .timedOut)
}
