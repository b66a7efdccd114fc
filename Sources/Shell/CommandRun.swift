import CommandTree

/// One command on its way from its handler to the output.
///
/// It runs off the session's actor, so that a busy handler cannot keep the session from interrupting it.
struct CommandRun: Sendable {
    /// Whether the person at the prompt agrees.
    typealias Ask = @Sendable (String) async -> Answer

    enum Answer: Sendable { case yes, no, interrupted }

    /// The command as it was typed.
    let title: String
    let handler: @Sendable () async throws -> Reply
    /// The time from one answer to the next, for ever; nil for one answer.
    let period: Duration?
    let output: Output
    let assumesYes: Bool
    /// Nil where there is nobody to ask.
    let ask: Ask?
    var origin = Origin.prompt
    /// Who may be asked for a secret, and whose lines a dialogue has; looked for when it is wanted.
    var asker: @Sendable () -> Counterpart = { .nobody }
    var partner: @Sendable () -> Counterpart = { .nobody }
    /// Tells whoever completes lines what they belong to.
    var talk: @Sendable (Dialogue?) -> Void = { _ in }

    /// Runs the handler and shows its reply.
    @concurrent
    func perform() async throws -> ExitStatus {
        output.setBusy(true)
        defer { output.setBusy(false) }
        guard let period else { return try await answer { output.show($0) } }
        return try await watch(every: period)
    }

    /// Every answer in place of the last one on a terminal, below it in a pipe; until it is stopped, which is a good end
    /// (netsh 6.13, 6.15).
    private func watch(every period: Duration) async throws -> ExitStatus {
        let screen = WatchScreen(title: title, period: period, output: output)
        defer { screen.close() }
        while true {
            do {
                _ = try await answer { screen.show($0) }
                guard !output.isClosed else { return .success }
                try await output.timepiece.sleep(period)
            } catch is CancellationError where screen.hasShown {
                return .success
            }
        }
    }

    private func answer(_ show: @Sendable (Document) -> Void) async throws -> ExitStatus {
        let display = ProgressDisplay(on: output)
        defer { display.close() }
        return try await self.show(try await handler(), display, show)
    }

    private func show(
        _ reply: Reply, _ display: ProgressDisplay, _ show: @Sendable (Document) -> Void
    ) async throws -> ExitStatus {
        switch reply {
        case .document(let document):
            show(document)
            return document.status
        case .progressive(let work):
            let stage = Stage { [output] body in
                await output.showIfOpen(body)
            } tell: {
                display.tell($0)
            }
            let document = try await work(stage)
            display.close()
            show(document)
            return document.status
        case .feed(let work):
            return try await work { [output] document in await output.showIfOpen(document) }
        case .announced(let sentence, let reply):
            display.tell(Progress(sentence))
            return try await self.show(reply, display, show)
        case .asked(let confirmation):
            display.close()
            return try await confirm(confirmation, show)
        case .secret(let question, let hint, let then):
            display.close()
            let secret = try await secret(question, hint: hint)
            let display = ProgressDisplay(on: output)
            defer { display.close() }
            return try await self.show(try await then(secret), display, show)
        case .dialogue(let dialogue):
            display.close()
            return try await converse(dialogue)
        }
    }

    private func confirm(
        _ confirmation: Confirmation, _ show: @Sendable (Document) -> Void
    ) async throws -> ExitStatus {
        let answer: Answer?
        if !assumesYes, let ask {
            output.showNotice(confirmation.about)
            answer = await ask(confirmation.question)
        } else {
            output.show(confirmation.about)
            answer = assumesYes ? .yes : nil
        }
        // Whoever answers too late has agreed to nothing.
        try Task.checkCancellation()
        switch answer ?? (confirmation.isCourtesy ? .yes : nil) {
        case .yes:
            let display = ProgressDisplay(on: output)
            defer { display.close() }
            return try await self.show(try await confirmation.then(), display, show)
        case .no: throw confirmation.refusal
        case .interrupted: throw CancellationError()
        case nil:
            throw CommandFailure(
                "A confirmation is missing: \(confirmation.question)", hint: confirmation.remedy,
                status: .usage)
        }
    }
}

extension Output {
    /// A reader that has gone needs no more: the task that feeds it is cancelled.
    fileprivate func showIfOpen(_ body: [Block]) async {
        show(body)
        cancelIfClosed()
    }

    func showIfOpen(_ document: Document) async {
        show(document)
        cancelIfClosed()
    }

    private func cancelIfClosed() {
        guard isClosed else { return }
        withUnsafeCurrentTask { $0?.cancel() }
    }
}
