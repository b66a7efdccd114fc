import Collaboration
import CommandTree
import PeerEngine

extension ShellCommand {
    /// Collab 3.9.
    static var setPresence: ShellCommand {
        ShellCommand(
            "set", "Tells others how you are there.",
            parameters: [
                Parameter("status", .choice(Presence.Status.words), "How."),
                Parameter(
                    "text", .text(maximumCharacters: Limits.textLength), "Your own words.", .optional("nothing")),
            ],
            notes: CommandNotes(
                remarks: [
                    "You must be signed in; whoever signs in is online. offline is what signing out is for. What busy "
                        + "and phone do to invitations is set by 'set accept busy='."
                ],
                examples: [
                    .init("set away", "You cannot answer now."), .init("set busy \"in a meeting\"", "Do not disturb."),
                ]),
            answer: .done
        ) { invocation, environment in
            let status = Presence.Status(word: invocation.text("status")) ?? .online
            guard status != .offline else {
                throw CommandFailure(
                    "Local presence cannot be set to Offline. ", hint: "'p2p collab signout' makes you go offline.")
            }
            let presence = Presence(status: status, text: invocation.optionalText("text") ?? "")
            try await environment.ask { services async throws(EngineError) in
                try await services.setPresence(presence)
            }
            return .done
        }
    }

    static var showPresence: ShellCommand {
        ShellCommand(
            "show", "Shows how you are there, or how a contact is.", parameters: [.contact(.optional("you"))],
            notes: CommandNotes(
                output: [.init("Reachable", "Whether an endpoint of the contact answered, whatever its status.")],
                record: ["contact", "endpointName", "status", "text"],
                examples: [.init("show", "Shows yours."), .init("show Amit2", "Asks the endpoints of Amit2.")],
                endings: [.notFound, .timedOut, .unreachable]),
            answer: .array(
                .object([
                    .member("contact", .anyText.orNull, "The peer name of the contact; null for you."),
                    .member("endpointName", .anyText, "The endpoint."),
                    .member("status", .words(Presence.Status.words), "The status there."),
                    .member("text", .anyText, "The words that go with it."),
                ]))
        ) { invocation, environment in
            guard let text = invocation.optionalText("contact"), let contact = try await environment.contactOrMe(text)
            else {
                let presence = try await environment.ask { services async throws(EngineError) in
                    try await services.presence()
                }
                let name = try await environment.collaborationStatus().endpointName
                return .document(Document(presences: [(name, presence)], of: nil))
            }
            let details = try await environment.details(of: .contact(contact.card.peerName))
            return .document(
                Document(
                    presences: details.map { ($0.snapshot.endpointName, $0.snapshot.presence) },
                    of: contact.card.peerName))
        }
    }
}

extension Document {
    fileprivate init(presences: [(endpoint: String, presence: Presence)], of contact: String?) {
        let lines = presences.flatMap { endpoint, presence -> [Line] in
            [
                Line(padded("Endpoint:", to: 16) + endpoint),
                Line(padded("Presence:", to: 16)) + Line(presence.summary, presence.status.style),
            ]
        }
        self.init(
            lines: lines
                + (contact == nil ? [] : [Line(padded("Reachable:", to: 16) + (lines.isEmpty ? "no" : "yes"))]),
            json: .array(
                presences.map { endpoint, presence in
                    [
                        "contact": .optional(contact), "endpointName": .string(endpoint),
                        "status": .string(presence.status.word), "text": .string(presence.text),
                    ]
                }),
            records: presences.map { [contact ?? "", $0.endpoint, $0.presence.status.word, $0.presence.text] })
    }
}
