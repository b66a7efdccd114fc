package import CommandTree
import Synchronization

/// A current context, and one road for every line (models 3.8).
///
/// Every `run` reports what goes wrong through the output before it returns, so its caller only looks at the status.
package actor Session<Environment: Sendable> {
    package nonisolated let output: Output
    let settings: SessionSettings
    let environment: Environment
    let supervisor = Supervisor()
    let brake = Brake()
    nonisolated let face: Mutex<Face<Environment>>
    nonisolated let terminal = Mutex<(any Terminal)?>(nil)
    /// Who is there beside the words of the command line.
    let counterpart: @Sendable () -> Counterpart
    /// The scripts being run, outermost first.
    var scripts: [Script] = []
    /// The contexts to come back to, and how many of them belong to whoever called the script that runs.
    var stack: [ContextPath<Environment>] = []
    var stackFloor = 0
    /// Whether changes wait for `commit`, and those that do (netsh 6.9).
    var isOffline = false
    var pending = PendingChanges<Environment>() {
        didSet { face.withLock { $0.hasPendingChanges = !pending.isEmpty } }
    }
    /// Whether the input ended at the question whether to lose changes, and nothing was typed since.
    var endedAtQuestion = false
    /// Whether `exit` was typed, or nobody reads the answers any more.
    package internal(set) var hasLeft = false

    /// - Parameters:
    ///   - root: the tree; it should hold `Command.sessionCommands`.
    ///   - counterpart: whom the commands of the command line talk with; asked when one does.
    package init(
        root: Context<Environment>, environment: Environment, output: Output,
        settings: SessionSettings = SessionSettings(), counterpart: @escaping @Sendable () -> Counterpart = { .nobody }
    ) {
        self.environment = environment
        self.output = output
        self.settings = settings
        self.counterpart = counterpart
        self.face = Mutex(
            Face(
                path: ContextPath(root: root).titled(output.settings.program), showsHints: !output.settings.isQuiet))
    }

    /// Where the session is.
    package nonisolated var path: ContextPath<Environment> { face.withLock { $0.path } }

    /// What stands before the cursor (netsh 6.2).
    package nonisolated var prompt: String { face.withLock { $0.prompt } }

    /// Whether the line editor says what comes next (netsh 6.12).
    package nonisolated var showsHints: Bool { face.withLock { $0.showsHints } }

    /// Runs one line as typed.
    package func run(line: String, from origin: Origin = .prompt) async -> ExitStatus {
        guard !Tokenizer.isRemark(line) else { return .success }
        do throws(UsageError) {
            return await run(try Tokenizer.words(of: line), line, origin)
        } catch {
            return report(Complaint(error, in: line), from: origin)
        }
    }

    /// Runs the words of the program's command line; they are not split again (netsh 6.6).
    package func run(words: [String]) async -> ExitStatus {
        let line = words.joined(separator: " ")
        do throws(UsageError) {
            return await run(try Tokenizer.words(from: words), line, .arguments)
        } catch {
            return report(Complaint(error, in: line), from: .arguments)
        }
    }

    /// Goes to a context given by its words, as `--context` does.
    package func enter(_ words: String, from origin: Origin = .arguments) async -> ExitStatus {
        do throws(UsageError) {
            let typed = try Tokenizer.words(of: words)
            switch Matcher(at: path).match(typed) {
            case .found(.nothing): return .success
            case .found(.context(let path)): return move(to: path)
            case .ambiguous(let error), .unknown(let error): throw error
            case .found, .incomplete: throw UsageError(.unknownCommand, "'\(words)' is not a context.", column: 1)
            }
        } catch {
            return report(Complaint(error, in: words), from: origin)
        }
    }

    /// Cancels the command that runs and ends the scripts, and not the session. Answers whether there was a command; safe
    /// to call at any time.
    @discardableResult
    package nonisolated func interrupt() -> Bool {
        brake.pull()
        guard supervisor.interrupt() else { return false }
        terminal.withLock { $0 }?.dropPastedLines()
        return true
    }

    /// Whether it was interrupted since something was typed: what else was to be run is not.
    package nonisolated var wasInterrupted: Bool { brake.isPulled }

    /// Completes the text left of the cursor; never waits.
    package nonisolated func completion(
        of left: String, before right: String = "", provider: @escaping Completer<Environment>.Provider
    ) -> Completion {
        if let dialogue = face.withLock({ $0.dialogue }) { return dialogue.completion(of: left) }
        return completer(provider).complete(aliases.expand(unfinished + left), before: right)
    }

    /// What comes next behind the text left of the cursor, unless nobody wants to know (netsh 6.12).
    package nonisolated func hint(for left: String) -> String {
        showsHints && !isTalking ? completer { _, _ in [] }.hint(for: aliases.expand(unfinished + left)) : ""
    }

    private nonisolated var isTalking: Bool { face.withLock { $0.dialogue != nil } }

    /// The rows of the line before the one at the cursor.
    private nonisolated var unfinished: String { face.withLock { $0.unfinished } }

    private nonisolated func completer(
        _ provider: @escaping Completer<Environment>.Provider
    ) -> Completer<Environment> {
        let (path, aliases) = face.withLock { ($0.path, $0.aliases) }
        return Completer(at: path) { source, typed in
            source == .aliases ? aliases.candidates : provider(source, typed)
        }
    }

    /// Whether the line may hold a secret, and so must not be remembered: as a command would read it, or, be it the
    /// text of an alias or a line that nobody understands, as the tag of one looks.
    func isSecret(_ line: String) -> Bool {
        if path.secretTags.contains(where: { line.lowercased().contains($0 + "=") }) { return true }
        guard let typed = try? Tokenizer.words(of: line),
            let words = try? aliases.expand(typed, of: line).words,
            case .found(.command(let command, let arguments)) = Matcher(at: path).match(words)
        else { return false }
        return command.holdsSecret(arguments)
    }

    func attach(_ terminal: (any Terminal)?) {
        self.terminal.withLock { $0 = terminal }
    }

    func report(_ complaint: Complaint, from origin: Origin) -> ExitStatus {
        output.report(complaint, from: origin)
        return complaint.status
    }

    /// The root keeps the word it has now, wherever the place was remembered.
    @discardableResult
    func move(to path: ContextPath<Environment>) -> ExitStatus {
        face.withLock { $0.path = path.titled($0.path.title) }
        return .success
    }
}
