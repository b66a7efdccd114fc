import Collaboration
import CommandTree
import PeerBase

// What the kinds of collaboration are called, by people who type them, in answers, and in documents.

extension Scope {
    static let words = ["none", "nearme", "internet", "all"]

    init?(word: String) {
        guard let value = Self.words.firstIndex(of: word) else { return nil }
        self.init(rawValue: value)
    }

    var word: String { Self.words[rawValue & 3] }

    /// In answers.
    var title: String { ["None", "NearMe", "Internet", "All"][rawValue & 3] }
}

extension Presence.Status {
    /// What is typed, in the order of help (collab 11).
    private static let typed: KeyValuePairs<String, Presence.Status> = [
        "online": .online, "away": .away, "busy": .busy, "idle": .idle, "brb": .beRightBack, "lunch": .outToLunch,
        "phone": .onThePhone, "offline": .offline,
    ]

    static let words = typed.map(\.key)

    init?(word: String) {
        guard let status = Self.typed.first(where: { $0.key == word })?.value else { return nil }
        self = status
    }

    var word: String { Self.typed.first { $0.value == self }?.key ?? "offline" }

    /// In answers (collab 2.7).
    var title: String {
        switch self {
        case .offline: "Offline"
        case .outToLunch: "Out to lunch"
        case .away: "Away"
        case .beRightBack: "Be right back"
        case .idle: "Idle"
        case .busy: "Busy"
        case .onThePhone: "On the phone"
        case .online: "Online"
        }
    }

    var style: Style {
        switch self {
        case .online: .good
        case .offline: .dim
        default: .warning
        }
    }
}

extension Presence {
    /// `Busy: in a meeting`
    var summary: String { text.isEmpty ? status.title : "\(status.title): \(text)" }

    var json: JSONValue { ["status": .string(status.word), "text": .string(text)] }
}

extension Trust {
    /// As it is typed for `mintrust=` (collab 10.9).
    static let words = ["first", "file", "verified"]

    init?(word: String) {
        guard let value = Self.words.firstIndex(of: word) else { return nil }
        self.init(rawValue: value)
    }

    var word: String { Self.words[rawValue] }

    /// In answers (collab 10.6).
    var title: String { ["Unverified", "File", "Verified"][rawValue] }

    /// In documents.
    var key: String { title.lowercased() }
}

extension Person.Standing {
    var title: String {
        switch self {
        case .unknown: "Unknown"
        case .contact(_, let trust): trust.title
        case .notYourContact: "(not your contact)"
        }
    }

    var key: String {
        switch self {
        case .unknown: "unknown"
        case .contact(_, let trust): trust.key
        case .notYourContact: "notYourContact"
        }
    }

    var contact: String? {
        if case .contact(let peerName, _) = self { peerName } else { nil }
    }

    var style: Style {
        switch self {
        case .contact(_, .verified): .good
        case .contact: .plain
        case .unknown: .dim
        case .notYourContact: .bad
        }
    }
}

extension Application.RegistrationType {
    static let words = ["currentuser", "allusers"]

    init?(word: String) {
        guard let value = Self.words.firstIndex(of: word) else { return nil }
        self.init(rawValue: value)
    }

    var word: String { Self.words[rawValue] }
    var title: String { ["CurrentUser", "AllUsers"][rawValue] }
}

extension CollaborationEvent.Change {
    var word: String { ["added", "deleted", "updated"][rawValue] }
}

extension Pin {
    /// In groups of four digits, which people can compare (collab 10.6).
    var fingerprint: String {
        let digits = Array(bytes.hexText)
        return stride(from: 0, to: digits.count, by: 4).map { String(digits[$0..<$0 + 4]) }.joined(separator: " ")
    }
}

extension ScopedEndpoint {
    /// IPv4 as such, although it is kept as mapped IPv6; IPv6 in the long form (collab 11.1). Without a port where there is
    /// none.
    var place: String {
        guard endpoint.port > 0 else { return addressText }
        return endpoint.address.ipv4Text.map { "\($0):\(endpoint.port)" } ?? text
    }

    /// Without the port.
    var addressText: String {
        endpoint.address.ipv4Text ?? "\(endpoint.address.longDescription)\(zone == 0 ? "" : "%\(zone)")"
    }
}

/// A text of others between quotes, which it cannot leave.
func quoted(_ text: String) -> String {
    "\"\(text.replacing("\"", with: "'"))\""
}

/// A label as it stands in a sentence: in quotes where it could be taken for more than a name.
func plain(_ label: String) -> String {
    label.contains { "(\":".contains($0) } ? quoted(label) : label
}

/// The day and the time of something, in UTC.
func timeText(_ milliseconds: Int64) -> String {
    "\(Timestamp(secondsSince1970: Int(milliseconds / 1000)))"
}

extension JSONShape {
    static let guid: JSONShape = .pattern("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
    static let fingerprint: JSONShape = .pattern("^[0-9a-f]{64}$")
    static let scope: JSONShape = .named(
        "collaborationScope", "Where somebody is signed in, or for whom something is.", .words(Scope.words))
    static let trust: JSONShape = .named(
        "trust", "How far a contact's key is known to be that person's.", .words(Trust.allCases.map(\.key)))
    static let standing: JSONShape = .named(
        "standing", "What is known of who somebody is.",
        .words(["unknown"] + Trust.allCases.map(\.key) + ["notYourContact"]))
    static let presence: JSONShape = .named(
        "presence", "How somebody is there.",
        .object([
            .member("status", .words(Presence.Status.words), "The status."),
            .member("text", .anyText, "His own words."),
        ]))
    static let registrationType: JSONShape = .words(Application.RegistrationType.words)
    static let hexData: JSONShape = .pattern("^([0-9a-f]{2})*$")
}
