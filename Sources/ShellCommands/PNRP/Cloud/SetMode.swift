import CommandTree
import PeerEngine

extension ShellCommand {
    /// Netsh 4.3.3.
    static var setMode: ShellCommand {
        ShellCommand(
            "set pnrpmode", "Sets how this machine takes part in a cloud, and keeps it.",
            parameters: [
                Parameter(
                    "mode", .choice(CloudMode.words),
                    "full publishes and resolves; RO resolves only; default (or auto) leaves it to p2psh, which takes "
                        + "full part."),
                .cloud("Global_"),
            ],
            notes: CommandNotes(
                remarks: ["The mode takes effect at once and is kept for the next start."],
                examples: [
                    .init("set pnrpmode mode=RO Global_", "Publishes nothing in the global cloud any more."),
                    .init("set pnrpmode default *", "Takes the setting back for all clouds."),
                ],
                endings: [.notFound, .notPermitted]),
            answer: .done,
            isKeptForCommit: { _ in true }
        ) { invocation, environment in
            let mode = CloudMode(word: invocation.text("mode"))
            let clouds = try await environment.changedClouds(for: invocation)
            for cloud in clouds {
                try await environment.ask { services async throws(EngineError) in
                    try await services.setMode(mode, cloud: cloud.name)
                }
            }
            return .document(.done(hints: clouds.fleeting))
        }
    }

    /// Netsh 4.3.8.
    static var showMode: ShellCommand {
        ShellCommand(
            "show pnrpmode", "Shows how this machine takes part in its clouds.", parameters: [.cloud()],
            notes: CommandNotes(
                output: [
                    .init("configured", "What 'set pnrpmode' has set: default, full participant or resolve only."),
                    .init("operating as", "Whether names can be published there at present."),
                ],
                record: ["cloud", "configuredMode", "operationalMode"],
                examples: [.init("show pnrpmode", "Shows the modes of all clouds.")], endings: [.notFound]),
            answer: .array(.object(modeMembers))
        ) { invocation, environment in
            let clouds = try await environment.clouds(for: invocation)
            return .document(
                Document(
                    lines: clouds.map { cloud in
                        Line(
                            "\(cloud.name): configured \(cloud.configuredMode.phrase), operating as "
                                + cloud.operationalPhrase)
                    },
                    json: .array(clouds.map(json)),
                    records: clouds.map { [$0.name, $0.configuredMode.title, $0.operationalMode] }))
        }
    }
}

extension [CloudSnapshot] {
    /// What was set for a cloud that ends with this process is not kept, and that is said.
    var fleeting: [String] {
        filter(\.isFleeting).map {
            "This is not kept: the cloud '\($0.name)' ends with this process. A private cloud on a port of its own is "
                + "kept: --bind [::1]:3540."
        }
    }
}

private let modeMembers: [JSONMember] = [
    .cloud, .member("configuredMode", .cloudMode, "What 'set pnrpmode' has set; Auto for nothing."),
    .member("operationalMode", .cloudMode, "What the cloud does at present."),
]

private func json(_ cloud: CloudSnapshot) -> JSONValue {
    [
        "cloud": .string(cloud.name), "configuredMode": .string(cloud.configuredMode.title),
        "operationalMode": .string(cloud.operationalMode),
    ]
}
