import CommandTree
import LineEditor
import Synchronization

// One road for every line: its words, what they mean, and who does it (netsh 6.3-6.5, models 3.8).

extension Session {
    func run(_ typed: [Word], _ line: String, _ origin: Origin) async -> ExitStatus {
        var (words, line) = (typed, line)
        do throws(UsageError) {
            (words, line) = try aliases.expand(typed, of: line)
            switch Matcher(at: path).match(words) {
            case .found(.nothing): return typed.isEmpty ? .success : await arrive(at: path, origin)
            case .found(.context(let place)): return await arrive(at: place, origin)
            case .found(.help(let topic)): return await showHelp(topic, origin)
            case .incomplete(let topic): return await incomplete(topic, line, origin)
            case .ambiguous(let error), .unknown(let error): throw error
            case .found(.command(let command, let arguments)):
                if settings.checksOnly { warnOfAbbreviations(in: words.dropLast(arguments.count), command, origin) }
                let invocation = try Binder.bind(arguments, to: command, end: line.count + 1)
                return try await perform(command, invocation, line, origin)
            }
        } catch {
            return report(Complaint(error, in: line), from: origin)
        }
    }

    /// A bare path moves there; on the program's command line, where that would be of no use, it lists the context.
    private func arrive(at place: ContextPath<Environment>, _ origin: Origin) async -> ExitStatus {
        guard origin != .arguments else { return await showHelp(.context(place, .local), origin) }
        return tellingContext(move(to: place))
    }

    /// Nobody reads the pages of a script one by one.
    private func showHelp(_ topic: HelpTopic<Environment>, _ origin: Origin) async -> ExitStatus {
        let body = HelpText.body(on: topic)
        if !origin.isScript, !settings.checksOnly, await output.page(body) { return .success }
        let lines = body.flatMap(\.lines).map { JSONValue.string($0.text) }
        return answer(Document(body: body, json: ["help": .array(lines)]))
    }

    /// A group alone lists its commands (netsh 6.5). For a script, which meant something, it is a mistake.
    private func incomplete(_ topic: HelpTopic<Environment>, _ line: String, _ origin: Origin) async -> ExitStatus {
        if case .script = origin {
            let message = "The command '\(line)' is incomplete."
            let error = UsageError(.incompleteCommand, message, column: line.count + 1)
            return report(Complaint(error, in: line), from: origin)
        }
        let status = await showHelp(topic, origin)
        return origin == .prompt ? status : .usage
    }

    private func perform(
        _ command: Command<Environment>, _ invocation: Invocation, _ line: String, _ origin: Origin
    ) async throws(UsageError) -> ExitStatus {
        switch command.work {
        case .session(let verb):
            do throws(UsageError) {
                return try await perform(verb, invocation, line, origin)
            } catch {
                var error = error
                error.usage = command.usage
                throw error
            }
        case .handler(let handler):
            guard !settings.checksOnly else {
                if let lastLine = command.lastLine, origin.isScript { await skipDialogue(to: lastLine) }
                return .success
            }
            if isOffline, command.isKeptForCommit(invocation) { return keep(command, invocation, line, origin) }
            let status = await supervise(
                { [environment] in try await handler(invocation, environment) },
                every: command.watchPeriod(of: invocation, onScreen: output.redraws && !origin.isScript), command.name,
                line, origin)
            if !pending.isEmpty, path.discardsAtRoot(command.name) { output.remark(pending.remark) }
            return status
        }
    }

    private func supervise(
        _ handler: @escaping @Sendable () async throws -> Reply, every period: Duration?, _ title: String,
        _ line: String, _ origin: Origin
    ) async -> ExitStatus {
        let terminal = origin == .prompt ? self.terminal.withLock { $0 } : nil
        let ask = terminal.map { terminal -> CommandRun.Ask in { await terminal.confirm($0) } }
        let run = CommandRun(
            title: title, handler: handler, period: period, output: output,
            assumesYes: settings.assumesYes, ask: ask, origin: origin, asker: asker,
            partner: partner(for: origin), talk: { dialogue in self.face.withLock { $0.dialogue = dialogue } })
        let status: ExitStatus
        do {
            status = try await supervisor.supervise(within: settings.timeout, run)
        } catch {
            status = output.isClosed ? .failed : report(Complaint(error, in: line), from: origin)
        }
        guard let closing = output.closingStatus else { return status }
        hasLeft = true
        return closing
    }

    /// Whoever sits at the session, also while it runs a script.
    private var asker: @Sendable () -> Counterpart {
        guard let terminal = terminal.withLock({ $0 }) else { return counterpart }
        return { .person(terminal) }
    }

    private func partner(for origin: Origin) -> @Sendable () -> Counterpart {
        guard case .script = origin, let lines = scripts.last?.lines else { return asker }
        return { .lines(lines) }
    }

    /// The lines of a dialogue in a script that is only checked are no commands.
    private func skipDialogue(to lastLine: String) async {
        guard let lines = scripts.last?.lines else { return }
        while let line = try? await lines.next(), line.text != lastLine {}
    }

    /// Scripts should spell their words out, for what is unambiguous today may not be tomorrow (netsh 6.4, rule 4).
    private func warnOfAbbreviations(in typed: ArraySlice<Word>, _ command: Command<Environment>, _ origin: Origin) {
        let top = path.atRoot
        let contexts = ([top] + top.descendants).flatMap { [$0.current.name] + $0.current.aliases }
        let known = Set(contexts + command.words + ["netsh", "..", "/"])
        for word in typed where !known.contains(word.text.lowercased()) {
            output.warn("'\(word.text)' is an abbreviation; scripts should use full words.", from: origin)
        }
    }
}

extension ContextPath {
    /// Whether the word of a command discards what is pending where no context has a use of its own for it.
    fileprivate func discardsAtRoot(_ name: String) -> Bool {
        atRoot.current.commands.contains { command in
            if command.name == name, case .session(.discard) = command.work { return true }
            return false
        }
    }
}

extension Terminal {
    /// Yes only for a clear yes.
    fileprivate func confirm(_ question: String) async -> CommandRun.Answer {
        switch await readAnswer(prompt: "\(question) [y/N] ") {
        case .line(let text): ["y", "yes"].contains(text.lowercased()) ? .yes : .no
        case .interrupted: .interrupted
        case .refused, .endOfInput: .no
        }
    }
}
