import CommandTree
import LineEditor
import Synchronization

// Commands that ask for more than a yes, and those that go on in lines of their own.

extension CommandRun {
    /// What a person types and nobody sees. A script may ask if somebody watches it: there is no other way to say it.
    func secret(_ question: String, hint: String) async throws -> String {
        guard case .person(let terminal) = asker() else {
            throw CommandFailure("There is nobody to ask: \(question)", hint: hint, status: .usage)
        }
        switch await terminal.readSecret(prompt: question + " ") {
        case .line(let secret):
            try Task.checkCancellation()
            return secret
        case .refused(let sentence): throw CommandFailure(sentence, status: .usage)
        case .interrupted, .endOfInput: throw CancellationError()
        }
    }

    /// Until either side has had enough. What ends a script's dialogue before its last line ends the script.
    func converse(_ dialogue: Dialogue) async throws -> ExitStatus {
        talk(dialogue)
        defer { talk(nil) }
        switch partner() {
        case .person(let terminal): return try await converse(dialogue, with: terminal)
        case .lines(let lines):
            let status = try await dialogue.work(conversation(over: lines))
            if origin.isScript { try Task.checkCancellation() }
            return status
        case .nobody:
            let conversation = Conversation(isTyped: false, next: { nil }, show: show)
            return try await dialogue.work(conversation)
        }
    }

    /// The person's line is where things may be printed above, as between commands.
    private func converse(_ dialogue: Dialogue, with terminal: any Terminal) async throws -> ExitStatus {
        output.setBusy(false)
        defer { output.setBusy(true) }
        let past = PastLines()
        let conversation = Conversation(isTyped: true) {
            guard !Task.isCancelled else { return nil }
            let input = Conversation.Input(
                await terminal.readLine(prompt: dialogue.prompt(), recalling: past.lines))
            if case .line(let line) = input { past.add(line) }
            return input
        } answer: { question in
            guard !Task.isCancelled else { return nil }
            return Conversation.Input(await terminal.readAnswer(prompt: question))
        } show: { [output] document in
            if terminal.editsLines { output.show(document, above: terminal) } else { output.show(document) }
        }
        return try await dialogue.work(conversation)
    }

    private func conversation(over lines: PlainLines) -> Conversation {
        Conversation(
            isTyped: false,
            next: {
                guard !Task.isCancelled else { return nil }
                do throws(PlainLineFailure) {
                    return try await lines.next().map { .line($0.text) }
                } catch {
                    if case .unreadable = error.cause { return nil }
                    return .refused(error.description)
                }
            }, show: show)
    }

    private var show: @Sendable (Document) async -> Void {
        { [output] document in await output.showIfOpen(document) }
    }
}

extension Conversation.Input {
    /// Nil for the end.
    fileprivate init?(_ input: TerminalInput) {
        switch input {
        case .line(let line): self = .line(line)
        case .refused(let sentence): self = .refused(sentence)
        case .interrupted, .endOfInput: return nil
        }
    }
}

/// What was typed in one dialogue, to be called back in it.
private final class PastLines: Sendable {
    /// More than anybody looks through; ours.
    private static let limit = 200

    private let kept = Mutex<[String]>([])

    var lines: [String] { kept.withLock { $0 } }

    func add(_ line: String) {
        guard line.contains(where: { $0 != " " }) else { return }
        kept.withLock { lines in
            if lines.last != line { lines.append(line) }
            if lines.count > Self.limit { lines.removeFirst() }
        }
    }
}
