import Collaboration
import CommandTree
import PeerEngine

extension ShellCommand {
    /// Collab 3.12, 11; netsh 6.15.
    static var monitorCollaboration: ShellCommand {
        ShellCommand(
            "monitor", "Shows what happens among people near you and contacts, as it happens.",
            parameters: [
                Parameter(
                    "types", .named("type,...", check: EventTypes.complaint),
                    "Only these, by name or by the number of the original: \(CollaborationNews.types.joined(separator: ", ")).",
                    .optional("all"), isTagged: true)
            ],
            notes: CommandNotes(
                remarks: [
                    "A line for each event, until Ctrl-C or --timeout, which are good ends. With --json each line is a "
                        + "JSON document. Times are UTC."
                ],
                record: newsFields,
                examples: [
                    .init("monitor", "Shows all."), .init("monitor types=people,presence", "Shows who comes and goes."),
                ]),
            answer: .collaborationNews, isFeed: true
        ) { invocation, environment in
            let types = EventTypes(invocation.optionalText("types"))
            let events = environment.services.collaborationEvents()
            return .announced(
                "Watching; Ctrl-C ends it",
                .feed { show in
                    for await event in events {
                        if types.hold(event.news) { await show(event.document) }
                        if Task.isCancelled { break }
                    }
                    return .success
                })
        }
    }

    static var showCollaborationEvents: ShellCommand {
        ShellCommand(
            "show events", "Shows what happened lately among people near you and contacts.",
            notes: CommandNotes(
                remarks: ["The latest \(Collaboration.Limits.rememberedEvents) of this process. Times are UTC."],
                output: [
                    .init("Time", "When it happened."),
                    .init("Event", "What happened, and to whom, as 'monitor' tells it."),
                ],
                record: newsFields, examples: [.init("show events", "Shows them, oldest first.")]),
            answer: .array(.collaborationNews)
        ) { _, environment in
            let events = try await environment.ask { services async throws(EngineError) in
                try await services.recentCollaborationEvents()
            }
            let documents = events.map(\.document)
            return .document(
                Document(
                    body: documents.isEmpty ? [.line("Nothing has happened yet.")] : documents.flatMap(\.body),
                    json: .array(documents.map(\.json)), records: documents.flatMap { $0.records ?? [] }))
        }
    }
}

private let newsFields = ["time", "type", "event", "change", "text"]

/// The argument `types`: names, and numbers of the original, separated by commas.
private struct EventTypes {
    private let words: [String]

    init(_ text: String?) {
        words = (text ?? "").lowercased().split(separator: ",").map { String($0.filter { $0 != " " }) }
    }

    static let complaint: Parameter.Check = { text in
        let types = EventTypes(text)
        if types.words.isEmpty { return "At least one type is expected." }
        return types.words.first { !CollaborationNews.types.contains($0) && !(1...11).contains(Int($0) ?? 0) }.map {
            "'\($0)' is no type: \(CollaborationNews.types.joined(separator: ", ")), or 1 to 11."
        }
    }

    func hold(_ news: CollaborationNews) -> Bool {
        words.isEmpty || words.contains(news.type) || news.number.map { words.contains("\($0)") } ?? false
    }
}
