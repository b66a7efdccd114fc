internal import Collaboration
internal import Glibc
internal import Logging
internal import PeerBase
internal import Signalling
internal import Sockets

/// Where somebody may answer.
struct Place: Hashable, Sendable {
    var endpoint: ScopedEndpoint
    /// Further addresses of the same endpoint: whichever answers first will do.
    var others: [ScopedEndpoint] = []
    /// The near id there, or anybody's where only an address is known.
    var nearID: GUID
    /// Who must answer there; `nil` for whoever does.
    var pin: Pin?
    /// The person near us, where it is one.
    var person: GUID?
}

/// Who is meant.
struct Addressee: Sendable {
    var name: String
    var contact: Contact?
}

// From a person or a contact to a connection whose other end has shown who it is (collab 10.5, 10.6).

extension CollaborationHost {
    private enum Text {
        static let noPerson = "Given Endpoint is not an endpoint of any PeerNearMe."
        static let changed = "The contact's certificate has changed."
        static let refresh = "Peer collaboration refresh data failed."
        static let busy = "Another RefreshDataAsync operation already in progress."
        static let addPerson = "Add to Contact Manager failed."
    }

    /// How many people are asked who they are in search of a contact. Ours: as many as in the background.
    private static let askedPeople = 20
    /// Parties of whom it is known what they told last. Ours: more than anybody asks in one sign-in.
    private static let rememberedParties = 128

    // MARK: Who asks

    /// What connects us to others; needs no sign-in (collab 3.10).
    func signaller(_ failure: String) async throws(EngineError) -> SignallingClient {
        if let client { return client }
        let me = try await ourselves(failure)
        let moment = around.moment
        do throws(SignallingOpenFailure) {
            let made = try SignallingClient(key: me.key, figures: around.figures.signalling) { moment().time }
            client = made
            return made
        } catch {
            throw .collaboration(failure, .code(.noKeyAccess))
        }
    }

    // MARK: Where they are

    func places(
        of party: Party, _ failure: String
    ) async throws(EngineError) -> (addressee: Addressee, places: [Place]) {
        switch party {
        case .person(let id):
            let (person, endpoint) = try await reachable(id)
            let contact = person.pin.flatMap { acquaintances.contact(of: $0) }
            let place = Place(endpoint: endpoint, nearID: id, pin: person.pin, person: id)
            return (Addressee(name: contact?.label ?? person.nickname, contact: contact), [place])
        case .contact(let peerName):
            let contact = try await contact(peerName)
            return (Addressee(name: contact.label, contact: contact), await places(of: contact))
        }
    }

    /// A person with a place to connect to, which is asked for where only a Hello was heard (collab 10.4).
    private func reachable(_ id: GUID) async throws(EngineError) -> (Person, ScopedEndpoint) {
        guard session?.near != nil else { throw .collaboration(.notSignedIn) }
        guard let person = people[id] else { throw .collaboration(Text.noPerson, .code(.notFound)) }
        if let endpoint = person.endpoint { return (person, endpoint) }
        guard let endpoint = await session?.near?.resolve(id) else {
            throw .collaboration(Text.noPerson, .code(.connectionFailed))
        }
        people[id]?.endpoint = endpoint
        return (person, endpoint)
    }

    /// All endpoints of a contact: those that we watch and those near us; where there is none, people near us are asked who
    /// they are, and at last the name is looked for (collab 10.7).
    func places(of contact: Contact) async -> [Place] {
        let known = knownPlaces(of: contact)
        guard known.isEmpty else { return known }
        let unknown = people.values.filter { $0.pin == nil }.map(\.id).sorted().prefix(Self.askedPeople)
        // Whoever does not answer in time holds up nobody who looks for somebody else.
        _ = await withTimeLimit(around.figures.signalling.answerTime, Array(unknown)) { await self.identify($0) }
        let near = knownPlaces(of: contact)
        guard near.isEmpty else { return near }
        return await distantPlaces(of: contact)
    }

    private func knownPlaces(of contact: Contact) -> [Place] {
        let near = people.values.filter { $0.pin == contact.pin }.sorted { $0.id < $1.id }
            .compactMap { person in
                person.endpoint.map {
                    Place(endpoint: $0, nearID: person.id, pin: contact.pin, person: person.id)
                }
            }
        // Somebody near who is watched as well is at one place all the same.
        let taken = Set(near.map(\.nearID))
        let watched = (watches[contact.card.peerName]?.places ?? []).filter { !taken.contains($0.nearID) }
        return Array((near + watched).prefix(Limits.connectionsPerContact))
    }

    /// Learns the pin of somebody near us, by a card (collab 11.1).
    func identify(_ id: GUID) async {
        guard let (_, endpoint) = try? await reachable(id) else { return }
        do throws(SignallingFault) {
            let link = try await connect(to: Place(endpoint: endpoint, nearID: id, pin: nil, person: id))
            defer { link.close() }
            _ = try await link.card()
        } catch {
            logger.debug("\(id) gave no card: \(error)")
        }
    }

    // MARK: Connections

    /// Connects, and notes who answered. Whoever has the name of a contact and another key is taken for nobody
    /// (collab 10.6).
    func connect(to place: Place) async throws(SignallingFault) -> SignallingLink {
        guard let client = try? await signaller("") else { throw .closed }
        do throws(SignallingFault) {
            let link = try await quickest(at: place, client)
            guard isAsKnown(link.peer) else {
                link.close()
                if let id = place.person { saw(link.peer.pin, of: id, isImpostor: true) }
                throw .otherKey(link.peer.pin)
            }
            if let id = place.person { saw(link.peer.pin, of: id) }
            return link
        } catch {
            if case .otherKey = error, let pin = place.pin, let contact = acquaintances.contact(of: pin) {
                sawOtherCertificate(of: contact)
            }
            if let id = place.person { await doubt(id, at: place, after: error) }
            throw error
        }
    }

    /// Of the addresses of one endpoint some may lead nowhere from here: each next one is tried a little later, and the
    /// first that answers is the one.
    private func quickest(at place: Place, _ client: SignallingClient) async throws(SignallingFault) -> SignallingLink {
        let endpoints = [place.endpoint] + place.others
        let result = await withTaskGroup(of: Result<SignallingLink, SignallingFault>.self) { group in
            for (position, endpoint) in endpoints.enumerated() {
                group.addTask {
                    try? await Task.sleep(for: self.around.figures.headStart * position)
                    return await self.call(endpoint, as: place, client)
                }
            }
            var best: Result<SignallingLink, SignallingFault>?
            for await result in group {
                switch (result, best) {
                case (.success(let late), .success?): late.close()
                case (.success, _):
                    best = result
                    group.cancelAll()
                case (.failure(.otherKey), .failure?), (.failure, nil): best = result
                case (.failure, _): break
                }
            }
            return best
        }
        guard let result else { throw .closed }
        return try result.get()
    }

    private func call(
        _ endpoint: ScopedEndpoint, as place: Place, _ client: SignallingClient
    ) async -> Result<SignallingLink, SignallingFault> {
        guard !Task.isCancelled else { return .failure(.cancelled) }
        await keepPace(with: endpoint.endpoint)
        do throws(SignallingFault) {
            return .success(
                try await client.connect(
                    to: endpoint, nearID: place.nearID, expecting: place.pin.map { .exactly($0) } ?? .anybody))
        } catch {
            return .failure(error)
        }
    }

    /// Who refuses a connection has left without a word (collab 10.4). Who breaks it off before he has shown who he is
    /// lets nobody in at this moment, or his process is ending with its port still open: one more connection tells
    /// which. Ours.
    private func doubt(_ id: GUID, at place: Place, after fault: SignallingFault) async {
        if fault.isRefusedConnection { await session?.near?.drop(id) }
        guard fault.isBrokenOff, doubted.insert(id).inserted else { return }
        Task {
            defer { doubted.remove(id) }
            guard session?.near != nil, people[id] != nil else { return }
            try? await connect(to: place).close()
        }
    }

    /// Somebody who does not know us lets us in once a second (collab 10.5); whether he does we cannot know.
    private func keepPace(with endpoint: Endpoint) async {
        let now = now.instant
        lastVisits = lastVisits.filter { now < $0.value + around.figures.visitPause }
        let turn = lastVisits[endpoint].map { max(now, $0 + around.figures.visitPause) } ?? now
        lastVisits[endpoint] = turn
        if turn > now { try? await Task.sleep(for: turn - now) }
    }

    private func isAsKnown(_ peer: SignallingLink.Peer) -> Bool {
        let contacts = acquaintances.contacts
        guard !contacts.contains(where: { $0.pin == peer.pin }),
            let contact = contacts.first(where: { $0.card.peerName == peer.peerName })
        else { return true }
        sawOtherCertificate(of: contact)
        return false
    }

    // MARK: Asking

    /// Asks every endpoint about itself at once, for at most 30 s (collab 3.5).
    func refresh(_ party: Party) async throws(EngineError) -> [EndpointDetails] {
        guard refreshing.insert(party).inserted else { throw .collaboration(Text.busy, .none) }
        defer { refreshing.remove(party) }
        let places = try await places(of: party, Text.refresh).places
        guard !places.isEmpty else {
            log.happened(.requestEnded(party, CollaborationError.Code.notFound.rawValue))
            throw .collaboration(Text.refresh, .code(.notFound))
        }
        var details: [EndpointDetails] = []
        var faults: [SignallingFault] = []
        for result in await withTimeLimit(around.figures.refreshTime, places, { await self.details(of: $0) }) {
            switch result {
            case .success(let detail): details.append(detail)
            case .failure(let fault): faults.append(fault)
            }
        }
        guard !details.isEmpty else {
            let error = CollaborationError(Text.refresh, .init(faults.first ?? .timedOut(.answering)))
            log.happened(.requestEnded(party, error.codeToTell))
            throw .collaboration(error)
        }
        log.happened(.requestEnded(party, nil))
        details.sort { "\($0.endpoint)" < "\($1.endpoint)" }
        if told.count >= Self.rememberedParties { told = [:] }
        told[party] = details
        return details
    }

    /// What was told last, and by watched endpoints since; a watch knows better (collab 3.5).
    func knownEndpoints(of party: Party) throws(EngineError) -> [EndpointDetails] {
        var details = told[party] ?? []
        guard case .contact(let peerName) = party, let watch = watches[peerName] else { return details }
        for (endpoint, present) in watch.present {
            guard let snapshot = present.snapshot else { continue }
            details.removeAll { $0.endpoint == endpoint || $0.snapshot.id == snapshot.id && snapshot.id != nil }
            details.append(
                EndpointDetails(
                    endpoint: present.endpoint, snapshot: snapshot, pin: watch.contact.pin,
                    standing: .contact(peerName, watch.contact.trust)))
        }
        return details.sorted { "\($0.endpoint)" < "\($1.endpoint)" }
    }

    private func details(of place: Place) async -> Result<EndpointDetails, SignallingFault> {
        do throws(SignallingFault) {
            let link = try await connect(to: place)
            defer { link.close() }
            let snapshot = try await link.data()
            await noteSeen(link.peer.pin)
            return .success(
                EndpointDetails(
                    endpoint: link.endpoint, snapshot: snapshot, pin: link.peer.pin,
                    standing: standing(nickname: snapshot.nickname, pin: link.peer.pin)))
        } catch {
            return .failure(error)
        }
    }

    /// Asks a person for the card and keeps it. The card must be of the key that answered (collab 3.6, 10.6).
    func addContact(
        fromPerson id: GUID, displayName: String?, email: String?
    ) async throws(EngineError) -> Contact {
        let (_, places) = try await places(of: .person(id), Text.addPerson)
        guard let place = places.first else { throw .collaboration(Text.addPerson, .code(.notFound)) }
        let answers = await withTimeLimit(around.figures.signalling.answerTime, [place]) { await self.card(at: $0) }
        var card: ContactCard
        do throws(SignallingFault) {
            card = try (answers.first ?? .failure(.timedOut(.answering))).get()
        } catch {
            throw .collaboration(Text.addPerson, .init(error))
        }
        card.displayName = displayName ?? card.displayName
        card.email = email ?? card.email
        return try await keep(card, trust: .firstUse)
    }

    private func card(at place: Place) async -> Result<ContactCard, SignallingFault> {
        do throws(SignallingFault) {
            let link = try await connect(to: place)
            defer { link.close() }
            return .success(try await link.card())
        } catch {
            return .failure(error)
        }
    }
}

extension SignallingFault {
    fileprivate var isRefusedConnection: Bool {
        if case .unreachable(let fault) = self { fault.number == ECONNREFUSED } else { false }
    }

    /// The other side was there and is not any more, before it showed a certificate.
    fileprivate var isBrokenOff: Bool {
        switch self {
        case .unreachable(let fault): fault.number == ECONNRESET
        case .closed, .encryption: true
        case .timedOut, .otherKey, .certificate, .refused, .malformed, .tooLarge, .cancelled: false
        }
    }
}

extension CollaborationError {
    /// The code that event 11 carries (collab 3.12).
    var codeToTell: UInt32 {
        if case .code(let code) = reason { return code.rawValue }
        return Code.connectionFailed.rawValue
    }
}

extension CollaborationError.Reason {
    init(_ fault: SignallingFault) {
        switch fault {
        case .timedOut: self = .code(.timeout)
        case .otherKey: self = .sentence("The contact's certificate has changed.")
        case .malformed, .tooLarge: self = .sentence("The answer cannot be read.")
        case .unreachable, .certificate, .encryption, .closed, .refused, .cancelled: self = .code(.connectionFailed)
        }
    }
}
