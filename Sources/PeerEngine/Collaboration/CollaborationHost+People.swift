internal import Collaboration
internal import Discovery
internal import PeerBase

// Those near us, and what is known about who they are (collab 3.4, 10.13, 11.1).

extension CollaborationHost {
    private static let failed = "Peer collaboration get peers near me failed."
    /// Those who are asked where they are for one list. Ours: fewer than questions that may be open at a time.
    private static let locatedPeople = 20

    /// By nickname without case, then id (collab 11).
    func people(waiting: Duration?, address: ScopedEndpoint?) async throws(EngineError) -> [Person] {
        guard let near = session?.near else { throw .collaboration(.notSignedIn) }
        _ = try await contacts()
        if let address {
            await near.ask(address)
        } else if waiting != nil {
            await near.ask()
        }
        if let waiting {
            do {
                try await Task.sleep(for: waiting)
            } catch {
                throw .cancelled
            }
        }
        await locatePeople()
        return people.values.map { (key: $0.nickname.lowercased(), person: $0) }
            .sorted { ($0.key, $0.person.id) < ($1.key, $1.person.id) }.map(\.person)
    }

    /// Asks where those are of whom only a Hello was heard, which tells no address (collab 10.2, 10.4).
    private func locatePeople() async {
        let ids = people.values.filter { $0.endpoint == nil }.map(\.id).sorted().prefix(Self.locatedPeople)
        guard let session, let near = session.near, !ids.isEmpty else { return }
        let located = await near.locate(Array(ids), within: around.figures.locatingTime)
        guard self.session?.nearID == session.nearID, self.session?.near != nil else { return }
        for person in located where people[person.nearID] != nil {
            appeared(person.nearID, nickname: person.nickname, host: person.host, endpoint: person.endpoint)
        }
    }

    // MARK: What discovery finds

    /// Somebody came or changed: what was learnt of his key stays.
    func appeared(_ id: GUID, nickname: String, host: String, endpoint: ScopedEndpoint?) {
        var person = Person(id: id, nickname: nickname, host: host, endpoint: endpoint)
        let before = people[id]
        person.pin = before?.pin
        person.endpoint = endpoint ?? before?.endpoint
        person.standing = standing(of: person)
        guard person != before, before != nil || people.count < DiscoveryLimits.people else { return }
        people[id] = person
        log.happened(.peopleChanged(before == nil ? .added : .updated, person))
        refreshWordsSoon()
        if before == nil { unidentified.append(id) }
        setAlarm()
    }

    func vanished(_ id: GUID) {
        unidentified.removeAll { $0 == id }
        impostors.remove(id)
        guard let person = people.removeValue(forKey: id) else { return }
        told[.person(id)] = nil
        log.happened(.peopleChanged(.deleted, person))
        refreshWordsSoon()
    }

    /// Makes those near us agree with those whom discovery knows: in a flood of them events are lost (collab 10.4).
    func reconcilePeople() async {
        guard let id = session?.nearID, let near = session?.near else { return }
        let before = Set(people.keys)
        let known = await near.people
        // Meanwhile we may have signed out.
        guard session?.nearID == id, session?.near != nil else { return }
        for id in before.subtracting(known.map(\.nearID)) { vanished(id) }
        for person in known {
            appeared(person.nearID, nickname: person.nickname, host: person.host, endpoint: person.endpoint)
        }
    }

    /// Once for all who come and go within a moment.
    private func refreshWordsSoon() {
        guard !areWordsOld else { return }
        areWordsOld = true
        Task {
            try? await Task.sleep(for: around.figures.wordsPause)
            if areWordsOld { refreshWords() }
        }
    }

    /// Words for Tab.
    func refreshWords() {
        areWordsOld = false
        around.tellWords(
            Set(people.values.map(\.nickname)).sorted(), acquaintances.contacts.map(\.label),
            publication.applications.applications().map { "\($0.id)" })
    }

    // MARK: Who they are

    /// A person has shown a key in this sign-in.
    func saw(_ pin: Pin, of id: GUID, isImpostor: Bool = false) {
        unidentified.removeAll { $0 == id }
        if isImpostor { impostors.insert(id) } else { impostors.remove(id) }
        guard var person = people[id] else { return }
        person.pin = pin
        person.standing = standing(of: person)
        guard person != people[id] else { return }
        people[id] = person
        log.happened(.peopleChanged(.updated, person))
    }

    /// Contacts came, changed or went.
    func judgePeople() {
        for (id, person) in people {
            var person = person
            person.standing = standing(of: person)
            if person != people[id] {
                people[id] = person
                log.happened(.peopleChanged(.updated, person))
            }
        }
    }

    private func standing(of person: Person) -> Person.Standing {
        if impostors.contains(person.id) { return .notYourContact }
        return standing(nickname: person.nickname, pin: person.pin)
    }

    /// Nobody is known by a name: one who is called as a contact is and has another key is marked (collab 10.13).
    func standing(nickname: String, pin: Pin?) -> Person.Standing {
        guard let pin else { return .unknown }
        let contacts = acquaintances.contacts
        if let contact = contacts.first(where: { $0.pin == pin }) {
            return .contact(contact.card.peerName, contact.trust)
        }
        let name = nickname.lowercased()
        let isNamesake = contacts.contains { contact in
            [contact.card.nickname, contact.card.displayName].compactMap(\.self).contains { $0.lowercased() == name }
        }
        return isNamesake ? .notYourContact : .unknown
    }

    // MARK: Cards in the background

    /// When the next person may be asked for a card; never without contacts.
    var nextIdentification: Instant? {
        guard session?.near != nil, !acquaintances.contacts.isEmpty, !unidentified.isEmpty,
            identified < around.figures.identifications
        else { return nil }
        return lastIdentification.map { $0 + around.figures.identificationPause } ?? now.instant
    }

    func identifyNext() {
        guard let time = nextIdentification, time <= now.instant else { return }
        let id = unidentified.removeFirst()
        identified += 1
        lastIdentification = now.instant
        Task { await identify(id) }
    }
}
