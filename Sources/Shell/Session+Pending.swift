package import CommandTree
import Synchronization

// Offline mode (netsh 6.9).

extension Session {
    private var mode: String { isOffline ? "offline" : "online" }

    /// Puts a change aside. It was bound, so what can be known of it without running it is in order.
    func keep(
        _ command: Command<Environment>, _ invocation: Invocation, _ line: String, _ origin: Origin
    ) -> ExitStatus {
        guard case .handler(let handler) = command.work else { return .success }
        let change = PendingChanges<Environment>.Change(
            context: path.words, line: line, invocation: invocation, handler: handler)
        guard pending.append(change) else {
            let sentence = "\(pending.phrase) pending, and there is no room for more."
            return report(Complaint(CommandFailure(sentence, hint: "'commit' makes them.")), from: origin)
        }
        return answer(Document(lines: ["Kept for commit."], json: ["pending": .integer(pending.count)]))
    }

    func goOffline(_ origin: Origin) -> ExitStatus {
        isOffline = true
        let isSeen = origin == .prompt && output.settings.format == .text
        let hint = "Changes wait for 'commit' now; while some do, a star stands in the prompt."
        return answer(Document(lines: ["Ok."], json: ["mode": .string(mode)], hints: isSeen ? [hint] : []))
    }

    /// What is pending is made first, as in netsh; if it cannot be, the session stays offline.
    func goOnline(_ origin: Origin) async -> ExitStatus {
        let (status, made) = await makePending(origin)
        guard status == .success else { return status }
        isOffline = false
        return answer(
            Document(
                lines: lines(after: made),
                json: ["mode": .string(mode), "committed": .array(made.map(\.json))]))
    }

    func showMode() -> ExitStatus {
        answer(Document(lines: [Line(mode)], json: ["mode": .string(mode), "pending": .integer(pending.count)]))
    }

    func commitAlone(_ origin: Origin) async -> ExitStatus {
        let (status, made) = await makePending(origin)
        guard status == .success else { return status }
        return answer(Document(lines: lines(after: made), json: ["committed": .array(made.map(\.json))]))
    }

    func discard() -> ExitStatus {
        answer(Document(lines: ["Ok."], json: ["discarded": .integer(pending.removeAll())]))
    }
}

// MARK: Making the changes

extension Session {
    private typealias Change = PendingChanges<Environment>.Change

    /// To people, every change has answered for itself.
    private func lines(after made: [Change]) -> [Line] {
        made.isEmpty || output.settings.format != .text ? ["Ok."] : []
    }

    /// Makes the changes in their order. The first that fails is named, and stays with those behind it; so do those that
    /// are left when everything was asked to stop.
    private func makePending(_ origin: Origin) async -> (status: ExitStatus, made: [Change]) {
        var made: [Change] = []
        while let change = pending.next {
            guard !brake.isPulled else { return (.interrupted, made) }
            let status = await make(change, number: made.count + 1, origin)
            guard status == .success else { return (status, made) }
            pending.removeNext()
            made.append(change)
        }
        return (.success, made)
    }

    /// Makes one change. Its own answer is for people: a program is told of all changes in one document.
    ///
    /// Nothing is asked: half of the changes are made by then, and whoever typed them may have gone.
    private func make(_ change: Change, number: Int, _ origin: Origin) async -> ExitStatus {
        let handler = change.handler
        let run = CommandRun(
            title: change.invocation.words.joined(separator: " "),
            handler: { [environment] in try await handler(change.invocation, environment) },
            period: nil,
            output: output.settings.format == .text ? output : output.withoutAnswers,
            assumesYes: settings.assumesYes, ask: nil)
        let subject = "Change \(number) of \(number - 1 + pending.count), '\(change.line)' in '\(change.place)',"
        do {
            let status = try await supervisor.supervise(within: settings.timeout, run)
            if status == .success { return status }
            let end = status == .interrupted ? "was interrupted" : "failed"
            return report(Complaint("\(subject) \(end).", status: status), from: origin)
        } catch {
            return report(Complaint(error, in: change.line).about("\(subject) failed: "), from: origin)
        }
    }
}

// MARK: Leaving

extension Session {
    /// Leaves, unless somebody at a prompt thinks better of it. Ctrl-D is no yes; but an input that has really ended ends
    /// again and again, and is taken at its word when it does not answer for the second time.
    func leave(from origin: Origin) async {
        if origin == .prompt, !pending.isEmpty {
            guard await agreesToLoss() else { return }
        }
        hasLeft = true
    }

    /// The same for a line that says so; a program is told whether it was done.
    func leaveAsTold(from origin: Origin) async -> ExitStatus {
        await leave(from: origin)
        guard output.settings.format == .json else { return .success }
        return answer(Document(lines: [], json: ["ok": .bool(hasLeft)]))
    }

    private func agreesToLoss() async -> Bool {
        guard !settings.assumesYes, let terminal = terminal.withLock({ $0 }) else { return true }
        switch await terminal.readAnswer(prompt: "\(pending.phrase) pending and will be lost. Leave? [y/N] ") {
        case .line(let text) where ["y", "yes"].contains(text.lowercased()):
            _ = pending.removeAll()
            return true
        case .endOfInput:
            defer { endedAtQuestion = true }
            return endedAtQuestion
        case .line, .interrupted, .refused: return false
        }
    }

    /// The status to end with, once nothing more is run: what is still pending is lost, and that is a failure.
    package func conclude(_ status: ExitStatus, from origin: Origin = .arguments) -> ExitStatus {
        guard !pending.isEmpty else { return status }
        output.warn("\(pending.phrase) discarded: 'commit' was not typed.", from: origin)
        _ = pending.removeAll()
        return status == .success ? .failed : status
    }
}
