import CommandTree
import PeerEngine

extension ShellCommand {
    /// Netsh 4.3.5.
    static var showInitialization: ShellCommand {
        ShellCommand(
            "show initialization", "Shows how the clouds of this machine found their members.", parameters: [.cloud()],
            notes: CommandNotes(
                remarks: [
                    "Members are looked for first among those remembered from earlier, then by a search of the link, "
                        + "then with the seed servers. Each way is Not used, Disabled, No addresses, Failed or Used."
                ],
                output: CommandNotes.Entry.cloudColumns + [
                    .init("Synchronize server", "The seed servers, separated by semicolons."),
                    .init("Use Server", "What the seed servers brought."),
                    .init("Use SSDP", "What searching the link brought."),
                    .init("Use Persisted cache", "What the remembered members brought."),
                    .init("Cloud Configured Mode", "What 'set pnrpmode' has set; Auto if nothing."),
                    .init("Cloud Operational Mode", "Whether names can be published there at present."),
                    .init("Private", "Yes for a cloud of this machine alone, as --bind [::1]:PORT makes it."),
                ],
                record: ["cloud", "state", "seeds", "server", "ssdp", "cache", "configuredMode", "operationalMode"],
                examples: [.init("show initialization Global_", "Tells about the global cloud.")], endings: [.notFound]),
            answer: .array(.object(initializationMembers))
        ) { invocation, environment in
            let clouds = try await environment.settledClouds(for: invocation)
            let sections = clouds.map { [.table(cloudTable([$0])), .blank] + $0.initializationLines.blocks }
            return .document(
                Document(
                    body: Array(sections.joined(separator: [.blank])), json: .array(clouds.map(\.initialization)),
                    records: clouds.map(\.initializationRecord), hints: advice(on: clouds)))
        }
    }
}

private let initializationMembers: [JSONMember] =
    JSONMember.cloudSummary + [
        .cloud, .member("private", .boolean, "Whether the cloud is one of this machine alone."),
        .member("seeds", .array(.anyText), "The seed servers, as they were given."),
        .member(
            "discovery",
            .object([
                .member("server", .discoveryUse, "What the seed servers brought."),
                .member("ssdp", .discoveryUse, "What searching the link brought."),
                .member("cache", .discoveryUse, "What the remembered members brought."),
            ]), "How members were found."),
        .member("configuredMode", .cloudMode, "What 'set pnrpmode' has set; Auto for nothing."),
        .member("operationalMode", .cloudMode, "What the cloud does at present."),
    ]

extension JSONShape {
    fileprivate static let discoveryUse: JSONShape = .named(
        "discoveryUse", "What a way of finding members brought.",
        .words("Not used", "Disabled", "No addresses", "Failed", "Used"))
}

extension CommandEnvironment {
    /// The clouds meant. A process that was started to tell about them lets them settle first, for otherwise there is
    /// nothing to tell (architecture 4).
    func settledClouds(for invocation: Invocation) async throws -> [CloudSnapshot] {
        let clouds = try await clouds(for: invocation)
        guard isOneShot else { return clouds }
        await withTaskGroup { group in
            for cloud in clouds {
                // A cloud that cannot be opened shows that by its state.
                group.addTask { [services] in _ = try? await services.settle(cloud: cloud.name) }
            }
        }
        try Task.checkCancellation()
        return try await self.clouds(for: invocation)
    }
}

extension CloudSnapshot {
    fileprivate var initializationLines: [Line] {
        [
            Line("Synchronize server:     " + seedText), Line("Use Server:             " + seedUse.rawValue),
            Line("Use SSDP:               " + ssdpUse.rawValue),
            Line("Use Persisted cache:    " + rememberedUse.rawValue),
            Line("Cloud Configured Mode:  " + configuredMode.title),
            Line("Cloud Operational Mode: " + operationalMode),
        ] + (isPrivate ? ["Private:                Yes"] : [])
    }

    fileprivate var initialization: JSONValue {
        .object(
            summary.merging(
                [
                    "cloud": .string(name), "private": .bool(isPrivate), "seeds": .array(seeds.map(JSONValue.string)),
                    "discovery": [
                        "server": .string(seedUse.rawValue), "ssdp": .string(ssdpUse.rawValue),
                        "cache": .string(rememberedUse.rawValue),
                    ],
                    "configuredMode": .string(configuredMode.title),
                    "operationalMode": .string(operationalMode),
                ]) { $1 })
    }

    fileprivate var initializationRecord: [String] {
        [
            name, state.text, seeds.joined(separator: ";"), seedUse.rawValue, ssdpUse.rawValue,
            rememberedUse.rawValue, configuredMode.title, operationalMode,
        ]
    }

    /// The seeds on one line (netsh 4.3.9).
    var seedText: String { seeds.isEmpty ? "(none)" : seeds.joined(separator: ";") }
}
