import Collaboration
import CommandTree
import PeerEngine

extension ShellCommand {
    /// Collab 3.3, 8.9.
    static var setEndpoint: ShellCommand {
        ShellCommand(
            "set endpoint", "Names this endpoint.",
            parameters: [
                Parameter(
                    "name", .text(maximumCharacters: Limits.textLength),
                    "What others see as the name of this machine.")
            ],
            notes: CommandNotes(
                remarks: ["It is kept. Until it is set, it is the name of the machine."],
                examples: [.init("set endpoint laptop", "Calls it laptop.")]),
            answer: .done, isKeptForCommit: { _ in true }
        ) { invocation, environment in
            let name = invocation.text("name")
            guard !name.isEmpty else {
                throw CommandFailure("An endpoint name has at least one character.", status: .usage)
            }
            try await environment.ask { services async throws(EngineError) in
                try await services.setEndpointName(name)
            }
            return .done
        }
    }

    /// Collab 10.9.
    static var setAccept: ShellCommand {
        ShellCommand(
            "set accept", "Sets whose invitations are heard.",
            parameters: [
                Parameter(
                    "who", .choice(AcceptPolicy.Who.allCases.map(\.rawValue)),
                    "Anyone near you too, contacts only, or nobody."),
                Parameter(
                    "for", .integer(0...525_600),
                    "With anyone: for so many minutes, then contacts only again; 0 until it is changed.",
                    .optional("\(Limits.openMinutes)"), isTagged: true),
                Parameter(
                    "mintrust", .choice(Trust.words), "The least trust of a contact who may invite.",
                    .optional("as it is"), isTagged: true),
                Parameter(
                    "busy", .choice(AcceptPolicy.WhenBusy.allCases.map(\.rawValue)),
                    "Whether you are asked while your presence is busy or phone.", .optional("as it is"), isTagged: true
                ),
            ],
            notes: CommandNotes(
                remarks: [
                    "It is kept. Nothing is ever accepted without you, whoever invites. A stranger whose invitation is "
                        + "not heard cannot tell that from a line that is broken; a contact is told."
                ],
                examples: [
                    .init("set accept anyone", "Hears strangers near you, for ten minutes."),
                    .init("set accept contacts mintrust=verified", "Hears those whose digits you have compared."),
                    .init("set accept nobody", "Hears nobody."),
                ]),
            answer: .done, isKeptForCommit: { _ in true }
        ) { invocation, environment in
            let who = AcceptPolicy.Who(rawValue: invocation.text("who")) ?? .contacts
            if who != .anyone, invocation.has("for") {
                throw CommandFailure(
                    "for= goes with who=anyone: the others stay until they are changed.", status: .usage)
            }
            var policy = try await environment.collaborationSettings().acceptance
            policy.who = who
            let minutes = invocation.optionalInteger("for") ?? Limits.openMinutes
            policy.until =
                who == .anyone && minutes > 0 ? Int64(environment.wallClock() + minutes * 60) * 1000 : nil
            if let trust = invocation.optionalText("mintrust").flatMap({ Trust(word: $0) }) {
                policy.minimumTrust = trust
            }
            if let busy = invocation.optionalText("busy").flatMap({ AcceptPolicy.WhenBusy(rawValue: $0) }) {
                policy.whenBusy = busy
            }
            try await environment.ask { [policy] services async throws(EngineError) in
                try await services.setAcceptance(policy)
            }
            return .done
        }
    }

    static var setAutomaticSignIn: ShellCommand {
        ShellCommand(
            "set autosignin", "Sets where every session signs in when it starts.",
            parameters: [Parameter("value", .choice(Scope.words), "Where.")],
            notes: CommandNotes(
                remarks: [
                    "It is kept. It works once you have agreed to what becomes visible, by signing in yourself. Where "
                        + "it fails, a line says so and the session goes on."
                ],
                examples: [.init("set autosignin nearme", "Sessions are seen near you.")]),
            answer: .done, isKeptForCommit: { _ in true }
        ) { invocation, environment in
            try await environment.ask { services async throws(EngineError) in
                try await services.setAutomaticSignIn(invocation.scope("value"))
            }
            return .done
        }
    }
}

extension CommandEnvironment {
    func collaborationSettings() async throws -> CollaborationSettings {
        try await ask { services async throws(EngineError) in try await services.collaborationSettings() }
    }
}

extension CollaborationSettings {
    /// Lines that set all of it again.
    var lines: [String] {
        var lines: [String] = []
        if let endpointName { lines.append("set endpoint name=\(Tokenizer.inQuotes(endpointName))") }
        if acceptance != AcceptPolicy() { lines.append(acceptance.line) }
        if automaticSignIn != .none { lines.append("set autosignin value=\(automaticSignIn.word)") }
        return lines
    }

    /// What is kept about ourselves; a line of the context of contacts.
    var ownLine: String? {
        let words = [("nickname", nickname), ("displayname", displayName), ("email", email)].compactMap { tag, text in
            text.map { "\(tag)=\(Tokenizer.inQuotes($0))" }
        }
        return words.isEmpty ? nil : (["set contact=me"] + words).joined(separator: " ")
    }
}

extension AcceptPolicy {
    /// What is open for minutes only is closed by the time a script is run.
    fileprivate var line: String {
        let isOpen = who == .anyone && until == nil
        let audience = who == .anyone && !isOpen ? Who.contacts : who
        return "set accept who=\(audience.rawValue)" + (isOpen ? " for=0" : "") + " mintrust=\(minimumTrust.word)"
            + " busy=\(whenBusy.rawValue)"
    }
}
