import Collaboration
import CommandTree
import PeerBase
import PeerEngine

extension ShellCommand {
    /// Collab 3.8.
    static var setObject: ShellCommand {
        ShellCommand(
            "set", "Makes an object, or changes one.",
            parameters: [
                .newID("The id; new makes one."),
                .dataFile("A file with its bytes: 1 to \(Limits.dataSize)."),
                Parameter(
                    "data", .text(maximumCharacters: Limits.dataSize, maximumBytes: Limits.dataSize),
                    "The same as a text.", .optional(), isTagged: true),
                Parameter("scope", .choice(Scope.words), "Who can read it.", .fallback("all"), isTagged: true),
            ],
            notes: CommandNotes(
                remarks: ["You must be signed in. It is gone when you sign out, and with this process."],
                record: ["id"],
                examples: [
                    .init("set new data=\"back at noon\"", "Makes an object under a new id."),
                    .init("set dd15f41f-fc4e-4922-b035-4c06a754d01d datafile=me.png", "Shows others your picture."),
                ],
                endings: [.notFound]),
            answer: .object([.done, .member("id", .guid, "The id.")])
        ) { invocation, environment in
            let data = try invocation.objectData()
            let object = CollaborationObject(id: invocation.newGUID(), data: data, scope: invocation.scope())
            try await environment.ask { services async throws(EngineError) in try await services.setObject(object) }
            let isNew = invocation.text("id").lowercased() == "new"
            return .document(
                Document(
                    lines: ["Ok."] + (isNew ? [Line(padded("ID:", to: 16) + "\(object.id)")] : []),
                    json: ["ok": true, "id": .string("\(object.id)")], records: [["\(object.id)"]]))
        }
    }

    static var deleteObject: ShellCommand {
        ShellCommand(
            "delete", "Takes an object away.", parameters: [.id("The id.")],
            notes: CommandNotes(
                examples: [.init("delete 5a6c1b7e-0d0e-4b2c-9d57-1f6f3e0a9b11", "Takes it away.")],
                endings: [.notFound]),
            answer: .done
        ) { invocation, environment in
            try await environment.ask { services async throws(EngineError) in
                try await services.deleteObject(invocation.guid())
            }
            return .done
        }
    }

    static var showObjects: ShellCommand {
        ShellCommand(
            "show", "Shows your objects, or those of somebody.",
            parameters: [
                .optionalPerson("you"), .contact(.optional(), isTagged: true),
                Parameter(
                    "id", .named("guid", check: Parameter.guidComplaint), "Only this one.", .optional("all"),
                    isTagged: true),
                Parameter(
                    "out", .file, "Writes the bytes of the one named by id= to a new file.", .optional(),
                    isTagged: true, candidates: .files),
            ],
            notes: CommandNotes(
                remarks: ["Where several endpoints of a contact have the same object, the first is shown."],
                output: [.init("Scope", "Who can read it."), .init("Bytes", "How much it holds.")],
                record: ["id", "scope", "bytes"],
                examples: [
                    .init("show", "Shows yours."),
                    .init(
                        "show contact=Amit2 id=dd15f41f-fc4e-4922-b035-4c06a754d01d out=amit.png",
                        "Saves the picture of Amit2."),
                ],
                endings: [.notFound, .timedOut, .unreachable, .notPermitted]),
            answer: .array(.object(JSONMember.object))
        ) { invocation, environment in
            let wanted = invocation.optionalGUID()
            if invocation.has("out"), wanted == nil {
                throw CommandFailure("out= goes with id=: which one is meant?", status: .usage)
            }
            let all = try await environment.objects(of: invocation)
            let found = all.filter { wanted == nil || $0.id == wanted }.sorted { $0.id < $1.id }
            if wanted != nil, found.isEmpty {
                throw CommandFailure(
                    CollaborationError("Peer collaboration get objects failed.", .code(.notFound)))
            }
            if let path = invocation.optionalText("out"), let object = found.first {
                try NewFile(path: path, replaces: false, remedy: "Another name, or removing it,").write(object.data)
            }
            return .document(found.document)
        }
    }
}

extension Invocation {
    fileprivate func objectData() throws(CommandFailure) -> [UInt8] {
        let bytes: [UInt8]
        switch (optionalText("datafile"), optionalText("data")) {
        case (let path?, nil):
            let excess = "Peer Object data size cannot exceed 16 kilobytes."
            bytes = try DataFile(path: path, limit: Limits.dataSize, excess: excess).contents()
        case (nil, let text?): bytes = Array(text.utf8)
        default: throw CommandFailure("Either datafile= or data= is expected.", status: .usage)
        }
        guard !bytes.isEmpty else { throw CommandFailure("An object has at least one byte.", status: .usage) }
        return bytes
    }
}

extension CommandEnvironment {
    fileprivate func objects(of invocation: Invocation) async throws -> [CollaborationObject] {
        guard let party = try await party(of: invocation) else {
            return try await ask { services async throws(EngineError) in try await services.objects() }
        }
        var seen: Set<GUID> = []
        return try await details(of: party).flatMap(\.snapshot.objects).filter { seen.insert($0.id).inserted }
    }
}

extension [CollaborationObject] {
    fileprivate var document: Document {
        var table = Table([.init("ID", minimumWidth: 36), .init("Bytes", .right), .init("Scope")])
        for object in self { table.add(["\(object.id)", "\(object.data.count)", object.scope.title]) }
        return Document(
            body: isEmpty ? [.line("There are no objects.")] : [.table(table)], json: .array(map(\.json)),
            records: map { ["\($0.id)", $0.scope.word, "\($0.data.count)"] })
    }
}

extension CollaborationObject {
    var json: JSONValue {
        ["id": .string("\(id)"), "data": .string(data.hexText), "scope": .string(scope.word)]
    }
}

extension JSONMember {
    static let object: [JSONMember] = [
        .member("id", .guid, "The id."), .member("data", .hexData, "The bytes, in hex."),
        .member("scope", .scope, "Who can read it."),
    ]
}
