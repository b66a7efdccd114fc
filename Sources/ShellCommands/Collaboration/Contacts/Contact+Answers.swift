import Collaboration
import CommandTree
import PeerBase
import PeerEngine

extension Contact {
    var json: JSONValue {
        .object(
            card.members.merging([
                "fingerprint": .string(pin.bytes.hexText), "trust": .string(trust.key), "watch": .bool(isWatched),
                "permission": .string(permission), "addedAt": .string(timeText(addedAt)),
                "lastSeenAt": .optional(lastSeenAt.map(timeText)),
            ]) { $1 })
    }

    var permission: String { isAllowed ? "allowed" : "blocked" }

    var record: [String] {
        [
            card.peerName, card.nickname, card.displayName ?? "", card.email ?? "", trust.key, isWatched ? "yes" : "no",
            permission, pin.bytes.hexText,
        ]
    }

    static let record = [
        "peerName", "nickname", "displayName", "email", "trust", "watch", "permission", "fingerprint",
    ]

    var lines: [Line] {
        card.lines
            + ([
                ("Fingerprint:", pin.fingerprint), ("Trust:", trust.title), ("Watch:", isWatched ? "yes" : "no"),
                ("Permission:", permission),
            ] as [(String, String)]).map { Line(padded($0.0, to: 16) + $0.1) }
    }
}

extension ContactCard {
    /// How its owner is labelled, until he has a label of ours.
    var label: String { displayName ?? nickname }

    var members: [String: JSONValue] {
        [
            "peerName": .string(peerName), "nickname": .string(nickname), "displayName": .optional(displayName),
            "email": .optional(email),
        ]
    }

    var lines: [Line] {
        let rows: [(String, String?)] = [
            ("Peer name:", peerName), ("Nickname:", nickname), ("Display name:", displayName), ("E-mail:", email),
        ]
        return rows.compactMap { title, text in text.map { Line(padded(title, to: 16) + $0) } }
    }
}

extension JSONMember {
    static let card: [JSONMember] = [
        .member("peerName", .peerName, "What the contact is found by."),
        .member("nickname", .anyText, "What the contact calls itself."),
        .member("displayName", .anyText.orNull, "How it is labelled here; null for by the nickname."),
        .member("email", .anyText.orNull, "The e-mail address; null for none."),
    ]

    static let contact: [JSONMember] =
        card + [
            .member("fingerprint", .fingerprint, "The SHA-256 hash of the key, in hex."),
            .member("trust", .trust, "How far the key is known to be that person's."),
            .member("watch", .boolean, "Whether you hear about the contact."),
            .member("permission", .words("allowed", "blocked"), "Whether the contact may hear about you."),
            .member("addedAt", .time, "Since when it is a contact, in UTC."),
            .member("lastSeenAt", .time.orNull, "When its key was seen last, in UTC; null for never."),
        ]
}

/// One contact, kept or changed.
extension Document {
    static func kept(_ contact: Contact, hints: [String] = []) -> Document {
        guard case .object(let members) = contact.json else { return .done(hints: hints) }
        return Document(
            lines: ["Ok."] + contact.lines, json: .object(members.merging(["ok": true]) { $1 }),
            records: [contact.record], hints: hints)
    }
}
