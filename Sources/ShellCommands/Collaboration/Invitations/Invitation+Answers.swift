import Collaboration
import CommandTree
import PeerBase
import PeerEngine

extension InvitationRecord {
    /// Who it is from, or for. A stranger's name stands in quotes, which a contact's never does (collab 11.1).
    var partner: String {
        guard let trust else { return "\(quoted(name)) (unknown person\(endpoint.map { " at \($0.place)" } ?? ""))" }
        return "\(plain(name)) (\(trust.title) contact)"
    }

    /// Of two programs of one name the id is the same.
    var program: String { applicationDescription.map(quoted) ?? "\(application)" }

    /// How it ended, in a sentence (collab 11.1).
    var ending: String {
        switch state {
        case .connecting: "Invitation is being delivered."
        case .waiting, .pending: "Invitation is not answered yet."
        case .accepted: "Invitation accepted."
        case .declined: "Invitation declined" + (explanation.map { " (\($0))" } ?? "") + "."
        case .expired: "Invitation expired."
        case .canceled: "Invitation canceled."
        case .failed: "Invitation failed" + (explanation.map { " (\($0))" } ?? "") + "."
        }
    }

    /// Of the reasons of collab 10.8; `nil` for a plain no.
    private var explanation: String? {
        guard let reason else { return nil }
        if let decline = InvitationAnswer.DeclineReason(rawValue: reason) {
            return switch decline {
            case .user: nil
            case .notRegistered: "the application is not registered there"
            case .busy: "busy"
            case .policy: "invitations are not heard there"
            }
        }
        return switch InvitationAnswer.ErrorReason(rawValue: reason) {
        case .launchFailed: "the program could not be started there"
        case .internal: "something went wrong there"
        case .tooLarge: "it is too large"
        case .signedOut: "the other side has signed out"
        case .canceled: nil
        case nil: reason
        }
    }

    /// The exit code of a whole invitation (collab 11.1).
    var status: ExitStatus {
        switch state {
        case .accepted, .connecting, .waiting, .pending: .success
        case .declined: .notFound
        case .expired: .timedOut
        case .canceled: .unreachable
        case .failed: .failed
        }
    }

    var json: JSONValue { .object(members) }

    var members: [String: JSONValue] {
        [
            "id": .string("\(id)"), "number": .optional(number), "direction": .string(direction.rawValue),
            "name": .string(name), "peerName": .optional(peerName), "fingerprint": .optional(pin?.bytes.hexText),
            "endpoint": endpoint?.json ?? .null, "trust": .optional(trust?.key),
            "application": .string("\(application)"),
            "description": .optional(applicationDescription), "message": .string(message),
            "state": .string(state.rawValue), "reason": .optional(reason), "createdAt": .string(timeText(createdAt)),
            "endedAt": .optional(endedAt.map(timeText)),
        ]
    }

    var record: [String] {
        [
            number.map { "\($0)" } ?? "", direction.rawValue, name, trust?.key ?? "unknown", "\(application)", message,
            state.rawValue, reason ?? "", timeText(createdAt),
        ]
    }

    static let record = [
        "number", "direction", "name", "trust", "application", "message", "state", "reason", "createdAt",
    ]
}

extension JSONMember {
    static let invitation: [JSONMember] = [
        .member("id", .guid, "The id of the invitation, the same on both sides."),
        .member("number", .integer(1...Int.max).orNull, "What 'accept' and the like take; null for one that is over."),
        .member("direction", .words("incoming", "outgoing"), "Whether it came to you or went out."),
        .member("name", .anyText, "The other side: a contact's label, or what a stranger calls itself."),
        .member("peerName", .anyText.orNull, "The other side's peer name, where it is a contact."),
        .member("fingerprint", .fingerprint.orNull, "The SHA-256 hash of the other side's key, in hex."),
        .member(
            "endpoint", .endpoint.orNull,
            "Where the other side is, as far as it is known; port 0 for one that is signed out."),
        .member("trust", .trust.orNull, "How far that key is known; null for a stranger."),
        .member("application", .guid, "The id of the application."),
        .member("description", .anyText.orNull, "What it is, where it is registered here."),
        .member("message", .anyText, "The words that go with it."),
        .member("state", .words(InvitationRecord.State.allCases.map(\.rawValue)), "How far it is."),
        .member("reason", .anyText.orNull, "Why it ended so; null for no special reason."),
        .member("createdAt", .time, "When it was made, in UTC."),
        .member("endedAt", .time.orNull, "When it ended, in UTC; null while it is open."),
    ]
}

extension Document {
    /// One invitation, as far as it is.
    init(_ invitation: InvitationRecord, hints: [String] = []) {
        self.init(
            lines: [Line(invitation.ending)], json: invitation.json, records: [invitation.record],
            status: invitation.status, hints: hints)
    }
}
