import CommandTree
import PNRP
import PeerEngine

extension EngineEvent {
    /// One line for people, one object for programs, one record for scripts (netsh 6.15).
    func document(at time: Timestamp) -> Document {
        let details = details
        var members = details.members
        members["time"] = .string("\(time)")
        members["event"] = .string(details.name)
        return Document(
            lines: [Line("\(time) ", .dim) + details.line], json: .object(members),
            records: [["\(time)", details.name] + details.fields])
    }

    private var details: Details {
        switch self {
        case .cloudChanged(let cloud, let old, let new):
            Details(
                "cloudChanged", Line("cloud \(cloud) \(old.text) -> ") + Line(new.text, new.style), cloud,
                ["from": .string(old.text), "to": .string(new.text)], [old.text, new.text])
        case .cloudAppeared(let cloud): Details("cloudAppeared", "cloud \(cloud) appeared", cloud)
        case .cloudVanished(let cloud): Details("cloudVanished", "cloud \(cloud) vanished", cloud)
        case .nameRegistered(let name, let cloud): Details("nameRegistered", "registered in", name, cloud)
        case .nameAnnounced(let name, let cloud): Details("nameAnnounced", "announced in", name, cloud)
        case .nameUnregistered(let name, let cloud): Details("nameUnregistered", "taken back from", name, cloud)
        case .cacheChanged(let cloud, let entries):
            Details(
                "cacheChanged", "cache \(cloud) \(entries) \(entries == 1 ? "entry" : "entries")", cloud,
                ["entries": .integer(entries)], ["\(entries)"])
        case .splitFound(let cloud, let isSmaller):
            Details(
                "splitFound", Line("split \(cloud) found, from the \(isSmaller ? "smaller" : "larger") part", .warning),
                cloud, ["smallerPart": .bool(isSmaller)], [isSmaller ? "smaller" : "larger"])
        case .labReady(let nodes):
            Details("labReady", "lab \(nodes) nodes ready", nil, ["nodes": .integer(nodes)], ["\(nodes)"])
        case .warning(let sentence, let hint):
            Details(
                "warning", Line("warning " + sentence + (hint.map { " " + $0 } ?? ""), .warning), nil,
                ["message": .string(sentence), "hint": .optional(hint)], [sentence, hint ?? ""])
        case .eventsLost(let count):
            Details(
                "eventsLost", Line("lost \(count) \(count == 1 ? "event" : "events")", .warning), nil,
                ["count": .integer(count)], ["\(count)"])
        }
    }
}

extension JSONShape {
    /// What `monitor` writes, a line each.
    static let event: JSONShape = .anyOf([
        event(
            "cloudChanged", .cloud, .member("from", .cloudState, "The state before."),
            .member("to", .cloudState, "The state after.")),
        event("cloudAppeared", .cloud), event("cloudVanished", .cloud), event("nameRegistered", .cloud, .eventName),
        event("nameAnnounced", .cloud, .eventName), event("nameUnregistered", .cloud, .eventName),
        event("cacheChanged", .cloud, .member("entries", .count, "Routes to other members that are known now.")),
        event(
            "splitFound", .cloud, .member("smallerPart", .boolean, "Whether this machine was in the smaller part.")),
        event("labReady", .member("nodes", .count, "How many nodes the lab has.")),
        event(
            "warning", .member("message", .anyText, "What went wrong, in a sentence."),
            .member("hint", .anyText.orNull, "What can be done about it; null if that is not known.")),
        event("eventsLost", .member("count", .count, "How many events were missed.")),
    ])

    private static func event(_ name: String, _ members: JSONMember...) -> JSONShape {
        .object(
            [
                .member("time", .time, "When it happened, in UTC."),
                .member("event", .words(name), "What happened."),
            ] + members)
    }
}

extension JSONMember {
    fileprivate static let eventName = member("name", .peerName, "The peer name.")
}

/// What there is to tell of an event beside its time.
private struct Details {
    let name: String
    let line: Line
    let members: [String: JSONValue]
    let fields: [String]

    init(
        _ name: String, _ line: Line, _ cloud: String?, _ members: [String: JSONValue] = [:], _ fields: [String] = []
    ) {
        self.name = name
        self.line = line
        self.members = cloud.map { members.merging(["cloud": .string($0)]) { $1 } } ?? members
        self.fields = (cloud.map { [$0] } ?? []) + fields
    }

    init(_ name: String, _ verb: String, _ peerName: PeerName, _ cloud: String) {
        self.init(
            name, "name \(peerName) \(verb) \(cloud)", cloud, ["name": .string("\(peerName)")], ["\(peerName)"])
    }
}
