package import PeerBase

/// What this endpoint tells about itself, and to whom (collab 2.5 to 2.7, 10.5).
///
/// Every change gives the steps from what was told before; the events of collab 3.12 are made of them. For a watch, keep
/// the snapshot last sent to that caller and send ``Snapshot/changes(to:)``: who may see what is decided anew each time.
package struct Publication: Hashable, Sendable {
    /// The picture of the user; cannot be deleted (collab 2.6).
    package static let userPicture = GUID(high: 0xdd15_f41f_fc4e_4922, low: 0xb035_4c06_a754_d01d)

    package private(set) var scope: Scope = .none
    package private(set) var nickname: String
    package private(set) var endpointName: String
    package private(set) var presence = Presence(status: .offline)
    package private(set) var applications: ApplicationCatalog
    /// By id.
    package private(set) var objects: [CollaborationObject] = []

    package init(nickname: String, endpointName: String, applications: ApplicationCatalog = ApplicationCatalog()) {
        self.nickname = nickname
        self.endpointName = endpointName
        self.applications = applications
    }

    /// All there is, as this machine sees it.
    package var whole: Snapshot {
        Snapshot(
            nickname: nickname, endpointName: endpointName, presence: presence,
            applications: applications.applications().map(\.published), objects: objects)
    }

    /// What a caller gets to know. Applications are for contacts with permission, of scope Internet, or Near Me on one of
    /// our links. Objects are so too, and those of scope Near Me also for others on our links.
    package func snapshot(for caller: Caller) -> Snapshot {
        let isAllowed = caller.contact?.isAllowed == true
        var reach: Scope = isAllowed ? .internet : .none
        if caller.isOnLink, scope.contains(.nearMe) { reach.insert(.nearMe) }
        return Snapshot(
            nickname: nickname, endpointName: endpointName, presence: presence,
            applications: isAllowed
                ? applications.applications().filter { !$0.scope.isDisjoint(with: reach) }.map(\.published) : [],
            objects: objects.filter { !$0.scope.isDisjoint(with: reach) })
    }

    // MARK: Signing in and out

    /// Signs in to more. From signed out: online, and no text (collab 2.7).
    package mutating func signIn(_ more: Scope) -> [CollaborationEvent.Occurrence] {
        let before = self
        scope.formUnion(more)
        if before.scope == .none, scope != .none { presence = Presence(status: .online) }
        return comings(since: before) + occurrences(since: before)
    }

    /// Signs out of some. Out of all, objects are gone, and that is one event and not one for each (collab 3.2).
    package mutating func signOut(_ less: Scope) -> [CollaborationEvent.Occurrence] {
        let before = self
        scope.subtract(less)
        if scope == .none {
            objects = []
            presence = Presence(status: .offline)
        }
        return comings(since: before)
    }

    /// Event 10 without a person: we signed in near us or at all, or out of it.
    private func comings(since before: Publication) -> [CollaborationEvent.Occurrence] {
        let (was, isNow) = (before.scope, scope)
        if isNow.contains(.nearMe) != was.contains(.nearMe) {
            return [.peopleChanged(isNow.contains(.nearMe) ? .added : .deleted, nil)]
        }
        guard (was == .none) != (isNow == .none) else { return [] }
        return [.peopleChanged(was == .none ? .added : .deleted, nil)]
    }

    // MARK: Changing

    package mutating func setPresence(_ newer: Presence) throws(PublicationRefusal) -> [CollaborationEvent.Occurrence] {
        guard scope != .none else { throw .notSignedIn }
        guard newer.status != .offline else { throw .presenceOffline }
        guard newer.text.fits(Limits.textLength) else { throw .tooLong("The text of the presence") }
        let before = self
        presence = newer
        return occurrences(since: before)
    }

    /// The name it has is no mistake (collab 8.9). Needs no sign-in: it is kept.
    package mutating func setEndpointName(_ name: String) throws(PublicationRefusal) -> [CollaborationEvent.Occurrence]
    {
        let name = try Self.checked(name, "The endpoint name")
        let before = self
        endpointName = name
        return occurrences(since: before)
    }

    package mutating func setNickname(_ name: String) throws(PublicationRefusal) {
        nickname = try Self.checked(name, "The nickname")
    }

    package mutating func setApplications(_ newer: ApplicationCatalog) -> [CollaborationEvent.Occurrence] {
        let before = self
        applications = newer
        return occurrences(since: before)
    }

    /// Makes an object or replaces the one of this id (collab 8.5).
    package mutating func setObject(
        _ object: CollaborationObject
    ) throws(PublicationRefusal) -> [CollaborationEvent.Occurrence] {
        guard scope != .none else { throw .notSignedIn }
        guard !object.id.isEmpty else { throw .emptyID }
        guard !object.data.isEmpty else { throw .objectEmpty }
        guard object.data.count <= Limits.dataSize else { throw .objectTooLarge }
        let before = self
        if let place = objects.firstIndex(where: { $0.id >= object.id }) {
            if objects[place].id == object.id {
                objects[place] = object
                return occurrences(since: before)
            }
            guard objects.count < Limits.objects else { throw .tooManyObjects }
            objects.insert(object, at: place)
        } else {
            guard objects.count < Limits.objects else { throw .tooManyObjects }
            objects.append(object)
        }
        return occurrences(since: before)
    }

    package mutating func deleteObject(_ id: GUID) throws(PublicationRefusal) -> [CollaborationEvent.Occurrence] {
        guard scope != .none else { throw .notSignedIn }
        guard id != Self.userPicture else { throw .wellKnownObject }
        guard objects.contains(where: { $0.id == id }) else { throw .objectNotFound }
        let before = self
        objects.removeAll { $0.id == id }
        return occurrences(since: before)
    }

    private static func checked(_ name: String, _ item: String) throws(PublicationRefusal) -> String {
        let shown = NameRule.shown(name)
        guard !shown.isEmpty else { throw .empty(item) }
        guard shown.fits(Limits.textLength) else { throw .tooLong(item) }
        return shown
    }

    private func occurrences(since before: Publication) -> [CollaborationEvent.Occurrence] {
        before.whole.changes(to: whole).compactMap { $0.occurrence(at: nil) }
    }
}

extension Application {
    /// Path and arguments stay here (collab 2.5).
    package var published: PublishedApplication {
        PublishedApplication(id: id, description: description, data: data)
    }
}
