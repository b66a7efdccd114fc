import CommandTree
import Shell
import ShellCommands
import Synchronization

/// Swift Testing has an `ExitStatus` of its own.
typealias Status = ExitStatus

/// What a line came to: its answers, what went to standard error, and its status.
struct Outcome: Equatable {
    var answers: String
    var diagnostics: String
    var status: Status
}

/// The commands over scripted services, the way people reach them: through a session.
struct TypedShell {
    let services: ScriptedServices
    let settings: SessionSettings
    let isOneShot: Bool
    let clock: ScriptedClock
    /// Who types behind the command, if it talks.
    let typist: Typist?

    init(
        _ script: ScriptedServices.Script = ScriptedServices.Script(), settings: SessionSettings = SessionSettings(),
        isOneShot: Bool = false, clock: ScriptedClock = ScriptedClock(.jumps), typist: Typist? = nil
    ) {
        self.typist = typist
        self.clock = clock
        services = ScriptedServices(script)
        self.settings = settings
        self.isOneShot = isOneShot
    }

    /// Runs one line from the root, as text unless told otherwise. JSON is held against the published schema.
    func type(_ line: String, format: OutputSettings.Format = .text) async -> Outcome {
        await type([line], format: format)
    }

    /// Runs lines one after the other in the same session; tells what came of the last.
    func type(_ lines: [String], format: OutputSettings.Format = .text) async -> Outcome {
        let kept = KeptText()
        let session = session(kept, format)
        var outcome = Outcome(answers: "", diagnostics: "", status: .success)
        for line in lines {
            let status = await session.run(line: line)
            outcome = kept.takeOutcome(status)
            if format == .json { SchemaJudge().judge(outcome.answers, to: line) }
        }
        return outcome
    }

    /// Runs a line, and interrupts it as soon as it runs and is so far.
    func interrupt(_ line: String, once isReady: @Sendable () -> Bool = { true }) async -> Outcome {
        let kept = KeptText()
        let session = session(kept, .text)
        async let status = session.run(line: line)
        while !isReady() || !session.interrupt() { await Task.yield() }
        return kept.takeOutcome(await status)
    }

    /// Runs words as the command line of the program brings them.
    func start(_ words: String...) async -> Outcome {
        await start(words)
    }

    func start(_ words: [String], format: OutputSettings.Format = .text) async -> Outcome {
        let kept = KeptText()
        let status = await session(kept, format).run(words: words)
        if format == .json {
            SchemaJudge().judge(kept.answers, to: words.map { Tokenizer.quoted($0) }.joined(separator: " "))
        }
        return kept.takeOutcome(status)
    }

    /// Types a line at a prompt, and answers the question it leads to.
    func type(
        _ line: String, answering answer: String, format: OutputSettings.Format = .text
    ) async -> Outcome {
        let kept = KeptText()
        let status = await session(kept, format).interact(with: OneQuestion(line: line, answer: answer))
        return kept.takeOutcome(status)
    }

    private func session(_ kept: KeptText, _ format: OutputSettings.Format) -> Session<CommandEnvironment> {
        Session(
            root: .p2psh,
            environment: CommandEnvironment(
                services: services, isOneShot: isOneShot, probeInterval: .zero, clock: clock,
                wallClock: { 1_785_578_400 }, userName: "alice"),
            output: Output(settings: OutputSettings(format: format), sink: kept), settings: settings,
            counterpart: { [typist] in typist.map { .person($0) } ?? .nobody })
    }
}

final class KeptText: TextSink {
    private let state = Mutex<(answers: String, diagnostics: String)>(("", ""))

    var answers: String { state.withLock { $0.answers } }

    /// What was written since the last time.
    func takeOutcome(_ status: Status) -> Outcome {
        state.withLock { state in
            defer { state = ("", "") }
            return Outcome(answers: state.answers, diagnostics: state.diagnostics, status: status)
        }
    }

    func write(_ text: String, to channel: OutputChannel) throws(SinkFailure) {
        state.withLock { state in
            if channel == .answers { state.answers += text } else { state.diagnostics += text }
        }
    }
}

/// A person who types one line, answers one question and leaves.
private final class OneQuestion: Terminal {
    private let line: Mutex<String?>
    private let answer: String

    init(line: String, answer: String) {
        self.line = Mutex(line)
        self.answer = answer
    }

    func readLine(prompt: String) async -> TerminalInput {
        line.withLock { line in
            defer { line = nil }
            return line.map { .line($0) } ?? .endOfInput
        }
    }

    func readAnswer(prompt: String) async -> TerminalInput { .line(answer) }
    func readLine(prompt: String, recalling past: [String]) async -> TerminalInput { await readLine(prompt: prompt) }
    func readSecret(prompt: String) async -> TerminalInput { .line(answer) }
    var editsLines: Bool { false }
    func addHistory(_ line: String) async {}
    func printAbove(_ text: String) {}
    func printWhole(_ text: String) {}
    func dropPastedLines() {}
}

/// A person who types some lines of a conversation, answers its questions, and types a password if asked for one.
final class Typist: Terminal {
    private let state: Mutex<(lines: [String], answers: [String], questions: [String])>
    private let secret: String?

    init(_ lines: [String] = [], answers: [String] = [], secret: String? = nil) {
        state = Mutex((lines, answers, []))
        self.secret = secret
    }

    /// What was asked, and behind what the lines were typed.
    var questions: [String] { state.withLock { $0.questions } }

    func readLine(prompt: String, recalling past: [String]) async -> TerminalInput {
        state.withLock { state in
            state.questions.append(prompt)
            return state.lines.isEmpty ? .endOfInput : .line(state.lines.removeFirst())
        }
    }

    func readSecret(prompt: String) async -> TerminalInput {
        state.withLock { $0.questions.append(prompt) }
        return secret.map { .line($0) } ?? .interrupted
    }

    func readAnswer(prompt: String) async -> TerminalInput {
        state.withLock { state in
            state.questions.append(prompt)
            return state.answers.isEmpty ? .endOfInput : .line(state.answers.removeFirst())
        }
    }

    func readLine(prompt: String) async -> TerminalInput { .endOfInput }
    var editsLines: Bool { false }
    func addHistory(_ line: String) async {}
    func printAbove(_ text: String) {}
    func printWhole(_ text: String) {}
    func dropPastedLines() {}
}
