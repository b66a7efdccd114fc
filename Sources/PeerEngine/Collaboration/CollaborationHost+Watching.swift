internal import Collaboration
internal import Logging
internal import PeerBase
internal import Signalling

// Those contacts whom we watch, wherever they are signed in (collab 10.7).

/// What is known about where a watched contact is.
struct ContactWatch {
    /// An endpoint that is there now: the live connection is what makes it so.
    struct Present {
        let task: Task<Void, Never>
        /// The address that answered; the first of those found, until one has.
        var endpoint: ScopedEndpoint
        /// All of them.
        let addresses: Set<ScopedEndpoint>
        /// Nothing before the first document.
        var snapshot: Snapshot?
    }

    var contact: Contact
    /// By the first of its addresses that was found.
    var present: [ScopedEndpoint: Present] = [:]
    var search: Task<Void, Never>?
    /// When the name is looked for again; nothing while it is, or somebody is there.
    var nextSearch: Instant?
    var pause: Duration

    var places: [Place] {
        present.values.filter { $0.snapshot != nil }.sorted { "\($0.endpoint)" < "\($1.endpoint)" }
            .map { Place(endpoint: $0.endpoint, nearID: $0.snapshot?.id ?? .anybody, pin: contact.pin) }
    }
}

extension CollaborationHost {
    /// Begins with those who are watched now, and ends with those who are not, which is all while we are not signed in to
    /// the Internet.
    func watch(_ contacts: [Contact]) {
        let wanted = publication.scope.contains(.internet) ? contacts.filter(\.isWatched) : []
        let names = Set(wanted.map(\.card.peerName))
        for name in watches.keys where !names.contains(name) { endWatch(name) }
        for contact in wanted {
            let name = contact.card.peerName
            // Another key is somebody else (collab 10.6).
            if let old = watches[name], old.contact.pin != contact.pin { endWatch(name) }
            if watches[name] == nil {
                watches[name] = ContactWatch(contact: contact, pause: around.figures.searchPause)
                search(name)
            }
            watches[name]?.contact = contact
        }
        setAlarm()
    }

    private func endWatch(_ name: String) {
        guard let watch = watches.removeValue(forKey: name) else { return }
        watch.search?.cancel()
        for present in watch.present.values {
            present.task.cancel()
            tellEnd(of: present, watch.contact)
        }
    }

    // MARK: Searching

    var nextSearch: Instant? { watches.values.compactMap(\.nextSearch).min() }

    func searchDue() {
        for (name, watch) in watches {
            if let time = watch.nextSearch, time <= now.instant { search(name) }
        }
    }

    private func search(_ name: String) {
        watches[name]?.nextSearch = nil
        watches[name]?.search = Task {
            for await addresses in around.rendezvous.endpoints(name, around.figures.searchTime) {
                guard !Task.isCancelled else { return }
                beginWatch(name, at: addresses)
            }
            guard !Task.isCancelled else { return }
            watches[name]?.search = nil
            searchLater(name)
        }
    }

    /// Every minute while nobody is there, then ever more seldom (collab 10.7).
    private func searchLater(_ name: String) {
        guard var watch = watches[name], watch.present.isEmpty, watch.search == nil, watch.nextSearch == nil else {
            return
        }
        watch.nextSearch = now.instant + watch.pause
        watch.pause = min(watch.pause * 2, around.figures.longestSearchPause)
        watches[name] = watch
        setAlarm()
    }

    // MARK: Connections

    private func beginWatch(_ name: String, at addresses: [ScopedEndpoint]) {
        guard let watch = watches[name], let key = addresses.first,
            watch.present.values.allSatisfy({ $0.addresses.isDisjoint(with: addresses) }),
            watch.present.count < Limits.connectionsPerContact
        else { return }
        let others = Array(addresses.dropFirst())
        let task = Task {
            await follow(
                name, key, Place(endpoint: key, others: others, nearID: .anybody, pin: watch.contact.pin))
            // Whoever ended it has told so, and another may be in its place.
            guard !Task.isCancelled else { return }
            endWatch(name, at: key)
        }
        watches[name]?.present[key] = ContactWatch.Present(task: task, endpoint: key, addresses: Set(addresses))
    }

    /// Reads what an endpoint tells until the connection ends.
    private func follow(_ name: String, _ key: ScopedEndpoint, _ place: Place) async {
        do throws(SignallingFault) {
            let link = try await connect(to: place)
            defer { link.close() }
            guard !Task.isCancelled else { return }
            watches[name]?.present[key]?.endpoint = link.endpoint
            for await item in try await link.watch() {
                guard !Task.isCancelled, take(item, from: name, at: key) else { return }
            }
        } catch {
            logger.debug("\(name) is not to be watched at \(place.endpoint): \(error)")
        }
    }

    private func endWatch(_ name: String, at key: ScopedEndpoint) {
        guard let watch = watches[name], let present = watches[name]?.present.removeValue(forKey: key) else { return }
        if present.snapshot != nil { watches[name]?.pause = around.figures.searchPause }
        tellEnd(of: present, watch.contact)
        searchLater(name)
    }

    /// False where the watch is of no use any more.
    private func take(_ item: WatchItem, from name: String, at key: ScopedEndpoint) -> Bool {
        guard let watch = watches[name], let present = watch.present[key] else { return false }
        let place = watch.contact.place(present.endpoint)
        switch item {
        case .beat: return true
        case .snapshot(let snapshot):
            let before = present.snapshot
            let isElsewhere = watch.present.contains { other, present in
                other != key && present.snapshot?.id == snapshot.id
            }
            // Found by two names of one address, so to say: one watch of it is enough.
            if snapshot.id != nil, isElsewhere { return false }
            watches[name]?.present[key]?.snapshot = snapshot
            guard let before else {
                tellComing(of: snapshot, at: place)
                return true
            }
            tell(before.changes(to: snapshot), at: place)
            return true
        case .change(let change):
            guard var snapshot = present.snapshot, snapshot.apply(change) else { return false }
            watches[name]?.present[key]?.snapshot = snapshot
            tell([change], at: place)
            return true
        }
    }

    // MARK: Events

    private func tell(_ changes: [SnapshotChange], at place: CollaborationEvent.Place) {
        for change in changes {
            if let occurrence = change.occurrence(at: place) { log.happened(occurrence) }
        }
    }

    private func tellComing(of snapshot: Snapshot, at place: CollaborationEvent.Place) {
        log.happened(.presenceChanged(place, .added, snapshot.presence))
        tell(
            snapshot.applications.map { .application(.added, $0) } + snapshot.objects.map { .object(.added, $0) },
            at: place)
    }

    private func tellEnd(of present: ContactWatch.Present, _ contact: Contact) {
        guard present.snapshot != nil else { return }
        log.happened(.presenceChanged(contact.place(present.endpoint), .deleted, Presence(status: .offline)))
    }

    // MARK: For others

    /// Where a contact who is not near may be, by the name (collab 10.7). The first place found is the one:
    /// a contact with several of them is watched by whoever cares, and then all are known.
    /// Who is signed in near me alone wants nothing to leave the links (collab 1.1).
    func distantPlaces(of contact: Contact) async -> [Place] {
        guard publication.scope != .nearMe else { return [] }
        var places: [Place] = []
        for await addresses in around.rendezvous.endpoints(contact.card.peerName, around.figures.searchTime) {
            guard let first = addresses.first else { continue }
            places.append(
                Place(endpoint: first, others: Array(addresses.dropFirst()), nearID: .anybody, pin: contact.pin))
            break
        }
        return places
    }
}

extension Contact {
    fileprivate func place(_ endpoint: ScopedEndpoint) -> CollaborationEvent.Place {
        CollaborationEvent.Place(contact: card.peerName, label: label, endpoint: endpoint)
    }
}
