import Collaboration
import CommandTree
import PeerBase
import PeerEngine

extension ShellCommand {
    /// Collab 3.7, 10.10.
    static var addApplication: ShellCommand {
        ShellCommand(
            "add", "Registers a program, so that an invitation can start it.",
            parameters: [
                .newID("The id, the same on every machine; new makes one."),
                Parameter(
                    "path", .file, "The program: a file on a local disk. It may begin with ~ or ${VARIABLE}.",
                    candidates: .files),
                Parameter(
                    "arguments", .text(maximumCharacters: 4096), "What it is called with, and nothing else ever.",
                    .optional("nothing"), isTagged: true),
                .taggedText("description", "What others read about it.", .optional("nothing")),
                .dataFile("A file whose bytes go with it, at most \(Limits.dataSize)."),
                Parameter(
                    "datahex", .hexBytes(maximum: CommandTree.Limits.lineBytes / 2), "The same bytes in hex.",
                    .optional(), isTagged: true),
                Parameter(
                    "scope", .choice(Scope.words), "Who is told of it.", .fallback("all"), isTagged: true),
                .type(.fallback("currentuser")),
                Parameter("replace", .boolean, "Takes the place of what has the same id.", .fallback("no")),
            ],
            notes: CommandNotes(
                remarks: [
                    "An invitation names an application by its id. The command line is what is registered here; no "
                        + "byte of an invitation gets onto it.",
                    "One id may be registered once for this user and once for all users; this user's is started.",
                ],
                record: ["id"],
                examples: [
                    .init(
                        "add new /usr/games/foobar arguments=--join description=\"A game\"",
                        "Registers a game under a new id."),
                    .init(
                        "add 81facd1e-c761-4330-b56c-a7286a3424aa ~/bin/chat", "Registers a program under a known id."),
                ],
                endings: [.notFound, .notPermitted]),
            answer: .object([.done, .member("id", .guid, "The id.")]), isKeptForCommit: { _ in true }
        ) { invocation, environment in
            let application = try Application(invocation)
            try await environment.ask { services async throws(EngineError) in
                try await services.register(application, replacing: invocation.boolean("replace"))
            }
            let isNew = invocation.text("id").lowercased() == "new"
            return .document(
                Document(
                    lines: ["Ok."] + (isNew ? [Line(padded("ID:", to: 16) + "\(application.id)")] : []),
                    json: ["ok": true, "id": .string("\(application.id)")], records: [["\(application.id)"]]))
        }
    }

    static var deleteApplication: ShellCommand {
        ShellCommand(
            "delete", "Forgets a program that was registered.",
            parameters: [.id("The id.", candidates: .applications), .type(.fallback("currentuser"))],
            notes: CommandNotes(
                examples: [
                    .init("delete 81facd1e-c761-4330-b56c-a7286a3424aa", "Forgets that of this user.")
                ], endings: [.notFound, .notPermitted]),
            answer: .done, isKeptForCommit: { _ in true }
        ) { invocation, environment in
            let type = invocation.registrationType ?? .currentUser
            try await environment.ask { services async throws(EngineError) in
                try await services.unregister(application: invocation.guid(), type: type)
            }
            return .done
        }
    }

    static var showApplications: ShellCommand {
        ShellCommand(
            "show", "Shows the programs registered here, or what somebody tells of his.",
            parameters: [
                .optionalPerson("those registered here"), .contact(.optional(), isTagged: true),
                .type(.optional("both")),
            ],
            notes: CommandNotes(
                remarks: [
                    "Where an id is registered for this user and for all users, this user's is shown, which is the one "
                        + "that is started.",
                    "Somebody who does not allow you to hear of him tells of no applications; he may take an "
                        + "invitation all the same.",
                ],
                output: [
                    .init("ID", "The same on every machine."), .init("Desc", "What others read."),
                    .init("Path", "The program; only this machine knows it."),
                ],
                record: ["id", "description", "path", "arguments", "type", "scope", "bytes"],
                examples: [
                    .init("show", "Shows those registered here."), .init("show #1", "Asks the first of the last list."),
                ],
                endings: [.notFound, .timedOut, .unreachable]),
            answer: .array(
                .object(
                    JSONMember.publishedApplication + [
                        .optional("path", .anyText, "The program, where it is one of ours."),
                        .optional("arguments", .anyText, "What it is called with."),
                        .optional("scope", .scope, "Who is told of it."),
                        .optional("type", .registrationType, "For whom it is registered."),
                    ]))
        ) { invocation, environment in
            if let party = try await environment.party(of: invocation) {
                return .document(try await environment.details(of: party).applications)
            }
            let type = invocation.registrationType
            let applications = try await environment.ask { services async throws(EngineError) in
                try await services.applications(type: type)
            }
            return .document(
                Document(
                    lines: applications.lines, json: .array(applications.map(\.json)),
                    records: applications.map(\.record)))
        }
    }
}

extension Application {
    fileprivate init(_ invocation: Invocation) throws(CommandFailure) {
        self.init(
            id: invocation.newGUID(), description: invocation.optionalText("description") ?? "",
            data: try invocation.applicationData(), path: invocation.text("path"),
            arguments: invocation.optionalText("arguments") ?? "", scope: invocation.scope(),
            type: invocation.registrationType ?? .currentUser)
    }
}

extension Invocation {
    fileprivate func applicationData() throws(CommandFailure) -> [UInt8] {
        switch (optionalText("datafile"), optionalBytes("datahex")) {
        case (let path?, nil):
            // Collab 3.7.
            let excess = "Peer Application data size cannot exceed 16 kilobytes."
            return try DataFile(path: path, limit: Collaboration.Limits.dataSize, excess: excess).contents()
        case (nil, let bytes): return bytes ?? []
        case (_?, _?): throw CommandFailure("Either datafile= or datahex= is expected, not both.", status: .usage)
        }
    }
}

extension CommandEnvironment {
    /// Those of this user; others need rights that a script has not.
    func applicationLines() async throws -> [String] {
        try await ask { services async throws(EngineError) in
            try await services.applications(type: .currentUser)
        }.flatMap(\.script)
    }

    /// Whom a command is about that is about ourselves unless told otherwise.
    func party(of invocation: Invocation) async throws -> Party? {
        switch (invocation.optionalText("person"), invocation.optionalText("contact")) {
        case (nil, nil): return nil
        case (let person?, nil): return .person(try await self.person(person).id)
        case (nil, let contact?): return .contact(try await self.contact(contact).card.peerName)
        case (_?, _?): throw CommandFailure("Either a person or a contact is expected, not both.", status: .usage)
        }
    }

    func details(of party: Party) async throws -> [EndpointDetails] {
        try await ask { services async throws(EngineError) in try await services.refresh(party) }
    }
}

extension [EndpointDetails] {
    /// Several endpoints of one contact, merged by id (collab 3.7).
    fileprivate var applications: Document {
        var seen: Set<GUID> = []
        let found = flatMap(\.snapshot.applications).filter { seen.insert($0.id).inserted }.sorted { $0.id < $1.id }
        return Document(
            lines: found.lines, json: .array(found.map(\.json)),
            records: found.map { ["\($0.id)", $0.description, "", "", "", "", "\($0.data.count)"] })
    }
}
