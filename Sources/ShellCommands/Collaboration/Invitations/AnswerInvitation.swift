import Collaboration
import CommandTree
import PeerEngine

extension ShellCommand {
    static var acceptInvitation: ShellCommand {
        ShellCommand(
            "accept", "Accepts an invitation: the application is started, and the other is told.",
            parameters: [.number],
            notes: CommandNotes(
                remarks: [
                    "What is started is what 'application show' shows under the id, and nothing else. If it cannot be "
                        + "started, the other side is told that."
                ],
                record: InvitationRecord.record,
                examples: [.init("accept 3", "Accepts invitation 3.")], endings: [.notFound]),
            answer: .object(JSONMember.invitation)
        ) { invocation, environment in
            .document(try await environment.answer(invocation.integer("id"), accepting: true))
        }
    }

    static var declineInvitation: ShellCommand {
        ShellCommand(
            "decline", "Declines an invitation.", parameters: [.number],
            notes: CommandNotes(
                record: InvitationRecord.record, examples: [.init("decline 3", "Declines invitation 3.")],
                endings: [.notFound]),
            answer: .object(JSONMember.invitation)
        ) { invocation, environment in
            .document(try await environment.answer(invocation.integer("id"), accepting: false))
        }
    }

    static var cancelInvitation: ShellCommand {
        ShellCommand(
            "cancel", "Takes an invitation of yours back.", parameters: [.number],
            notes: CommandNotes(
                remarks: ["One that was answered already stays as it was answered."],
                record: InvitationRecord.record,
                examples: [.init("cancel 4", "Takes invitation 4 back.")], endings: [.notFound]),
            answer: .object(JSONMember.invitation)
        ) { invocation, environment in
            let record = try await environment.ask { services async throws(EngineError) in
                try await services.cancel(invitation: invocation.integer("id"))
            }
            return .document(record.answered(as: .canceled))
        }
    }

    static var showInvitations: ShellCommand {
        ShellCommand(
            "show", "Shows the invitations that are open.",
            parameters: [
                Parameter("all", .boolean, "Shows those that are over, too: the latest 200.", .fallback("no"))
            ],
            notes: CommandNotes(
                output: [
                    .init("#", "The number that 'accept', 'decline' and 'cancel' take; - for one that is over."),
                    .init("Way", "in: it came to you; out: it is yours."),
                    .init("Trust", "Of the contact who invites; Unknown for a stranger."),
                ],
                record: InvitationRecord.record,
                examples: [
                    .init("show", "Shows the open ones."), .init("show all=yes", "Shows those of the log, too."),
                ]),
            answer: .array(.object(JSONMember.invitation))
        ) { invocation, environment in
            let isAll = invocation.boolean("all")
            let invitations = try await environment.ask { services async throws(EngineError) in
                try await services.invitations(includingLog: isAll)
            }
            let nothing: Line = isAll ? "There are no invitations." : "There are no open invitations."
            return .document(
                Document(
                    body: invitations.isEmpty ? [.line(nothing)] : [.table(invitations.table)],
                    json: .array(invitations.map(\.json)), records: invitations.map(\.record)))
        }
    }
}

extension CommandEnvironment {
    fileprivate func answer(_ number: Int, accepting: Bool) async throws -> Document {
        let record = try await ask { services async throws(EngineError) in
            try await services.answer(invitation: number, accepting: accepting)
        }
        return record.answered(as: accepting ? .accepted : .declined)
    }
}

extension InvitationRecord {
    /// Whoever answers or cancels has done well if that is how it ended.
    fileprivate func answered(as wish: State) -> Document {
        Document(
            lines: [Line(ending)], json: json, records: [record], status: state == wish ? .success : .failed)
    }
}

extension [InvitationRecord] {
    var table: Table {
        var table = Table([
            .init("  #", .right), .init("Way"), .init("Name", minimumWidth: 16),
            .init("Trust", minimumWidth: 10), .init("State"), .init("Since"), .init("Application"), .init("Message"),
        ])
        for record in self {
            table.add([
                record.number.map { "\($0)" } ?? "-", record.direction == .incoming ? "in" : "out", record.name,
                record.trust?.title ?? "Unknown", record.state.rawValue, timeText(record.createdAt),
                record.applicationDescription ?? "\(record.application)", record.message,
            ])
        }
        return table
    }
}
