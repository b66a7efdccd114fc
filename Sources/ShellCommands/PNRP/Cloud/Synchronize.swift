import CommandTree
import PNRP
import PeerBase
import PeerEngine

extension ShellCommand {
    /// Netsh 4.3.12.
    static var synchronizeHost: ShellCommand {
        ShellCommand(
            "synchronize host", "Learns members of a cloud from one node.",
            parameters: [.host, .cloud("the cloud of the link for a link-local address, else Global_")],
            notes: CommandNotes(
                output: [.init("Received", "How many identifiers the node named; those new here are asked in turn.")],
                record: ["cloud", "address", "port", "entries"],
                examples: [.init("synchronize host 2001:db8::b02", "Asks a node at port \(wellKnownPort).")],
                endings: [.notFound, .timedOut, .interrupted]),
            answer: synchronizationShape
        ) { invocation, environment in
            let (endpoint, cloud) = try await environment.target(of: invocation)
            return .announced(
                "Asking \(cloud.text(endpoint)) for members",
                .progressive { _ in try synchronization([try await environment.learn(from: endpoint, cloud)], cloud) })
        }
    }

    /// Netsh 4.3.13.
    static var synchronizeSeed: ShellCommand {
        ShellCommand(
            "synchronize seed", "Learns members of a cloud from its seed servers.", parameters: [.cloud("Global_")],
            notes: CommandNotes(
                remarks: ["The seeds are asked in their order, until one of them names somebody."],
                output: [.init("Received", "How many identifiers the seed named; those new here are asked in turn.")],
                record: ["cloud", "address", "port", "entries"],
                examples: [.init("synchronize seed", "Asks the seeds of the global cloud.")],
                endings: [.notFound, .timedOut, .interrupted]),
            answer: synchronizationShape
        ) { invocation, environment in
            let cloud = try await environment.globalCloud(unless: invocation)
            guard !cloud.seeds.isEmpty else { throw CommandFailure(.noSeed(cloud: cloud.name)) }
            return .announced(
                "Asking \(cloud.seedText) for members",
                .progressive { stage in
                    let seeds = try await environment.ask { services async throws(EngineError) in
                        try await services.seeds(ofCloud: cloud.name)
                    }
                    guard !seeds.isEmpty else { throw CommandFailure(.unknownHost(cloud.seedText)) }
                    var answers: [SeedAnswer] = []
                    for (index, seed) in seeds.enumerated() where !answers.contains(where: \.isUseful) {
                        let number: [Progress.Counter] =
                            seeds.count > 1 ? [.init(index + 1, "addresses", of: seeds.count)] : []
                        stage.tell(Progress("Asking \(cloud.text(seed)) for members", number))
                        answers.append(try await environment.learn(from: seed, cloud))
                    }
                    return try synchronization(answers, cloud)
                })
        }
    }
}

private let synchronizationShape: JSONShape = .object([
    .done, .cloud, .member("entries", .count, "How many identifiers the last node asked has named."),
    .member(
        "asked",
        .array(
            .object([
                .member("host", .endpoint, "The node."),
                .member("entries", .count.orNull, "How many identifiers it named; null for no answer."),
            ])), "The nodes asked, in order."),
])

/// What one node named.
private struct SeedAnswer {
    let endpoint: Endpoint
    /// nil for no answer.
    let identifiers: Int?

    var isUseful: Bool { identifiers ?? 0 > 0 }

    /// What is said of one that was of no use.
    func line(_ cloud: CloudSnapshot) -> Line {
        let place = cloud.text(endpoint)
        return Line(identifiers == nil ? "No answer from \(place)." : "\(place) named nobody.", .warning)
    }
}

extension CommandEnvironment {
    fileprivate func learn(from endpoint: Endpoint, _ cloud: CloudSnapshot) async throws -> SeedAnswer {
        let outcome = try await ask { services async throws(EngineError) in
            try await services.synchronize(cloud: cloud.name, with: endpoint)
        }
        switch outcome {
        case .answered(let identifiers): return SeedAnswer(endpoint: endpoint, identifiers: identifiers)
        case .unanswered: return SeedAnswer(endpoint: endpoint, identifiers: nil)
        }
    }
}

/// Success is that the last one asked named somebody.
private func synchronization(_ answers: [SeedAnswer], _ cloud: CloudSnapshot) throws(CommandFailure) -> Document {
    guard let useful = answers.first(where: \.isUseful) else { throw failure(answers, cloud) }
    let count = useful.identifiers ?? 0
    let json = answers.map { answer in
        ["host": cloud.json(answer.endpoint), "entries": .optional(answer.identifiers)] as JSONValue
    }
    return Document(
        lines: answers.filter { !$0.isUseful }.map { $0.line(cloud) } + [
            "Ok.", "Received \(count) \(count == 1 ? "entry" : "entries") from \(cloud.text(useful.endpoint)).",
        ],
        json: [
            "ok": true, "cloud": .string(cloud.name), "entries": .integer(count), "asked": .array(json),
        ],
        records: [[cloud.name, "\(useful.endpoint.address)", "\(useful.endpoint.port)", "\(count)"]])
}

/// No answer is one thing, an answer without anybody in it another (netsh 4.3.12).
private func failure(_ answers: [SeedAnswer], _ cloud: CloudSnapshot) -> CommandFailure {
    let asked = { (answers: [SeedAnswer]) in answers.map { cloud.text($0.endpoint) }.joined(separator: ", ") }
    let empty = answers.filter { $0.identifiers != nil }
    guard empty.isEmpty else {
        return CommandFailure(
            "\(asked(empty)) answered, but named nobody.",
            hint: "A node that publishes nothing and knows nobody has nobody to name; ask another.")
    }
    return CommandFailure(
        "No answer from \(asked(answers)).",
        hint: "'p2p pnrp diagnostics ping host' tells whether it can be reached.", status: .timedOut)
}
