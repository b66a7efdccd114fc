import Collaboration
import CommandTree
import PeerEngine

extension ShellCommand {
    /// Collab 3.6, 8.2.
    static var addContact: ShellCommand {
        ShellCommand(
            "add", "Keeps the key of somebody near you: he becomes a contact.",
            parameters: [
                .person, .taggedText("displayname", "How he is labelled here.", .optional("by his nickname")),
                .taggedText("email", "His e-mail address."),
            ],
            notes: CommandNotes(
                remarks: [
                    "He is asked for his card, and is Unverified: it may have been somebody else who answered. 'verify' "
                        + "makes sure. You hear nothing about him, nor he about you, until 'set' says so."
                ],
                record: Contact.record,
                examples: [.init("add #1 displayname=\"Amit Bahree\"", "Keeps the first of the last list.")],
                endings: [.notFound, .timedOut, .unreachable]),
            answer: .object([.done] + JSONMember.contact)
        ) { invocation, environment in
            let person = try await environment.person(invocation.text("person"))
            let (label, email) = (invocation.optionalText("displayname"), invocation.optionalText("email"))
            return .announced(
                "Asking \(quoted(person.nickname)) for the card",
                .progressive { _ in
                    let contact = try await environment.ask { services async throws(EngineError) in
                        try await services.addContact(fromPerson: person.id, displayName: label, email: email)
                    }
                    let hint = "Nothing was compared yet: 'p2p collab contact verify' makes sure who it is."
                    return .kept(contact, hints: [hint])
                })
        }
    }

    static var deleteContact: ShellCommand {
        ShellCommand(
            "delete", "Forgets a contact and its key.", parameters: [.contact()],
            notes: CommandNotes(
                remarks: ["Neither of you hears about the other any more."],
                examples: [.init("delete Amit2", "Forgets him.")], endings: [.notFound]),
            answer: .done, isKeptForCommit: { _ in true }
        ) { invocation, environment in
            guard let contact = try await environment.contactOrMe(invocation.text("contact")) else {
                throw CommandFailure(
                    "Peer collaboration delete contact failed.", details: ["You yourself cannot be deleted."])
            }
            try await environment.ask { services async throws(EngineError) in
                try await services.deleteContact(contact.card.peerName)
            }
            return .done
        }
    }

    /// Collab 2.1, 2.4.
    static var setContact: ShellCommand {
        ShellCommand(
            "set", "Changes what is kept about a contact, or about yourself.",
            parameters: [
                .contact(), .taggedText("nickname", "The nickname.", .optional("as it is")),
                .taggedText("displayname", "The label; \"\" for the nickname.", .optional("as it is")),
                .taggedText("email", "The e-mail address; \"\" for none.", .optional("as it is")),
                Parameter(
                    "watch", .boolean, "Whether you hear about the contact.", .optional("as it is"), isTagged: true),
                Parameter(
                    "permission", .choice(["allowed", "blocked"]), "Whether the contact may hear about you.",
                    .optional("as it is"), isTagged: true),
            ],
            notes: CommandNotes(
                remarks: [
                    "me is yourself: nickname, display name and e-mail address are what others get in your card.",
                    "One hears about another on the Internet only if both want it: you watch him, and he allows you.",
                ],
                examples: [
                    .init("set Amit2 watch=yes permission=allowed", "Both hear of each other, once he does the same."),
                    .init("set me nickname=alice", "Is called alice from now on."),
                ],
                endings: [.notFound]),
            answer: .done, isKeptForCommit: { _ in true }
        ) { invocation, environment in
            let contact = try await environment.contactOrMe(invocation.text("contact"))
            let change = ContactChange(invocation)
            if change.nickname == "" {
                throw CommandFailure("A nickname has at least one character.", status: .usage)
            }
            guard change != ContactChange() else {
                throw CommandFailure("There is nothing to change: name what.", status: .usage)
            }
            if contact == nil, let sentence = change.complaintAboutMe { throw CommandFailure(sentence) }
            _ = try await environment.ask { services async throws(EngineError) in
                try await services.updateContact(contact?.card.peerName, change)
            }
            return .done
        }
    }

    static var showContacts: ShellCommand {
        ShellCommand(
            "show contacts", "Shows the contacts.",
            notes: CommandNotes(
                remarks: ["You yourself are not among them; 'show xml' shows your card."],
                output: [
                    .init("Trust", "Unverified, File or Verified: how far the key is known to be that person's."),
                    .init("Watch", "Whether you hear about the contact."),
                    .init("Permission", "Whether the contact may hear about you."),
                ],
                record: Contact.record, examples: [.init("show contacts", "Shows all.")]),
            answer: .array(.object(JSONMember.contact))
        ) { _, environment in
            let contacts = try await environment.contacts()
            var table = Table([
                .init("Name", minimumWidth: 16), .init("Nickname", minimumWidth: 16), .init("Trust", minimumWidth: 10),
                .init("Watch"), .init("Permission"), .init("Peer name"),
            ])
            for contact in contacts {
                table.add([
                    Line.Run(contact.label), Line.Run(contact.card.nickname),
                    Line.Run(contact.trust.title, contact.trust == .verified ? .good : .plain),
                    Line.Run(contact.isWatched ? "yes" : "no"), Line.Run(contact.permission),
                    Line.Run(contact.card.peerName),
                ])
            }
            return .document(
                Document(
                    body: contacts.isEmpty ? [.line("There are no contacts.")] : [.table(table)],
                    json: .array(contacts.map(\.json)), records: contacts.map(\.record),
                    hints: contacts.isEmpty
                        ? ["'p2p collab contact add' keeps somebody near you, 'import' a contact file."] : []))
        }
    }
}

extension ContactChange {
    fileprivate init(_ invocation: Invocation) {
        self.init(
            nickname: invocation.optionalText("nickname"), displayName: invocation.optionalText("displayname"),
            email: invocation.optionalText("email"), isWatched: invocation.optionalBoolean("watch"),
            isAllowed: invocation.optionalText("permission").map { $0 == "allowed" })
    }

    /// Collab 3.6.
    fileprivate var complaintAboutMe: String? {
        if isWatched == false { return "Cannot unsubscribe from local contact. It is always subscribed." }
        return isWatched == nil && isAllowed == nil
            ? nil : "Cannot set subscribe on local contact. Value is always Allowed."
    }
}
