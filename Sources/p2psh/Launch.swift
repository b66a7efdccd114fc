import Collaboration
import CommandTree
import FoundationEssentials
import Glibc
import LineEditor
import LiveWords
import PeerEngine
import Shell
import ShellCommands

/// What the options ask for, set up and run.
struct Launch {
    /// Names are taken back within this time, or not at all.
    private static let farewell: Duration = .seconds(2)

    private let options: Options
    private let signals: Signals?
    private let variables = ProcessInfo.processInfo.environment
    /// Where to start, and the command, if there is one.
    private let context: String
    private let words: [String]

    init(_ options: Options, _ signals: Signals?) {
        self.options = options
        self.signals = signals
        let (context, command) = ContextWords.split(options.context)
        self.context = context
        words = command + options.words
    }

    /// The exit code.
    func run() async -> Int32 {
        if let path = options.jsonSchema ? GeneratedDocument.schemaPath : options.generate {
            guard let text = GeneratedDocument.text(of: path) else { return ExitStatus.notFound.rawValue }
            print(text, terminator: "")
            return 0
        }
        let settings: EngineOptions
        let engine: Engine
        do throws(EngineError) {
            settings = try EngineOptions(
                environment: variables, home: options.home, binds: options.bind, seeds: options.seed,
                labNodes: options.lab)
            engine = try Engine(settings)
        } catch {
            return refuse(mistake(error)).rawValue
        }
        let events = engine.events()
        let collaboration = engine.collaborationEvents()
        let words = LiveWordsFile(directory: settings.liveWordsPath)
        defer { words.close() }
        if staysAWhile { Task { await LiveWordsTelling(engine: engine, file: words).run() } }
        let code = await run(engine, events, collaboration, historyPath: settings.historyPath)
        await finish(within: Self.farewell) { await engine.shutdown() }
        return code
    }

    private func run(
        _ engine: Engine, _ events: AsyncStream<EngineEvent>, _ collaboration: AsyncStream<CollaborationEvent>,
        historyPath: String
    ) async -> Int32 {
        let environment = CommandEnvironment(
            services: engine, isOneShot: isOneShot, columns: { WindowSize(of: STDOUT_FILENO)?.columns },
            userName: variables["USER"])
        let sink = DescriptorSink()
        let output = Output(settings: outputSettings, sink: sink, pager: ProcessPager(environment: variables))
        let batch = isBatch ? OnDemandInput(sink: sink) : nil
        let session = Session(
            root: .p2psh, environment: environment, output: output, settings: sessionSettings,
            counterpart: { batch?.counterpart ?? .nobody })
        let entered = await session.enter(context)
        guard entered == .success else { return entered.rawValue }
        let input = SessionInput(batch: batch, session, environment, sink, historyPath: historyPath)
        defer { input.close() }
        Task { await tell(events, input, session.output) }
        Task { await tell(collaboration, environment, input, session.output) }
        let conductor = Conductor(
            signals: signals, isInteractive: input.isInteractive, interrupt: { session.interrupt() },
            endInput: { input.end() })
        return await conductor.conduct { await work(engine, session, input) }
    }

    /// Everything in its order: what prepares a session, the alias file, the files, then the command or the session.
    private func work(
        _ engine: Engine, _ session: Session<CommandEnvironment>, _ input: SessionInput
    ) async -> ExitStatus {
        if input.isInteractive {
            Task {
                if let error = await begin(engine) { input.announce(CommandFailure(error).message) }
                await engine.beginSession()
            }
        } else if let error = await begin(engine) {
            return refuse(CommandFailure(error))
        } else if !isOneShot, !options.check {
            await engine.publishPersistentRegistrations()
        }
        if input.isInteractive, !options.quiet {
            input.announce("Type ? for help; Tab completes.")
            input.announce("Publish and find names: p2p pnrp peer ?")
        }
        if input.isInteractive, !options.noInit { await runInit(session) }
        var status = ExitStatus.success
        if let alias = options.alias {
            let result = await session.run(script: alias)
            // Somebody who types has seen what was wrong.
            if !input.isInteractive { status = result }
        }
        for file in options.file where status == .success || goesOn {
            let result = await session.run(script: file)
            if status == .success { status = result }
        }
        if status == .success || goesOn, await !session.hasLeft {
            let result = await lastWords(session, input)
            if status == .success { status = result }
        }
        return await session.conclude(status)
    }

    /// The command, or whatever is typed; after files alone there is nothing more to do.
    private func lastWords(_ session: Session<CommandEnvironment>, _ input: SessionInput) async -> ExitStatus {
        if !words.isEmpty { return session.wasInterrupted ? .interrupted : await session.run(words: words) }
        return isBatch ? .success : await input.run(session)
    }

    /// What somebody always wants at a prompt (netsh 6.1).
    private func runInit(_ session: Session<CommandEnvironment>) async {
        guard let path = InitFile.path(environment: variables, home: options.home), access(path, F_OK) == 0 else {
            return
        }
        _ = await session.run(script: path)
    }

    /// Looks for others if the options say how. Answers what went wrong.
    private func begin(_ engine: Engine) async -> EngineError? {
        guard !options.check else { return nil }
        do throws(EngineError) {
            try await engine.start()
            return nil
        } catch {
            return error
        }
    }

    /// What is wrong with the options: an endpoint that can never be bound is as bad as an option that does not exist.
    private func mistake(_ error: EngineError) -> CommandFailure {
        let failure = CommandFailure(error)
        guard case .cannotBind = error else { return failure }
        return CommandFailure(failure.sentence, code: failure.code, hint: failure.hint, status: .usage)
    }

    /// Tells why nothing can be run at all, in the form that answers would have (netsh 5.1).
    private func refuse(_ failure: CommandFailure) -> ExitStatus {
        Output(settings: outputSettings, sink: DescriptorSink()).refuse(failure)
        return failure.status
    }

    /// Tells what happens: above the prompt all of it, elsewhere what went wrong.
    private func tell(_ events: AsyncStream<EngineEvent>, _ input: SessionInput, _ output: Output) async {
        for await event in events where !options.quiet {
            guard let line = event.announcement else { continue }
            if input.isInteractive, !options.json, !options.terse {
                output.announce(line.text) { input.announce($0) }
            } else if case .warning = event {
                input.warn(line.text)
            }
        }
    }
}

extension Launch {
    /// The same of people near us and contacts. What goes wrong is told wherever a program was given its commands; an
    /// invitation waits for somebody who types, who is told of it however quiet it is otherwise.
    private func tell(
        _ events: AsyncStream<CollaborationEvent>, _ environment: CommandEnvironment, _ input: SessionInput,
        _ output: Output
    ) async {
        for await event in events where !options.quiet || event.isQuestion {
            let lines = environment.announcement(of: event)
            if input.isInteractive, !options.json, !options.terse {
                output.announce(lines.map(\.text)) { input.announce($0) }
            } else if case .warning = event.occurrence {
                for line in lines { input.warn(line.text) }
            }
        }
    }

    private var isBatch: Bool { !words.isEmpty || !options.file.isEmpty }

    /// Whether the program ends with the one command it was started for.
    private var isOneShot: Bool { !words.isEmpty && options.file.isEmpty }

    /// Whether one failure leaves the rest to be run; whoever has files checked wants to know of all mistakes at once.
    private var goesOn: Bool { options.keepGoing || options.check }

    /// Whether others may want to know what is known here: one command is over before they ask.
    private var staysAWhile: Bool { !options.check && (words.isEmpty || !options.file.isEmpty || options.lab > 0) }

    private var outputSettings: OutputSettings {
        let isTerminal = isatty(STDOUT_FILENO) == 1
        return OutputSettings(
            program: ProgramName.current,
            format: options.json ? .json : options.terse ? .terse : .text,
            usesColor: options.color.usesColor(isTerminal: isTerminal, environment: variables),
            isQuiet: options.quiet,
            progress: ProgressStyle(
                isQuiet: options.quiet, environment: variables, columns: { WindowSize(of: STDERR_FILENO)?.columns }),
            columns: { WindowSize(of: STDOUT_FILENO)?.columns },
            rows: { [movesCursor = controlsCursor(variables)] in
                movesCursor ? WindowSize(of: STDOUT_FILENO)?.rows : nil
            },
            diagnosticColumns: { WindowSize(of: STDERR_FILENO)?.columns })
    }

    private var sessionSettings: SessionSettings {
        SessionSettings(
            timeout: options.timeout.map { .seconds($0) }, keepsGoing: options.keepGoing, checksOnly: options.check,
            assumesYes: options.yes)
    }
}
