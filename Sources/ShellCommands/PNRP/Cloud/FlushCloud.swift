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
                record: ["cloud", "entries"],
                examples: [
                    .init("flush", "Forgets the members of all clouds."),
                    .init("flush Global_", "Forgets those of the global cloud."),
                ],
                endings: [.notFound]),
            answer: flushedShape
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
                    lines: ["Ok."] + flushed.map { Line("Cloud \($0.cloud): \(members($0.entries)) forgotten.") },
                    json: ["flushed": .array(json)],
                    records: flushed.map { [$0.cloud, "\($0.entries)"] }))
        }
    }
}

private func members(_ count: Int) -> String { count == 1 ? "1 entry" : "\(count) entries" }

private let flushedShape: JSONShape = .object([
    .member(
        "flushed", .array(.object([.cloud, .member("entries", .count, "How many members were forgotten.")])),
        "The clouds that were emptied.")
])
