import CommandTree
import PeerEngine

extension ShellCommand {
    /// Netsh 6.15, for a mesh.
    static var monitorMesh: ShellCommand {
        ShellCommand(
            "monitor", "Shows what is said and what happens in a mesh, as it happens.", parameters: [.mesh],
            notes: CommandNotes(
                remarks: [
                    "A line for each event, until Ctrl-C or --timeout, which are good ends, or until the mesh is left. "
                        + "With --json each line is a JSON document. Times are UTC. 'chat' is for taking part."
                ],
                record: newsRecord,
                examples: [.init("monitor quickreturntraderchat", "Watches.")], endings: [.notFound]),
            answer: .meshNews, isFeed: true
        ) { invocation, environment in
            let events = try await environment.ask { services async throws(EngineError) in
                try await services.events(ofMesh: invocation.meshID)
            }
            return .announced(
                "Watching; Ctrl-C ends it",
                .feed { show in
                    for await event in events {
                        if let document = event.document { await show(document) }
                        if Task.isCancelled { break }
                    }
                    return .success
                })
        }
    }

    static var showMeshEvents: ShellCommand {
        ShellCommand(
            "show events", "Shows what was said and what happened in a mesh lately.", parameters: [.anyMesh],
            notes: CommandNotes(
                remarks: [
                    "The latest 200 messages and the latest 200 events since the mesh was joined. Times are UTC."
                ],
                output: [
                    .init("<bob> hello", "bob said it; *bob* to this member alone."),
                    .init("(earlier) ...", "It was said before this member came."),
                    .init("...", "What happened, in a sentence."),
                ],
                record: newsRecord,
                examples: [.init("show events quickreturntraderchat", "Shows those of one mesh.")],
                endings: [.notFound]),
            answer: .array(.meshNews)
        ) { invocation, environment in
            var events: [MeshEvent] = []
            for mesh in try await environment.meshes(for: invocation) {
                events += try await environment.ask { services async throws(EngineError) in
                    try await services.recentEvents(ofMesh: mesh.meshID)
                }
            }
            let documents = events.sorted { $0.time < $1.time }.compactMap(\.document)
            return .document(
                Document(
                    body: documents.isEmpty ? [.line("Nothing has happened yet.")] : documents.flatMap(\.body),
                    json: .array(documents.map(\.json)), records: documents.flatMap { $0.records ?? [] }))
        }
    }
}

/// The fields of `monitor`, `show events` and `chat`.
let newsRecord = ["time", "mesh", "type", "from", "text"]
