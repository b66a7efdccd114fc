import CommandTree
import Mesh
import PeerBase
import PeerEngine

/// What there is to tell of an event: for programs a type, whose it is, and a text; for people a line.
struct MeshNews: Sendable {
    let type: String
    /// The nickname of the member it is about; nil for none.
    var from: String?
    /// What was said, or a sentence.
    var text: String
    /// Further members of the JSON object.
    var details: [String: JSONValue] = [:]

    /// nil for what is of no interest to anybody: messages for others, or of a later version.
    init?(_ event: MeshEvent) {
        switch event.occurrence {
        case .said(let delivery):
            guard let words = delivery.words else { return nil }
            self.init("message", delivery.content.nickname, words, delivery.details)
        case .happened(let event): self.init(event)
        case .lost(let count):
            let sentence = "\(count) \(count == 1 ? "event is" : "events are") missing here: too much happened at once."
            self.init("lost", nil, sentence, ["count": .integer(count)])
        case .left: self.init("leftMesh", nil, "The mesh was left.")
        }
    }

    init(_ type: String, _ from: String?, _ text: String, _ details: [String: JSONValue] = [:]) {
        (self.type, self.from, self.text, self.details) = (type, from, text, details)
    }

    private init(_ event: Event) {
        switch event {
        case .wentOnline: self.init("online", nil, "Online: the first neighbor is there.")
        case .wentOffline: self.init("offline", nil, "Offline: the last neighbor is gone.")
        case .neighbourConnected(_, let place):
            self.init("neighbor", nil, "A neighbor is there at \(place).", ["endpoint": .string("\(place)")])
        case .neighbourLost(_, let place, let closure):
            self.init("neighborLost", nil, "The neighbor at \(place) is gone: \(closure.text).", closure.details(place))
        case .dialFailed(let place, let closure):
            let site = place.map { " at \($0)" } ?? ""
            self.init("attemptFailed", nil, "No link was made\(site): \(closure.text).", closure.details(place))
        case .admissionRefused(let place, let closure):
            self.init("notAdmitted", nil, "\(place) was not let in: \(closure.text).", closure.details(place))
        case .turnedAway(let place, let refusal):
            self.init(
                "turnedAway", nil, "\(place) was turned away unheard: \(refusal.text).",
                ["endpoint": .string("\(place)"), "reason": .string(refusal.text)])
        case .memberJoined(let member, let nickname):
            self.init("joined", nickname, "\(Nickname.shown(nickname)) joined.", member.details)
        case .memberLeft(let member, let nickname, let isSilent):
            let sentence = "\(Nickname.shown(nickname)) \(isSilent ? "is gone without a word" : "left")."
            self.init("left", nickname, sentence, member.details.merging(["silent": .bool(isSilent)]) { $1 })
        case .nicknameTaken(let member, let nickname):
            let name = Nickname.shown(nickname)
            self.init(
                "sameName", nickname,
                "Another member calls itself \(name) too; it is shown as \(name)#\(member.mark).", member.details)
        case .messageRefused(let refusal, let place):
            self.init(
                "messageRefused", nil, "A message from \(place) was dropped: \(refusal.text).",
                ["endpoint": .string("\(place)"), "reason": .string(refusal.text)])
        case .neighbourMisbehaved(let place, let words):
            self.init(
                "misbehaved", nil, "The neighbor at \(place) broke the protocol: \(words).",
                ["endpoint": .string("\(place)"), "reason": .string(words)])
        }
    }
}

extension MeshNews {
    /// Every type there is; what a chat says of itself comes last.
    static let types = [
        "message", "joined", "left", "sameName", "online", "offline", "neighbor", "neighborLost", "attemptFailed",
        "notAdmitted", "turnedAway", "messageRefused", "misbehaved", "lost", "leftMesh", "notice", "members", "told",
        "failure",
    ]

    /// - Parameter line: what people see; nothing by default.
    func document(mesh: String, at time: Timestamp, lines: [Line]) -> Document {
        let common: [String: JSONValue] = [
            "time": .string("\(time)"), "mesh": .string(mesh), "type": .string(type), "from": .optional(from),
            "text": .string(text),
        ]
        return Document(
            lines: lines, json: .object(common.merging(details) { $1 }),
            records: [["\(time)", mesh, type, from ?? "", text]])
    }
}

extension MeshEvent {
    var timestamp: Timestamp { Timestamp(secondsSince1970: Int(time / 1000)) }

    /// A line with the time and the mesh, as `monitor` and `show events` have it.
    var document: Document? {
        guard let news = MeshNews(self) else { return nil }
        let said: [Line]? = if case .said(let delivery) = occurrence { delivery.lines } else { nil }
        let head = Line("\(timestamp) ", .dim) + Line("\(mesh) ")
        return news.document(mesh: mesh, at: timestamp, lines: (said ?? [Line(news.text)]).map { head + $0 })
    }
}

extension MemberID {
    /// Behind a nickname that two have.
    var mark: String { String(text.prefix(4)) }

    fileprivate var details: [String: JSONValue] { ["key": .string(text)] }
}

extension Closure {
    fileprivate func details(_ place: Endpoint?) -> [String: JSONValue] {
        ["endpoint": .optional(place.map { "\($0)" }), "reason": .string(text)]
    }
}

// MARK: Messages

extension Delivery {
    /// nil for a message that has none, or none for us.
    var words: String? {
        if let privateText { return privateText }
        if case .text(let text) = content.body { return text }
        return nil
    }

    fileprivate var details: [String: JSONValue] {
        [
            "key": .string(content.sender.text), "private": .bool(privateText != nil), "history": .bool(isHistory),
            "hops": .integer(Int(hops)), "missing": .integer(Int(clamping: missing)),
            "sameName": .bool(isNicknameTaken),
        ]
    }

    /// `<bob> hello`, `* bob waves`, `*bob* for you only`; before it what is missing.
    var lines: [Line] {
        let name = Nickname.shown(content.nickname) + (isNicknameTaken ? "#\(content.sender.mark)" : "")
        let text = words ?? ""
        let head = isHistory ? Line("(earlier) ", .dim) : Line([])
        let line: Line
        if privateText != nil {
            line = Line("*\(name)* ", .heading) + Line(text)
        } else if text.hasPrefix(ChatCommand.actionPrefix) {
            line = Line("* \(name) ", .heading) + Line(String(text.dropFirst(ChatCommand.actionPrefix.count)))
        } else {
            line = Line("<\(name)> ", .heading) + Line(text)
        }
        guard missing > 0, !isHistory else { return [head + line] }
        let gap = "* \(missing) \(missing == 1 ? "message" : "messages") of \(name) did not come."
        return [Line(gap, .warning), head + line]
    }
}

extension JSONShape {
    /// What `chat` and `monitor` write, a line each.
    static let meshNews: JSONShape = .named(
        "meshNews", "What was said in a mesh, or what happened there.",
        .object([
            .member("time", .time, "When, in UTC."), .mesh,
            .member("type", .words(MeshNews.types), "message for what was said; else what happened."),
            .member("from", .anyText.orNull, "The nickname of the member it is about; null for none."),
            .member("text", .anyText, "What was said, or a sentence that says what happened."),
            .optional("key", .memberKey, "The key of that member, in hex."),
            .optional("private", .boolean, "Whether it was said to us alone."),
            .optional("history", .boolean, "Whether it was said before we came."),
            .optional("hops", .count, "Links it crossed."),
            .optional("missing", .count, "Messages of this member that are missing right before."),
            .optional("sameName", .boolean, "Whether somebody else was called so first."),
            .optional("silent", .boolean, "Whether a member was given up, and said no goodbye."),
            .optional("endpoint", .anyText.orNull, "Where the other side is; null where that is not known."),
            .optional("reason", .anyText, "Why, in a few words."),
            .optional("count", .count, "How many events are missing."),
            .optional("to", .anyText, "To whom something was said alone."),
            .optional("hint", .anyText.orNull, "What can be done about a failure."),
            .optional("members", .array(.object(JSONMember.meshMember)), "Who is there, as /who asks."),
        ]))
}
