import Collaboration
import CommandTree
import PeerBase
import PeerEngine

extension ShellCommand {
    /// Collab 3.6, 10.6.
    static var exportContact: ShellCommand {
        ShellCommand(
            "export", "Writes a contact file, to be given to somebody.",
            parameters: [
                Parameter("file", .file, "The file to write; NAME.p2pcontact is usual.", candidates: .files),
                .contact(.fallback("me")),
                Parameter("force", .boolean, "Replaces a file that is there.", .fallback("no")),
            ],
            notes: CommandNotes(
                remarks: [
                    "It holds names and a certificate, and no secret. Who imports it knows your key as far as he "
                        + "trusts the way on which the file came."
                ],
                examples: [
                    .init("export alice.p2pcontact", "Writes your own card."),
                    .init("export amit.p2pcontact Amit2 force=yes", "Writes that of a contact, over an older one."),
                ],
                endings: [.notFound, .notPermitted]),
            answer: .object([.done, .member("file", .anyText, "The file that was written.")])
        ) { invocation, environment in
            let bytes = try await environment.contactFile(invocation.text("contact"))
            let path = invocation.text("file")
            try NewFile(path: path, replaces: invocation.boolean("force"), remedy: "force=yes").write(bytes)
            return .document(Document(lines: ["Ok."], json: ["ok": true, "file": .string(path)]))
        }
    }

    static var showContactFile: ShellCommand {
        ShellCommand(
            "show xml", "Shows the contact file of a contact, or your own.",
            parameters: [.contact(.fallback("me"))],
            notes: CommandNotes(
                output: [.init("Credentials", "The certificate, whose key makes a contact of a file.")],
                examples: [.init("show xml", "Shows your own."), .init("show xml Amit2", "Shows that of a contact.")],
                endings: [.notFound]),
            answer: .object([.member("xml", .anyText, "The file.")])
        ) { invocation, environment in
            let bytes = try await environment.contactFile(invocation.text("contact"))
            let text = String(decoding: bytes, as: UTF8.self)
            let lines = text.split(separator: "\n").map { Block.verbatim(Line(String($0))) }
            return .document(Document(body: lines, json: ["xml": .string(text)]))
        }
    }

    static var importContact: ShellCommand {
        ShellCommand(
            "import", "Reads a contact file and keeps who is in it as a contact.",
            parameters: [
                Parameter("file", .file, "The file.", .optional(), candidates: .files),
                Parameter(
                    "cardhex", .hexBytes(maximum: CommandTree.Limits.lineBytes / 2),
                    "The contents of a contact file in hex, as a dump has them, instead of a file.", .optional(),
                    isTagged: true),
                Parameter(
                    "trust", .choice(["unverified", "file"]), "How far the key is known to be that person's.",
                    .fallback("file"), isTagged: true),
                Parameter(
                    "ifmissing", .boolean, "Does nothing where the same person is a contact already.", .fallback("no")),
            ],
            notes: CommandNotes(
                remarks: [
                    "What was read is shown first; in a session, nothing is kept without a yes. In a script, and as the "
                        + "one command of the program, it is kept at once.",
                    "The trust is File: the key is that person's as far as the way is safe on which the file came. A "
                        + "dump does not make more of a contact than it was: trust=unverified.",
                    "A key that does not belong to its peer name, or that is not signed by itself, is refused.",
                ],
                record: Contact.record,
                examples: [.init("import amit.p2pcontact", "Keeps Amit as a contact.")], endings: [.notFound]),
            answer: .object([.done] + JSONMember.contact), isKeptForCommit: { _ in true }
        ) { invocation, environment in
            let bytes = try invocation.contactFile()
            let card = try await environment.ask { services async throws(EngineError) in
                try await services.readContactFile(bytes)
            }
            if invocation.boolean("ifmissing"), let known = try await environment.known(card) {
                return .document(.kept(known))
            }
            let trust: Trust = invocation.text("trust") == "file" ? .file : .firstUse
            return .asked(
                Confirmation(
                    about: card.lines.blocks, question: "Keep as a contact?", isCourtesy: true
                ) {
                    let contact = try await environment.ask { services async throws(EngineError) in
                        try await services.importContact(card, trust: trust)
                    }
                    return .document(.kept(contact))
                })
        }
    }
}

extension Invocation {
    fileprivate func contactFile() throws(CommandFailure) -> [UInt8] {
        switch (optionalText("file"), optionalBytes("cardhex")) {
        case (let path?, nil): return try DataFile(path: path, limit: Limits.cardSize).contents()
        case (nil, let bytes?): return bytes
        default: throw CommandFailure("Either a file or cardhex= is expected.", status: .usage)
        }
    }
}

extension CommandEnvironment {
    func contactFile(_ text: String) async throws -> [UInt8] {
        let contact = try await contactOrMe(text)
        return try await ask { services async throws(EngineError) in
            try await services.contactFile(ofContact: contact?.card.peerName)
        }
    }

    /// The contact with that very certificate; another one is another person.
    fileprivate func known(_ card: ContactCard) async throws -> Contact? {
        try await contacts().first {
            $0.card.peerName == card.peerName && $0.card.certificate == card.certificate
        }
    }

    /// Lines that make the contacts again. Trust can only be less behind them: who reads a script has compared nothing.
    func contactLines() async throws -> [String] {
        var lines: [String] = []
        for contact in try await contacts() {
            let bytes = try await contactFile(contact.card.peerName)
            let trust = contact.trust == .firstUse ? " trust=unverified" : ""
            let line = "import cardhex=\(bytes.hexText)\(trust) ifmissing=yes"
            guard line.utf8.count <= CommandTree.Limits.lineBytes else {
                lines.append("# The card of \(contact.card.peerName) is too long for a line: use 'export'.")
                continue
            }
            if contact.trust == .verified {
                lines.append("# \(contact.card.peerName) was Verified and will be File: use 'verify' again.")
            }
            lines.append(line)
            var words = ["set contact=\(Tokenizer.quoted(contact.card.peerName))"]
            if contact.isWatched { words.append("watch=yes") }
            if contact.isAllowed { words.append("permission=allowed") }
            if words.count > 1 { lines.append(words.joined(separator: " ")) }
        }
        return lines
    }
}
