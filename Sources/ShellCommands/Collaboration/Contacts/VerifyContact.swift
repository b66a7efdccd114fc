import Collaboration
import CommandTree
import PeerEngine

extension ShellCommand {
    /// Collab 10.6.
    static var verifyContact: ShellCommand {
        ShellCommand(
            "verify", "Makes sure, together with a contact, that this key is theirs.", parameters: [.contact()],
            notes: CommandNotes(
                remarks: [
                    "Both of you give this command within a minute. Then both screens show six digits. Compare them, "
                        + "by telephone or face to face; if they are the same, both type yes, and the trust is "
                        + "Verified. If they differ, somebody is in between.",
                    "It takes a person on each side: --yes does not answer it, and a script cannot.",
                ],
                record: ["contact", "event", "code"],
                examples: [.init("verify Amit2", "Compares six digits with Amit2.")],
                endings: [.notFound, .timedOut, .notPermitted]),
            answer: .object([
                .member("contact", .peerName, "The peer name of the contact."),
                .member("event", .words("waiting", "code", "verified"), "What happened."),
                .member("code", .pattern("^[0-9]{3} [0-9]{3}$").orNull, "The six digits to compare; null at the end."),
            ]), isFeed: true
        ) { invocation, environment in
            guard let contact = try await environment.contactOrMe(invocation.text("contact")) else {
                throw CommandFailure("There is nothing to compare with yourself.", status: .usage)
            }
            return .dialogue(
                Dialogue(prompt: { Comparison.question }) { conversation in
                    try await Comparison(contact, conversation).run(environment)
                })
        }
    }
}

/// Two people who compare six digits; this side of it.
private struct Comparison: Sendable {
    static let question = "Are these the digits on the other screen too? (yes/no) "

    private let contact: Contact
    private let conversation: Conversation

    init(_ contact: Contact, _ conversation: Conversation) {
        (self.contact, self.conversation) = (contact, conversation)
    }

    func run(_ environment: CommandEnvironment) async throws -> ExitStatus {
        guard conversation.isTyped else {
            throw CommandFailure(
                "Digits are compared by people, and nobody is here to type yes.",
                hint: "Give the command on a terminal; --yes does not answer it.", status: .notPermitted)
        }
        let lines: [Line] = [
            "Waiting for \(plain(contact.label)), who must verify you within a minute."
        ]
        await conversation.show(Document(lines: lines, json: json("waiting"), records: [record("waiting")]))
        let isVerified = try await environment.ask { services async throws(EngineError) in
            try await services.verify(contact: contact.card.peerName) { code in await agrees(on: code) }
        }
        guard isVerified else {
            throw CommandFailure(
                "The contact is not verified: the digits were not confirmed by both.",
                hint: "Digits that differ mean that somebody is in between.")
        }
        let text = Line("\(plain(contact.label)) is verified: the key is theirs.", .good)
        await conversation.show(Document(lines: [text], json: json("verified"), records: [record("verified")]))
        return .success
    }

    /// Only what is typed below the digits is about them.
    private func agrees(on code: String) async -> Bool {
        await conversation.show(
            Document(
                lines: [Line("Digits:         ") + Line(code, .heading)], json: json("code", code),
                records: [record("code", code)]))
        while let input = await conversation.answer(Self.question) {
            guard case .line(let line) = input else { continue }
            switch line.trimmed.lowercased() {
            case "yes", "y": return true
            case "no", "n": return false
            default: continue
            }
        }
        return false
    }

    private func json(_ event: String, _ code: String? = nil) -> JSONValue {
        ["contact": .string(contact.card.peerName), "event": .string(event), "code": .optional(code)]
    }

    private func record(_ event: String, _ code: String = "") -> [String] { [contact.card.peerName, event, code] }
}

extension String {
    fileprivate var trimmed: String {
        String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}
