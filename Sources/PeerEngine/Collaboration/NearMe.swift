internal import Collaboration
internal import Discovery
internal import DiscoveryTransport
internal import PNRPTransport
internal import PeerBase

/// Being signed in on the links: who is found there, and that we are (collab 10.4).
struct NearMe: Sendable {
    let service: DiscoveryService
    /// Carries what is found to the host.
    let following: Task<Void, Never>
    let person: OwnPerson

    /// The names of the interfaces in use.
    var interfaces: [String] {
        get async { await service.diagnosis.interfaces.filter { $0.refusal == nil }.map(\.name) }
    }

    /// Those whom discovery knows now.
    var people: [DiscoveredPerson] {
        get async { await service.people }
    }

    /// Looks at the interfaces now.
    func look() async { await service.look() }

    /// Asks everybody who is here.
    func ask() async { await service.probe() }

    /// Asks one host, for where multicast does not reach.
    func ask(_ host: ScopedEndpoint) async {
        await service.probe(address: host.endpoint.address, zone: host.zone)
    }

    /// Where somebody is of whom only a Hello was heard.
    func resolve(_ id: GUID) async -> ScopedEndpoint? { await service.resolve(id)?.endpoint }

    /// Those of them who have told in time where they are.
    func locate(_ ids: [GUID], within bound: Duration) async -> [DiscoveredPerson] {
        await withTaskGroup(of: DiscoveredPerson?.self) { group in
            for id in ids { group.addTask { await service.resolve(id, within: bound) } }
            return await group.reduce(into: []) { if let person = $1 { $0.append(person) } }
        }
    }

    /// Somebody's service refused a connection: he has left without a word (collab 10.4).
    func drop(_ id: GUID) async { await service.drop(id) }

    func announce(nickname: String, host: String) async {
        var person = person
        (person.nickname, person.host) = (nickname, host)
        await service.update(person)
    }

    /// Says Bye, for a second at most.
    func close() async {
        await service.signOut()
        await service.close()
        await following.value
    }
}

extension CollaborationHost {
    /// Signs in on the links. Which interfaces work is seen as they come and go; one that is named must be there.
    func openNear(
        _ order: SignInOrder, nearID: GUID, port: UInt16, _ failure: String
    ) async throws(EngineError) -> NearMe {
        let known = Set(HostInterfaces.current.interfaces.map(\.name))
        if let missing = order.interfaces?.first(where: { !known.contains($0) }) {
            throw .collaboration(failure, .sentence("There is no interface \(missing)."))
        }
        let person = OwnPerson(
            nearID: nearID, nickname: publication.nickname, host: publication.endpointName, port: port)
        let service = DiscoveryService()
        let following = Task {
            for await event in service.events { found(event) }
        }
        await service.signIn(person, interfaces: order.interfaces)
        return NearMe(service: service, following: following, person: person)
    }

    private func found(_ event: DiscoveryEvent) {
        switch event {
        case .added(let person), .updated(let person):
            appeared(person.nearID, nickname: person.nickname, host: person.host, endpoint: person.endpoint)
        case .deleted(let person): vanished(person.nearID)
        }
    }
}
