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
