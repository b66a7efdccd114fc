package import Collaboration
internal import Foundation
internal import GRDB

extension CollaborationStore {
    /// All contacts, by label without case, then peer name.
    package func contacts() throws(StoreError) -> [Contact] {
        let contacts = try read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM contact").map(contact)
        }
        return contacts.map { (label: $0.label.lowercased(), contact: $0) }
            .sorted { ($0.label, $0.contact.card.peerName) < ($1.label, $1.contact.card.peerName) }
            .map(\.contact)
    }

    /// The contact of this peer name, compared byte by byte.
    package func contact(named peerName: String) throws(StoreError) -> Contact? {
        try read { try contact(in: $0, where: "peer_name = ?", [peerName]) }
    }

    package func contact(withPin pin: Pin) throws(StoreError) -> Contact? {
        try read { try contact(in: $0, where: "pin = ?", [Data(pin.bytes)]) }
    }

    /// Keeps a contact. One that has the peer name or the pin already stays as it is (collab 3.6, 10.6).
    package func add(_ contact: Contact) throws(StoreError) -> Addition<Contact> {
        try write { database in
            let pin = Data(contact.pin.bytes)
            let keys: StatementArguments = [contact.card.peerName, pin]
            if let stored = try self.contact(in: database, where: "peer_name = ? OR pin = ?", keys) {
                return .duplicate(of: stored)
            }
            try database.execute(
                sql: """
                    INSERT INTO contact (peer_name, pin, certificate, nickname, display_name, email, watch, permission,
                    trust, added_at, last_seen_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    contact.card.peerName, pin, Data(contact.card.certificate), contact.card.nickname,
                    contact.card.displayName.unlessEmpty, contact.card.email.unlessEmpty, contact.isWatched,
                    contact.isAllowed, contact.trust.rawValue, TimeText.text(contact.addedAt),
                    contact.lastSeenAt.map(TimeText.text),
                ])
            return .added
        }
    }

    /// Changes what the change names and tells the contact as it is then; `nil` where there is none. The caller has seen
    /// to it that a new nickname is not empty.
    package func update(contact peerName: String, _ change: ContactChange) throws(StoreError) -> Contact? {
        try write { database in
            try database.execute(
                sql: """
                    UPDATE contact SET
                        nickname = coalesce(:nickname, nickname),
                        display_name = CASE WHEN :display IS NULL THEN display_name ELSE nullif(:display, '') END,
                        email = CASE WHEN :email IS NULL THEN email ELSE nullif(:email, '') END,
                        watch = coalesce(:watch, watch),
                        permission = coalesce(:permission, permission)
                    WHERE peer_name = :name
                    """,
                arguments: [
                    "nickname": change.nickname, "display": change.displayName, "email": change.email,
                    "watch": change.isWatched, "permission": change.isAllowed, "name": peerName,
                ])
            return try contact(in: database, where: "peer_name = ?", [peerName])
        }
    }

    /// What is known now about whose key this is; false where there is no contact of that name with that key. What was
    /// compared is a key: one that took its name meanwhile was not.
    package func setTrust(
        _ trust: Trust, ofContact peerName: String, withPin pin: Pin
    ) throws(StoreError) -> Bool {
        try write { database in
            try database.execute(
                sql: "UPDATE contact SET trust = ? WHERE peer_name = ? AND pin = ?",
                arguments: [trust.rawValue, peerName, Data(pin.bytes)])
            return database.changesCount > 0
        }
    }

    /// Somebody who proved this pin was there at this time. An earlier time than the one known changes nothing.
    package func saw(_ pin: Pin, at time: Int64) throws(StoreError) {
        try write { database in
            try database.execute(
                sql: """
                    UPDATE contact SET last_seen_at = :time
                    WHERE pin = :pin AND (last_seen_at IS NULL OR last_seen_at < :time)
                    """,
                arguments: ["time": TimeText.text(time), "pin": Data(pin.bytes)])
        }
    }

    /// Forgets a contact and tells what it was; `nil` where there is none.
    package func deleteContact(named peerName: String) throws(StoreError) -> Contact? {
        try write { database in
            let stored = try contact(in: database, where: "peer_name = ?", [peerName])
            try database.execute(sql: "DELETE FROM contact WHERE peer_name = ?", arguments: [peerName])
            return stored
        }
    }

    // MARK: Rows

    private func contact(
        in database: Database, where condition: String, _ arguments: StatementArguments
    ) throws -> Contact? {
        try Row.fetchOne(
            database, sql: "SELECT * FROM contact WHERE \(condition) ORDER BY peer_name", arguments: arguments
        ).map(contact)
    }

    private func contact(_ row: Row) throws -> Contact {
        guard let contact = Contact(row) else { throw StoreError.damaged(path: path) }
        return contact
    }
}

extension Contact {
    /// `nil` for a row that our own code cannot have written.
    fileprivate init?(_ row: Row) {
        guard
            let peerName = String.fromDatabaseValue(row["peer_name"]),
            let pin = Data.fromDatabaseValue(row["pin"]).flatMap({ Pin(Array($0)) }),
            let certificate = Data.fromDatabaseValue(row["certificate"]),
            let nickname = String.fromDatabaseValue(row["nickname"]),
            let isWatched = Bool.fromDatabaseValue(row["watch"]),
            let isAllowed = Bool.fromDatabaseValue(row["permission"]),
            let trust = Int.fromDatabaseValue(row["trust"]).flatMap(Trust.init),
            let addedAt = String.fromDatabaseValue(row["added_at"]).flatMap(TimeText.milliseconds)
        else { return nil }
        let card = ContactCard(
            peerName: peerName, nickname: nickname, displayName: String.fromDatabaseValue(row["display_name"]),
            email: String.fromDatabaseValue(row["email"]), certificate: Array(certificate))
        self.init(
            card: card, pin: pin, trust: trust, isWatched: isWatched, isAllowed: isAllowed, addedAt: addedAt,
            lastSeenAt: String.fromDatabaseValue(row["last_seen_at"]).flatMap(TimeText.milliseconds))
    }
}

extension String? {
    fileprivate var unlessEmpty: String? { self == "" ? nil : self }
}
