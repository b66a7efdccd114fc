import CommandTree
import PeerEngine

extension ShellCommand {
    /// Netsh 4.3.5. Modes are not settable, so every cloud configures itself and takes full part.
    static var showInitialization: ShellCommand {
        ShellCommand(
            "show initialization", "Shows how the clouds of this machine found their members.", parameters: [.cloud()],
            notes: CommandNotes(
                remarks: [
                    "Members are looked for first among those remembered from earlier, then with the seed servers. "
                        + "Each way is Not used, Disabled, No addresses, Failed or Used."
                ],
                output: CommandNotes.Entry.cloudColumns + [
                    .init("Synchronize server", "The seed servers, separated by semicolons."),
                    .init("Use Server", "What the seed servers brought."),
                    .init("Use SSDP", "What looking around on the link brought; p2psh does not do it."),
                    .init("Use Persisted cache", "What the remembered members brought."),
                ],
                examples: [.init("show init Global_", "Tells about the global cloud.")], endings: [.notFound])
        ) { invocation, environment in
            let clouds = try await environment.settledClouds(for: invocation)
            let blocks = clouds.map { cloudTable([$0]) + [""] + $0.initializationLines }
            return .document(
                Document(
                    lines: Array(blocks.joined(separator: [""])), json: .array(clouds.map(\.initialization)),
                    records: clouds.map(\.initializationRecord), hints: advice(on: clouds)))
        }
    }
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
    private static let configuredMode = "Auto"
    private static let operationalMode = "Full Participant"

    fileprivate var initializationLines: [Line] {
        [
            Line("Synchronize server:     " + seedText), Line("Use Server:             " + seedUse.rawValue),
            Line("Use SSDP:               " + DiscoveryUse.disabled.rawValue),
            Line("Use Persisted cache:    " + rememberedUse.rawValue),
            Line("Cloud Configured Mode:  " + Self.configuredMode),
            Line("Cloud Operational Mode: " + Self.operationalMode),
        ]
    }

    fileprivate var initialization: JSONValue {
        .object(
            summary.merging(
                [
                    "cloud": .string(name), "seeds": .array(seeds.map(JSONValue.string)),
                    "discovery": [
                        "server": .string(seedUse.rawValue), "ssdp": .string(DiscoveryUse.disabled.rawValue),
                        "cache": .string(rememberedUse.rawValue),
                    ],
                    "configuredMode": .string(Self.configuredMode),
                    "operationalMode": .string(Self.operationalMode),
                ]) { $1 })
    }

    fileprivate var initializationRecord: [String] {
        [
            name, state.text, seeds.joined(separator: ";"), seedUse.rawValue, DiscoveryUse.disabled.rawValue,
            rememberedUse.rawValue, Self.configuredMode, Self.operationalMode,
        ]
    }

    /// The seeds on one line (netsh 4.3.9).
    var seedText: String { seeds.isEmpty ? "(none)" : seeds.joined(separator: ";") }
}
