import Collaboration
import CommandTree
import PeerBase
import PeerEngine

/// What there is to tell of an event: for programs a type and a text, for people a line.
struct CollaborationNews: Sendable {
    let type: String
    /// The number of the original; `nil` for those that are ours (collab 3.12).
    var number: Int?
    var change: CollaborationEvent.Change?
    /// A sentence.
    let text: String
    var style: Style = .plain
    /// Further members of the JSON object.
    var details: [String: JSONValue] = [:]

    /// Every type there is.
    static let types = [
        "watchlist", "endpoint", "presence", "application", "object", "people", "signedin", "signedout", "request",
        "invitation", "invitationended", "acceptance", "certificate", "warning", "lost",
    ]

    init(_ occurrence: CollaborationEvent.Occurrence) {
        switch occurrence {
        case .watchListChanged(let change, let contact, let label):
            self.init(
                "watchlist", 1, change, "\(plain(label)) \(change.onWatchList).", details: ["contact": .string(contact)]
            )
        case .endpointChanged(let place, let name):
            self.init(
                "endpoint", place == nil ? 6 : 2, .updated, "\(place.subject) is now called \(quoted(name)).",
                details: place.members(["endpointName": .string(name)]))
        case .presenceChanged(let place, let change, let presence):
            let text = change == .deleted ? "is gone" : "is \(presence.status.title)" + presence.words
            self.init(
                "presence", place == nil ? 7 : 3, change, "\(place.subject) \(text).",
                details: place.members(["presence": presence.json]))
        case .applicationChanged(let place, let change, let application):
            let name = application.description.isEmpty ? "\(application.id)" : quoted(application.description)
            self.init(
                "application", place == nil ? 8 : 4, change, "\(place.subject): application \(name) \(change.word).",
                details: place.members(["application": .string("\(application.id)")]))
        case .objectChanged(let place, let change, let id):
            self.init(
                "object", place == nil ? 9 : 5, change, "\(place.subject): object \(id) \(change.word).",
                details: place.members(["object": .string("\(id)")]))
        case .peopleChanged(let change, let person?): self.init(person, change)
        case .peopleChanged(let change, nil):
            let isIn = change != .deleted
            self.init(isIn ? "signedin" : "signedout", 10, change, "You signed \(isIn ? "in" : "out").")
        case .requestEnded(let party, let code): self.init(party, endedWith: code)
        case .invited(let record):
            self.init("invitation", nil, nil, record.invitingText, .heading, details: ["invitation": record.json])
        case .invitationEnded(let record):
            self.init("invitationended", nil, nil, record.endingText, details: ["invitation": record.json])
        case .acceptanceFellBack:
            self.init("acceptance", nil, nil, "Invitations are accepted from contacts only again.")
        case .certificateChanged(let contact, let label):
            self.init(
                "certificate", nil, nil, "The contact's certificate has changed. (\(label))", .bad,
                details: ["contact": .string(contact)])
        case .warning(let sentence): self.init("warning", nil, nil, sentence, .warning)
        case .lost(let count):
            let text = "\(counted(count, "event is", "events are")) missing here: too much happened at once."
            self.init("lost", nil, nil, text, .warning, details: ["count": .integer(count)])
        }
    }

    private init(
        _ type: String, _ number: Int? = nil, _ change: CollaborationEvent.Change? = nil, _ text: String,
        _ style: Style = .plain, details: [String: JSONValue] = [:]
    ) {
        (self.type, self.number, self.change) = (type, number, change)
        (self.text, self.style, self.details) = (text, style, details)
    }

    private init(_ person: Person, _ change: CollaborationEvent.Change) {
        let text =
            switch change {
            case .added: "is here"
            case .deleted: "is gone"
            case .updated: "has another name or address"
            }
        self.init(
            "people", 10, change, "\(quoted(person.nickname)) at \(quoted(person.host)) \(text).",
            details: ["person": person.json])
    }

    private init(_ party: Party, endedWith code: UInt32?) {
        let (whom, member): (String, (String, JSONValue)) =
            switch party {
            case .person(let id): ("\(id)", ("personId", .string("\(id)")))
            case .contact(let name): (name, ("contact", .string(name)))
            }
        let known = code.map { CollaborationError.Code(rawValue: $0)?.sentence ?? "It failed." }
        self.init(
            "request", 11, nil, "The request to \(whom) has ended: \(known ?? "it was answered.")",
            details: [
                member.0: member.1, "code": .optional(code.map(CollaborationError.Code.number)),
            ])
    }
}

extension CollaborationEvent.Change {
    fileprivate var onWatchList: String {
        switch self {
        case .added: "is watched now"
        case .deleted: "is watched no more"
        case .updated: "has changed"
        }
    }
}

extension CollaborationEvent.Place? {
    fileprivate var subject: String { self.map { "\(plain($0.label)) at \($0.endpoint.place)" } ?? "This endpoint" }

    fileprivate func members(_ others: [String: JSONValue]) -> [String: JSONValue] {
        guard let self else { return others }
        return others.merging(["contact": .string(self.contact), "endpoint": self.endpoint.json]) { $1 }
    }
}

extension Presence {
    fileprivate var words: String { text.isEmpty ? "" : " (\(text))" }
}

extension InvitationRecord {
    /// The first line of what somebody sees who is invited (collab 11.1).
    var invitingText: String {
        let words = message.isEmpty ? "." : ": \(message)"
        return "Invitation\(numbered) from \(partner) to start \(program)\(words)"
    }

    /// How it ended, and which one.
    var endingText: String {
        ending.replacingPrefix(
            "Invitation", with: "Invitation\(numbered) \(direction == .incoming ? "from" : "to") \(partner)")
    }

    private var numbered: String { number.map { " \($0)" } ?? "" }
}

extension String {
    fileprivate func replacingPrefix(_ prefix: String, with other: String) -> String {
        hasPrefix(prefix) ? other + dropFirst(prefix.count) : self
    }
}

extension CollaborationEvent {
    var news: CollaborationNews { CollaborationNews(occurrence) }

    /// A line with the time, as `monitor` and `show events` have it.
    var document: Document {
        let news = news
        let time = timeText(time)
        let common: [String: JSONValue] = [
            "time": .string(time), "type": .string(news.type), "event": .optional(news.number),
            "change": .optional(news.change?.word), "text": .string(news.text),
        ]
        return Document(
            lines: [Line("\(time) ", .dim) + Line(news.text, news.style)],
            json: .object(common.merging(news.details) { $1 }),
            records: [[time, news.type, news.number.map { "\($0)" } ?? "", news.change?.word ?? "", news.text]])
    }
}

extension JSONShape {
    static let collaborationNews: JSONShape = .named(
        "collaborationNews", "What happened among people near you and contacts.",
        .object([
            .member("time", .time, "When, in UTC."),
            .member("type", .words(CollaborationNews.types), "What happened."),
            .member("event", .integer(1...11).orNull, "The number of the event in the original; null for ours."),
            .member("change", .words("added", "deleted", "updated").orNull, "What became of it; null for no change."),
            .member("text", .anyText, "A sentence."),
            .optional("contact", .anyText, "The peer name of the contact it is about."),
            .optional("endpoint", .endpoint, "Where it happened; missing for this machine."),
            .optional("endpointName", .anyText, "The new name of the endpoint."),
            .optional("presence", .presence, "How somebody is there now."),
            .optional("application", .guid, "The id of the application."),
            .optional("object", .guid, "The id of the object."),
            .optional("person", .object(JSONMember.person), "The person near you."),
            .optional("personId", .guid, "The near id of the person who was asked."),
            .optional("code", .anyText.orNull, "Why a request failed; null for well."),
            .optional("invitation", .object(JSONMember.invitation), "The invitation."),
            .optional("count", .count, "How many events are missing."),
        ]))
}
