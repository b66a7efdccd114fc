import CommandTree
import PNRP
import PeerEngine

extension ShellCommand {
    /// How long a cloud or a name is waited for without a word about it; ours.
    private static let patience = "60"
    private static let longestWait = 86400.0

    /// Ours, for scripts (netsh 8.4: a session that cannot be waited for cannot be scripted).
    static var wait: ShellCommand {
        ShellCommand(
            "wait", "Waits for a while, for the state of a cloud, or until a name is known.",
            parameters: [
                Parameter("seconds", .duration(.seconds, 0...longestWait), "How long to wait.", .optional()),
                .cloud("Global_, or those of the name"),
                Parameter(
                    "state", .choice(WaitGoal.words), "What the cloud shall be, or OK for a name.",
                    .optional("Active; OK with a name"), isTagged: true),
                .peerName(
                    "A name of this process that shall have been announced.", .optional(), tag: "name", isTagged: true),
                Parameter(
                    "timeout", .duration(.seconds, 0...longestWait), "When to give up waiting for a state.",
                    .fallback(patience), isTagged: true),
            ],
            notes: CommandNotes(
                remarks: [
                    "What is so already is not waited for. A cloud that is Virtual is started first, unless Virtual is "
                        + "what is waited for. Where several clouds are meant, all of them have to be there at once.",
                    "In a script it stands between publishing and finding: start --no-wait, then add registration, "
                        + "then wait name=0.alice, then whatever needs the name. On the command line of a shell, what "
                        + "is kept is published meanwhile: p2psh wait 86400 keeps persistent names published for a day.",
                ],
                output: [.init("Cloud", "The state that was reached.")],
                examples: [
                    .init("wait 2.5", "Waits for two and a half seconds."),
                    .init("wait cloud=Global_ state=Active timeout=30", "Waits until the global cloud has members."),
                    .init("wait name=0.alice", "Waits until the cloud has heard of a name published here."),
                ],
                endings: [.notFound, .timedOut, .interrupted]),
            answer: .object([
                .done, .member("elapsedMs", .milliseconds, "How long it took."),
                .member(
                    "clouds",
                    .array(
                        .object([
                            .cloud,
                            .member("state", .anyText, "The state that was reached: the cloud's, or OK for a name."),
                        ])),
                    "Where it was waited for; nothing for a mere while."),
            ])
        ) { invocation, environment in
            if let pause = invocation.optionalDuration("seconds") {
                guard !["cloud", "state", "name"].contains(where: invocation.has) else { throw CommandFailure.twoWaits }
                return .progressive { _ in try await environment.pause(for: pause) }
            }
            guard ["cloud", "state", "name"].contains(where: invocation.has) else { throw CommandFailure.noWait }
            let waiting = try await Waiting(invocation, environment)
            return .announced(
                "Waiting until \(waiting.goal.sentence)", .progressive { _ in try await waiting.outcome() })
        }
    }
}

extension CommandFailure {
    fileprivate static var twoWaits: CommandFailure {
        CommandFailure("Give either seconds, or what to wait for.", status: .usage)
    }

    fileprivate static var noWait: CommandFailure {
        CommandFailure("Nothing to wait for: give seconds, a state or a name.", status: .usage)
    }
}

extension CommandEnvironment {
    /// What is kept is published meanwhile, not before, and however long that takes.
    fileprivate func pause(for duration: Duration) async throws -> Document {
        let publishing = Task.immediate { await publishInOneShot() }
        defer { publishing.cancel() }
        let elapsed = try await clock.measure { try await clock.sleep(for: duration) }
        return Document(
            lines: ["Ok."], json: ["ok": true, "clouds": [], "elapsedMs": .integer(elapsed.milliseconds)],
            records: [])
    }

    /// A session and a batch have published what is kept when they began.
    func publishInOneShot() async {
        if isOneShot { await services.publishPersistentRegistrations() }
    }
}

/// What `wait` waits for.
enum WaitGoal: Sendable {
    case cloudState(CloudState)
    case announced(PeerName)

    /// Words of one piece, so that they need no quotes.
    static let words = states.map(\.word) + ["OK"]
    private static let states: [(word: String, state: CloudState)] = [
        ("Virtual", .virtual), ("Synchronizing", .synchronizing), ("Active", .active), ("Dead", .dead),
        ("Disabled", .disabled), ("NoNet", .noNet), ("Alone", .alone),
    ]

    init(_ invocation: Invocation) throws(CommandFailure) {
        let word = invocation.optionalText("state")
        if let name = try invocation.optionalPeerName("name") {
            guard word == nil || word == "OK" else {
                throw CommandFailure("A name can only be waited for to be OK.", status: .usage)
            }
            self = .announced(name)
        } else {
            guard word != "OK" else {
                throw CommandFailure("OK is the state of a name: give name=, too.", status: .usage)
            }
            self = .cloudState(Self.states.first { $0.word == word }?.state ?? .active)
        }
    }

    var sentence: String {
        switch self {
        case .cloudState(let state): "the cloud is \(state.text)"
        case .announced(let name): "the name '\(name)' is known"
        }
    }
}
