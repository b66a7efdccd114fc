import CommandTree
import PeerEngine

extension ShellCommand {
    /// Netsh 4.3.9.
    static var showSeed: ShellCommand {
        ShellCommand(
            "show seed", "Shows the seed servers of the clouds.", parameters: [.cloud()],
            notes: CommandNotes(
                remarks: [
                    "A seed server is any member that is asked for others when a cloud starts. p2psh has none of its "
                        + "own; 'set seed' keeps some, and --seed names one for a single run."
                ],
                output: [
                    .init("Seed server", "The seeds as they were given, separated by semicolons."),
                    .init("Source", "Where they come from: the command line, the configuration, or nowhere."),
                ],
                record: ["cloud", "seeds", "source"],
                examples: [.init("show seed Global_", "Shows the seeds of the global cloud.")], endings: [.notFound]),
            answer: .array(.object(seedMembers))
        ) { invocation, environment in
            let clouds = try await environment.clouds(for: invocation)
            let blocks = clouds.map { cloud -> [Line] in
                [
                    Line("Cloud:       \(cloud.name)"), Line("Seed server: \(cloud.seedText)"),
                    Line("Source:      \(cloud.seedSource)"),
                ]
            }
            return .document(
                Document(
                    lines: Array(blocks.joined(separator: [""])), json: .array(clouds.map(json)),
                    records: clouds.map { [$0.name, $0.seeds.joined(separator: ";"), $0.seedSource] },
                    hints: clouds.allSatisfy(\.seeds.isEmpty) && !clouds.isEmpty ? [withoutSeeds] : []))
        }
    }
}

private let seedMembers: [JSONMember] = [
    .cloud, .member("seeds", .array(.anyText), "The seed servers, as they were given."),
    .member("source", .words("command line", "configuration", "none"), "Where they come from."),
]

private func json(_ cloud: CloudSnapshot) -> JSONValue {
    [
        "cloud": .string(cloud.name), "seeds": .array(cloud.seeds.map(JSONValue.string)),
        "source": .string(cloud.seedSource),
    ]
}

private let withoutSeeds =
    "'set seed HOST' names a first member to ask. Members on the same link find each other without."
