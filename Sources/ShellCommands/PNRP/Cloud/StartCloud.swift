import CommandTree
import PNRP
import PeerEngine

extension ShellCommand {
    /// Netsh 4.3.11.
    static var startCloud: ShellCommand {
        ShellCommand(
            "start", "Starts clouds, and keeps them started.",
            parameters: [
                .cloud("Global_"),
                Parameter("wait", .boolean, "Waits until members were found or looked for in vain.", .fallback("yes")),
            ],
            notes: CommandNotes(
                remarks: [
                    "A cloud starts by itself on first use, and goes back to Virtual when it was idle for long. One that "
                        + "was started stays."
                ],
                output: [.init("Cloud", "The state it has come to. Alone means that nobody was found.")],
                record: ["cloud", "state"],
                examples: [
                    .init("start", "Starts the global cloud and waits."),
                    .init("start * --no-wait", "Starts all clouds and returns at once."),
                ],
                endings: [.notFound, .interrupted]),
            answer: startedShape
        ) { invocation, environment in
            let clouds = try await environment.changedClouds(for: invocation)
            for cloud in clouds {
                try await environment.ask { services async throws(EngineError) in
                    try await services.start(cloud: cloud.name)
                }
            }
            let started = clouds.map(\.name)
            guard invocation.boolean("wait") else {
                let json = started.map { ["cloud": .string($0)] as JSONValue }
                let records = started.map { [$0, ""] }
                return .document(
                    Document(
                        lines: ["Ok."], json: ["ok": true, "started": .array(json)], records: records))
            }
            return .announced(
                "Looking for members of \(started.joined(separator: ", "))",
                .progressive { stage in
                    try await withProgress(of: started, environment, stage) {
                        try await outcome(of: started, environment)
                    }
                })
        }
    }
}

private let startedShape: JSONShape = .object([
    .done,
    .member(
        "started",
        .array(.object([.cloud, .optional("state", .cloudState, "The state it has come to, unless wait=no.")])),
        "The clouds."),
])

/// Tells the states that the clouds go through, while they are waited for.
private func withProgress(
    of clouds: [String], _ environment: CommandEnvironment, _ stage: Stage,
    _ work: @escaping @Sendable () async throws -> Document
) async throws -> Document {
    let events = environment.services.events()
    let told = Task {
        var states: [String: CloudState] = [:]
        for await case .cloudChanged(let cloud, _, let state) in events where clouds.contains(cloud) {
            states[cloud] = state
            let settled = states.values.count { $0 != .virtual && $0 != .synchronizing }
            stage.tell(Progress("Cloud \(cloud): \(state.text)", .clouds(settled, of: clouds.count)))
        }
    }
    defer { told.cancel() }
    return try await work()
}

/// Waits for all of them at once, and tells what has become of them.
private func outcome(of started: [String], _ environment: CommandEnvironment) async throws -> Document {
    try await withThrowingTaskGroup { group in
        for cloud in started {
            group.addTask {
                _ = try await environment.ask { services async throws(EngineError) in
                    try await services.settle(cloud: cloud)
                }
            }
        }
        try await group.waitForAll()
    }
    let clouds = await environment.services.clouds().filter { started.contains($0.name) }
    return Document(
        lines: ["Ok."] + clouds.map { Line("Cloud \($0.name): ") + Line($0.state.text, $0.state.style) },
        json: [
            "ok": true,
            "started": .array(clouds.map { ["cloud": .string($0.name), "state": .string($0.state.text)] }),
        ],
        records: clouds.map { [$0.name, $0.state.text] },
        status: clouds.allSatisfy(\.state.isUsable) ? .success : .failed, hints: advice(on: clouds))
}
