import CommandTree

/// One command on its way from its handler to the output.
///
/// It runs off the session's actor, so that a busy handler cannot keep the session from interrupting it.
struct CommandRun: Sendable {
    /// Whether the person at the prompt agrees; nil where there is nobody to ask.
    typealias Ask = @Sendable (String) async -> Answer?

    enum Answer: Sendable { case yes, no, interrupted }

    let handler: @Sendable () async throws -> Reply
    /// The time from one answer to the next, for ever; nil for one answer.
    let period: Duration?
    let output: Output
    let assumesYes: Bool
    let ask: Ask

    /// Runs the handler and shows its reply.
    @concurrent
    func perform() async throws -> ExitStatus {
        guard let period else { return try await show(try await handler()) }
        while true {
            _ = try await show(try await handler())
            do { try await Task.sleep(for: period) } catch { return .success }
            if output.settings.format == .text { output.endLine() }
        }
    }

    private func show(_ reply: Reply) async throws -> ExitStatus {
        switch reply {
        case .document(let document):
            output.show(document)
            return document.status
        case .progressive(let work):
            let document = try await work(Stage { [output] lines in await output.showIfOpen(lines) })
            output.show(document)
            return document.status
        case .feed(let work):
            return try await work { [output] document in await output.showIfOpen(document) }
        case .announced(let sentence, let reply):
            output.announce(sentence)
            return try await show(reply)
        case .confirmation(let question, let then):
            return try await confirm(question, then)
        }
    }

    private func confirm(
        _ question: String, _ then: @Sendable () async throws -> Reply
    ) async throws -> ExitStatus {
        switch assumesYes ? .yes : await ask(question) {
        case .yes: return try await show(try await then())
        case .no: throw CommandFailure("Nothing was changed.")
        case .interrupted: throw CancellationError()
        case nil:
            throw CommandFailure(
                "A confirmation is missing: \(question)", hint: "Give --yes to confirm in advance.", status: .usage)
        }
    }
}

extension Output {
    /// A reader that has gone needs no more: the task that feeds it is cancelled.
    fileprivate func showIfOpen(_ lines: [Line]) async {
        show(lines)
        cancelIfClosed()
    }

    fileprivate func showIfOpen(_ document: Document) async {
        show(document)
        cancelIfClosed()
    }

    private func cancelIfClosed() {
        guard isClosed else { return }
        withUnsafeCurrentTask { $0?.cancel() }
    }
}
