import PeerBase

/// One difference between what an endpoint tells now and what it told before.
package enum SnapshotChange: Hashable, Sendable {
    case nickname(String)
    case endpointName(String)
    case presence(Presence)
    case application(CollaborationEvent.Change, PublishedApplication)
    case object(CollaborationEvent.Change, CollaborationObject)

    /// The event of collab 3.12 for it: at a place of a contact, or on this machine (`nil`). The nickname has none.
    package func occurrence(at place: CollaborationEvent.Place?) -> CollaborationEvent.Occurrence? {
        switch self {
        case .nickname: nil
        case .endpointName(let name): .endpointChanged(place, name: name)
        case .presence(let presence): .presenceChanged(place, .updated, presence)
        case .application(let change, let application): .applicationChanged(place, change, application)
        case .object(let change, let object): .objectChanged(place, change, object.id)
        }
    }
}

extension Snapshot {
    /// The steps from this snapshot to a newer one, in a fixed order: names, presence, applications, objects.
    package func changes(to newer: Snapshot) -> [SnapshotChange] {
        var changes: [SnapshotChange] = []
        if nickname != newer.nickname { changes.append(.nickname(newer.nickname)) }
        if endpointName != newer.endpointName { changes.append(.endpointName(newer.endpointName)) }
        if presence != newer.presence { changes.append(.presence(newer.presence)) }
        changes += Self.differences(applications, newer.applications, by: \.id).map { .application($0, $1) }
        changes += Self.differences(objects, newer.objects, by: \.id).map { .object($0, $1) }
        return changes
    }

    /// Takes in a change that came along a watch. False where it does not fit, because there would be too much: the
    /// watch is broken then.
    package mutating func apply(_ change: SnapshotChange) -> Bool {
        switch change {
        case .nickname(let name): nickname = name
        case .endpointName(let name): endpointName = name
        case .presence(let newer): presence = newer
        case .application(let change, let application):
            Self.apply(change, application, to: &applications, by: \.id)
        case .object(let change, let object):
            Self.apply(change, object, to: &objects, by: \.id)
        }
        return applications.count <= Limits.publishedApplications && objects.count <= Limits.objects
    }

    private static func differences<Item: Equatable>(
        _ old: [Item], _ new: [Item], by id: (Item) -> GUID
    ) -> [(CollaborationEvent.Change, Item)] {
        let before = Dictionary(old.map { (id($0), $0) }, uniquingKeysWith: { first, _ in first })
        let kept = Set(new.map(id))
        let gone = old.filter { !kept.contains(id($0)) }.map { (CollaborationEvent.Change.deleted, $0) }
        return gone
            + new.compactMap { item in
                guard let earlier = before[id(item)] else { return (.added, item) }
                return earlier == item ? nil : (.updated, item)
            }
    }

    private static func apply<Item>(
        _ change: CollaborationEvent.Change, _ item: Item, to items: inout [Item], by id: (Item) -> GUID
    ) {
        let place = items.firstIndex { id($0) == id(item) }
        switch (change, place) {
        case (.deleted, let place?): items.remove(at: place)
        case (.deleted, nil): return
        case (_, let place?): items[place] = item
        case (_, nil): items.append(item)
        }
    }
}
