package import PeerBase

/// What comes along the stream of `GET /watch`: everything first, then every change, and a sign of life when there was
/// none for 25 s (collab 10.5).
package enum WatchItem: Hashable, Sendable {
    case snapshot(Snapshot)
    case change(SnapshotChange)
    case beat

    package var document: XMLElement {
        switch self {
        case .snapshot(let snapshot): snapshot.document
        case .change(let change): change.document
        case .beat: XMLElement("Beat", in: Snapshot.namespace)
        }
    }

    /// The bytes that go into the stream, a line feed at their end.
    package var bytes: [UInt8] { document.document(prefixes: ["": Snapshot.namespace]) + [0x0a] }

    package init(_ document: XMLElement) throws(DocumentFault) {
        guard document.name.namespace == Snapshot.namespace else { throw DocumentFault("Snapshot", .otherDocument) }
        switch document.name.local {
        case "Snapshot": self = .snapshot(try Snapshot(document))
        case "Event": self = .change(try SnapshotChange(document))
        case "Beat": self = .beat
        default: throw DocumentFault("Event", .otherDocument)
        }
    }
}

extension SnapshotChange {
    /// An `Event` with what is new in it; of what is gone the id is enough.
    var document: XMLElement {
        let namespace = Snapshot.namespace
        let (change, child): (CollaborationEvent.Change, XMLElement) =
            switch self {
            case .nickname(let name): (.updated, XMLElement("Nickname", in: namespace, ["value": name]))
            case .endpointName(let name): (.updated, XMLElement("Endpoint", in: namespace, ["value": name]))
            case .presence(let presence): (.updated, presence.element)
            case .application(let change, let application): (change, application.element)
            case .object(let change, let object): (change, object.element)
            }
        return XMLElement("Event", in: namespace, ["change": String(change.rawValue)], children: [child])
    }

    init(_ document: XMLElement) throws(DocumentFault) {
        let reader = try ElementReader(document, kind: "Event", in: Snapshot.namespace)
        let change = try reader.choice("change") { Int($0).flatMap(CollaborationEvent.Change.init) }
        if let child = try reader.child("Nickname") {
            self = .nickname(try child.requiredAttribute("value"))
        } else if let child = try reader.child("Endpoint") {
            self = .endpointName(try child.requiredAttribute("value"))
        } else if let child = try reader.child("Presence") {
            self = .presence(try Presence(child))
        } else if let child = try reader.child("Application") {
            self = .application(change, try PublishedApplication(child))
        } else if let child = try reader.child("Object") {
            self = .object(change, try CollaborationObject(child))
        } else {
            throw DocumentFault("Event", .missing)
        }
    }
}
