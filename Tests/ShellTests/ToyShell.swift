import CommandTree
import Shell
import Synchronization

/// Swift Testing has an `ExitStatus` of its own.
typealias Status = ExitStatus

/// What handlers of the toy tree may do to the world.
final class ToyWorld: Sendable {
    private let entries = Mutex<[String]>([])

    var log: [String] { entries.withLock { $0 } }
    func note(_ entry: String) { entries.withLock { $0.append(entry) } }

    /// What a handler may wait behind.
    let gate = AsyncStream.makeStream(of: Void.self)
    func open() { gate.continuation.finish() }
}

/// Keeps what is written: answers as they are, diagnostics behind `! `.
final class KeptText: TextSink {
    private let state = Mutex<(text: String, answers: String)>(("", ""))
    private let failure: SinkFailure?

    init(failing failure: SinkFailure? = nil) { self.failure = failure }

    var text: String { state.withLock { $0.text } }
    var answers: String { state.withLock { $0.answers } }

    func write(_ text: String, to channel: OutputChannel) throws(SinkFailure) {
        if channel == .answers, let failure { throw failure }
        state.withLock { state in
            if channel == .answers { state.answers += text }
            state.text += channel == .answers ? text : "! " + text
        }
    }

    func echo(_ text: String) { state.withLock { $0.text += text } }
}

/// A person who types the given inputs; what is typed shows in the transcript.
final class ToyTerminal: Terminal {
    private let inputs: Mutex<[TerminalInput]>
    private let kept: KeptText
    private let remembered = Mutex<[String]>([])

    init(_ inputs: [TerminalInput], _ kept: KeptText) {
        self.inputs = Mutex(inputs)
        self.kept = kept
    }

    var history: [String] { remembered.withLock { $0 } }

    func readLine(prompt: String) async -> TerminalInput {
        let input = inputs.withLock { $0.isEmpty ? .endOfInput : $0.removeFirst() }
        switch input {
        case .line(let line): kept.echo("\(prompt)\(line)\n")
        case .interrupted: kept.echo("\(prompt)^C\n")
        case .refused, .endOfInput: kept.echo(prompt)
        }
        return input
    }

    func readAnswer(prompt: String) async -> TerminalInput { await readLine(prompt: prompt) }
    func addHistory(_ line: String) async { remembered.withLock { $0.append(line) } }
    func readLine(prompt: String, recalling past: [String]) async -> TerminalInput { await readLine(prompt: prompt) }
    /// What is typed does not show.
    func readSecret(prompt: String) async -> TerminalInput {
        kept.echo("\(prompt)\n")
        return inputs.withLock { $0.isEmpty ? .endOfInput : $0.removeFirst() }
    }

    var editsLines: Bool { true }
    func printAbove(_ text: String) { kept.echo("^ \(text)\n") }
    func printWhole(_ text: String) { kept.echo("^^ \(text)\n") }
    func dropPastedLines() { inputs.withLock { $0.removeAll() } }
}

/// A session over the toy tree, and everything it writes.
struct ToyShell {
    let world = ToyWorld()
    let kept: KeptText
    let session: Session<ToyWorld>

    init(
        _ output: OutputSettings = OutputSettings(), _ settings: SessionSettings = SessionSettings(),
        failing failure: SinkFailure? = nil, time: ToyTime = ToyTime(),
        pager: (any Pager)? = nil
    ) {
        kept = KeptText(failing: failure)
        session = Session(
            root: ToyTree.root, environment: world,
            output: Output(settings: output, sink: kept, timepiece: time.timepiece, pager: pager), settings: settings)
    }

    var text: String { kept.text }

    /// The transcript of a session in which these lines are typed.
    func transcript(_ lines: String...) async -> String {
        _ = await session.interact(with: ToyTerminal(lines.map(TerminalInput.line), kept))
        return text
    }
}

extension Command where Environment == ToyWorld {
    /// Toys answer as they like: nobody publishes a schema of them.
    fileprivate init(
        _ words: String, _ summary: String, parameters: [Parameter] = [],
        isKeptForCommit: @escaping Condition = { _ in false }, lastLine: String? = nil, handler: @escaping Handler
    ) {
        self.init(
            words, summary, parameters: parameters, answer: .nothing, isKeptForCommit: isKeptForCommit,
            lastLine: lastLine, handler: handler)
    }
}

enum ToyTree {
    static let root = Context(
        "p2psh",
        commands: Command<ToyWorld>.sessionCommands + [
            say, fail, refuse, steps, feed, wait, wipe, login, brew, boil, talk, vault,
            Command("odd", "Throws something of its own.") { _, _ in throw Oddity() },
        ],
        contexts: [
            Context(
                "fruit", commands: [list, taste, Command("flush", "Empties the bowl.") { _, _ in .done }],
                contexts: [Context("bowl")])
        ])

    struct Oddity: Error, CustomStringConvertible {
        var description: String { "Something odd happened." }
    }

    private static let say = Command<ToyWorld>(
        "say", "Says a text.", parameters: [Parameter("text", .text(maximumCharacters: 20), "The text.")]
    ) { call, world in
        world.note("say \(call.text("text"))")
        return .document(Document(lines: [Line(call.text("text"), .good)], json: ["said": .string(call.text("text"))]))
    }

    private static let fail = Command<ToyWorld>("fail", "Finds nothing.") { _, _ in
        throw CommandFailure(
            "No such cloud.", code: .init("0x80631001", "PEER_E_NO_CLOUD"), hint: "Look at show list.",
            status: .notFound)
    }

    private static let refuse = Command<ToyWorld>(
        "refuse", "Ends as it is told.", parameters: [Parameter("status", .integer(0...130), "The status.")]
    ) { call, _ in
        let status = Status(rawValue: Int32(call.integer("status"))) ?? .failed
        guard status != .interrupted else { throw CancellationError() }
        guard status == .success else { throw CommandFailure("It ends.", status: status) }
        return .done
    }

    private static let list = Command<ToyWorld>("show list", "Lists fruit.") { _, _ in
        var table = Table([.init("Count", .right), .init("Name")])
        table.add(["2", "pear:green"])
        return .document(
            Document(
                body: [.table(table)], json: [["name": "pear:green", "count": 2]],
                records: [["pear:green", "2", "a\\b"]],
                hints: ["Eat them."]))
    }

    private static let taste = Command<ToyWorld>(
        "set taste", "Sets the taste.", parameters: [Parameter("taste", .text(maximumCharacters: 9), "The taste.")],
        isKeptForCommit: { $0.text("taste") != "now" }
    ) { call, world in
        let taste = call.text("taste")
        guard taste != "bitter" else { throw CommandFailure("Nobody likes that.", status: .notPermitted) }
        if taste == "slow" || taste == "steady" {
            world.note("tasting")
            for await _ in AsyncStream<Void>.makeStream().stream {}
            // A steady one ends well although it was stopped.
            if taste == "slow" { try Task.checkCancellation() }
        }
        guard taste != "sour" else {
            return .confirmation(question: "Really?") { .done }
        }
        world.note("taste \(taste)")
        return .document(.done(hints: taste == "odd" ? ["It is kept all the same."] : []))
    }

    private static let steps = Command<ToyWorld>("steps", "Shows as it goes.") { _, _ in
        .progressive { stage in
            await stage.show(["Resolve started..."])
            await stage.show([Line("half", .dim)])
            return Document(lines: ["Not Found."], json: ["results": []], status: .notFound)
        }
    }

    private static let feed = Command<ToyWorld>(
        "feed", "Counts.", parameters: [Parameter("count", .integer(1...1000), "How far.", .fallback("2"))]
    ) { call, world in
        let count = call.integer("count")
        return .feed { show in
            for number in 1...count {
                try Task.checkCancellation()
                await show(Document(lines: [Line("\(number)")], json: ["number": .integer(number)]))
                world.note("\(number)")
            }
            return .success
        }
    }

    /// Waits until it is cancelled.
    private static let wait = Command<ToyWorld>("wait", "Waits.") { _, world in
        world.note("waiting")
        // Ends only when the task is cancelled.
        for await _ in AsyncStream<Void>.makeStream().stream {}
        try Task.checkCancellation()
        return .done
    }

    private static let brew = Command<ToyWorld>("brew", "Takes its time.") { _, _ in
        .announced("Waiting for the water", .progressive { _ in .done() })
    }

    /// Waits behind the gate.
    private static let boil = Command<ToyWorld>("boil", "Takes its time and tells.") { _, world in
        .announced(
            "Waiting for the water",
            .progressive { stage in
                stage.tell("Boiling", .init(1, "cups", of: 2))
                for await _ in world.gate.stream {}
                try Task.checkCancellation()
                return .done()
            })
    }

    private static let wipe = Command<ToyWorld>("wipe", "Deletes everything.") { _, world in
        .confirmation(question: "Delete everything?") {
            world.note("wiped")
            return .document(.done(hints: ["Nothing is left."]))
        }
    }

    /// Says everything back until it is told to stop.
    private static let talk = Command<ToyWorld>("talk", "Talks.", lastLine: "/quit") { _, world in
        .dialogue(
            Dialogue(
                prompt: { "you> " }, candidates: { _ in [Candidate("/quit"), Candidate("bob"), Candidate("boris")] }
            ) {
                conversation in
                func show(_ text: String) async {
                    await conversation.show(Document(lines: [Line(text)], json: ["said": .string(text)]))
                }
                await show("hello")
                while let input = await conversation.next() {
                    switch input {
                    case .line("/quit"): return .success
                    case .line(let line):
                        world.note(line)
                        await show("<\(line)>")
                    case .refused(let sentence): await show(sentence)
                    }
                }
                world.note("the end")
                return .success
            })
    }

    private static let vault = Command<ToyWorld>("vault", "Wants a password.") { _, world in
        .secret(question: "Password:", hint: "A file may hold it.") { secret in
            world.note("opened with \(secret)")
            return .done
        }
    }

    private static let login = Command<ToyWorld>(
        "login", "Takes a password.",
        parameters: [
            Parameter("user", .text(maximumCharacters: 9), "Who."),
            Parameter("password", .text(maximumCharacters: 9), "Secret.", .optional(), isTagged: true, isSecret: true),
        ]
    ) { _, _ in .done }
}
