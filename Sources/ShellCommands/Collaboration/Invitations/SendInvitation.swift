import Collaboration
import CommandTree
import PeerEngine

extension ShellCommand {
    /// Collab 3.10, 10.8, 11.1.
    static var sendInvitation: ShellCommand {
        ShellCommand(
            "send", "Invites somebody to start an application together.",
            parameters: [
                Parameter(
                    "to", .text(maximumCharacters: Limits.textLength), "A person near you, or a contact.",
                    candidates: .parties),
                Parameter(
                    "application", .named("guid", check: Parameter.guidComplaint), "The id of the application.",
                    candidates: .applications),
                .taggedText("message", "Words for the other to read before answering."),
                .dataFile("A file whose bytes go to the application, at most \(Limits.dataSize)."),
                Parameter(
                    "data", .text(maximumCharacters: Limits.dataSize, maximumBytes: Limits.dataSize),
                    "The same as a text.", .optional(), isTagged: true),
                Parameter("wait", .boolean, "Waits for the answer.", .fallback("yes")),
            ],
            notes: CommandNotes(
                remarks: [
                    "The other has five minutes to answer. Ctrl-C takes the invitation back. With wait=no the number is "
                        + "told at once, and the end as an event.",
                    "A contact must prove to be that contact before anything is sent; a person near you need not. "
                        + "Where invitations from you are not heard, the connection fails.",
                ],
                record: InvitationRecord.record,
                examples: [
                    .init(
                        "send Amit2 81facd1e-c761-4330-b56c-a7286a3424aa message=\"Want to work on this together?\"",
                        "Invites Amit2."),
                    .init("send #1 81facd1e-c761-4330-b56c-a7286a3424aa wait=no", "Invites, and goes on."),
                ],
                meanings: [
                    .success: "accepted", .notFound: "declined", .timedOut: "expired", .unreachable: "canceled",
                ]),
            answer: .object(JSONMember.invitation)
        ) { invocation, environment in
            let data = try invocation.invitationData()
            let party = try await environment.invited(invocation.text("to"))
            let order = InvitationOrder(
                to: party.party, application: invocation.guid("application"),
                message: invocation.optionalText("message") ?? "", data: data)
            guard invocation.boolean("wait") else {
                let sent = try await environment.invite(order)
                return .document(sent.sent)
            }
            return .announced(
                "Inviting \(party.label)",
                .progressive { stage in try await environment.inviteAndWait(order, stage) })
        }
    }
}

/// Between two times that the rest is told (collab 10.8).
private let pause: Duration = .seconds(30)

extension Invocation {
    fileprivate func invitationData() throws(CommandFailure) -> [UInt8] {
        switch (optionalText("datafile"), optionalText("data")) {
        case (let path?, nil): return try DataFile(path: path, limit: Limits.dataSize).contents()
        case (nil, let text): return Array((text ?? "").utf8)
        case (_?, _?): throw CommandFailure("Either datafile= or data= is expected, not both.", status: .usage)
        }
    }
}

extension Somebody {
    fileprivate var label: String {
        switch self {
        case .person(let person): quoted(person.nickname)
        case .contact(let contact): contact.label
        }
    }
}

extension CommandEnvironment {
    /// Whom it is for. Every failure but a mistake in the line has the status of an error (collab 11.1).
    fileprivate func invited(_ text: String) async throws -> Somebody {
        do throws(CommandFailure) {
            return try await caught { try await party(text) }
        } catch {
            throw error.asError
        }
    }

    fileprivate func invite(_ order: InvitationOrder) async throws -> InvitationRecord {
        do throws(EngineError) {
            return try await services.invite(order)
        } catch .cancelled {
            throw CancellationError()
        } catch {
            throw CommandFailure(error).asError
        }
    }

    /// Until there is an end, however it comes about; Ctrl-C is one of them.
    fileprivate func inviteAndWait(_ order: InvitationOrder, _ stage: Stage) async throws -> Document {
        let sent = try await invite(order)
        guard let number = sent.number else { return Document(sent) }
        awaited.add(number)
        let ended = try await withThrowingTaskGroup(of: InvitationRecord?.self) { group in
            group.addTask { try await outcome(of: number, sent) }
            group.addTask {
                // However it ends, the invitation itself tells it.
                try? await tellTimeLeft(stage)
                return nil
            }
            defer { group.cancelAll() }
            while let record = try await group.next() {
                if let record { return record }
            }
            return sent
        }
        if ended.state == .failed { throw ended.failure }
        return Document(ended)
    }

    private func tellTimeLeft(_ stage: Stage) async throws {
        for left in stride(from: Limits.answerTime, through: 0, by: -30) {
            stage.tell("Waiting for the answer, \(left / 60):\(left % 60 < 10 ? "0" : "")\(left % 60) left")
            try await clock.sleep(for: pause)
        }
    }

    /// What is cancelled here is cancelled there, and told as such.
    private func outcome(of number: Int, _ sent: InvitationRecord) async throws -> InvitationRecord {
        do throws(EngineError) {
            return try await services.outcome(ofInvitation: number)
        } catch .cancelled {
            var record = sent
            record.state = .canceled
            return record
        } catch {
            throw CommandFailure(error).asError
        }
    }

    /// With the type of what is thrown.
    private func caught<Answer>(_ work: () async throws -> Answer) async throws(CommandFailure) -> Answer {
        do {
            return try await work()
        } catch let failure as CommandFailure {
            throw failure
        } catch {
            throw CommandFailure(.cancelled)
        }
    }
}

extension CommandFailure {
    /// The same with the status of a failure, where others stand for the ends of an invitation.
    fileprivate var asError: CommandFailure {
        status == .usage
            ? self : CommandFailure(sentence, details: details, code: code, hint: hint, status: .failed)
    }
}

extension InvitationRecord {
    /// What is told at once.
    fileprivate var sent: Document {
        let numbered = number.map { " \($0)" } ?? ""
        return Document(
            lines: [Line("Invitation\(numbered) sent to \(partner).")], json: json, records: [record],
            hints: number.map { ["'p2p collab invitation cancel \($0)' takes it back."] } ?? [])
    }

    /// Collab 3.10.
    fileprivate var failure: CommandFailure {
        CommandFailure("Peer collaboration send invite failed.", details: [ending])
    }
}
