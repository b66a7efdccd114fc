import CommandTree
import PeerEngine

extension ShellCommand {
    /// Netsh 4.3.1.
    static var flushCloud: ShellCommand {
        ShellCommand(
            "flush", "Forgets the known members of clouds.", parameters: [.cloud()],
            notes: CommandNotes(
                remarks: [
                    "The routes to other members are thrown away, and filled in again as the cloud is used. Names "
                        + "published from here stay."
                ],
                examples: [
                    .init("flush", "Forgets the members of all clouds."),
                    .init("flush Global_", "Forgets those of the global cloud."),
                ],
                endings: [.notFound])
        ) { invocation, environment in
            var flushed: [(cloud: String, entries: Int)] = []
            for cloud in try await environment.clouds(for: invocation) {
                let entries = try await environment.ask { services async throws(EngineError) in
                    try await services.flush(cloud: cloud.name)
                }
                flushed.append((cloud.name, entries))
            }
            let json = flushed.map { ["cloud": .string($0.cloud), "entries": .integer($0.entries)] as JSONValue }
            return .document(
                Document(
                    lines: ["Ok."], json: ["flushed": .array(json)],
                    records: flushed.map { [$0.cloud, "\($0.entries)"] }))
        }
    }
}
