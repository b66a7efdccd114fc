import Collaboration
import PeerBase
import PeerEngine
import Synchronization

/// What a test has written down about people, contacts and invitations.
struct ScriptedCollaboration: Sendable {
    /// Why nothing can be done at all.
    var fails: EngineError?
    var status = CollaborationStatus.signedIn
    var settings = CollaborationSettings()
    var isAgreed = true
    var lacksIPv6 = false
    var people: [Person] = []
    var contacts: [Contact] = []
    /// What endpoints tell when they are asked; the others do not answer.
    var details: [Party: [EndpointDetails]] = [:]
    /// What a contact file holds, whatever its bytes; `nil` for one that is none.
    var card: ContactCard? = .chris
    var applications: [Application] = []
    var objects: [CollaborationObject] = []
    var invitations: [InvitationRecord] = []
    /// How an invitation of ours ends; `nil` for never.
    var ending: (state: InvitationRecord.State, reason: String?)? = (.accepted, nil)
    /// Why none can be sent.
    var invitingFails: EngineError?
    /// The digits that both screens show; `nil` where the other does not verify.
    var digits: String? = "123 456"
    var launch: LaunchInformation?
    var findings: [CollaborationFinding] = []
    /// What happened lately, and what happens as soon as somebody listens.
    var events: [CollaborationEvent.Occurrence] = []
}

extension ScriptedServices {
    private func collaboration() throws(EngineError) -> ScriptedCollaboration {
        let collaboration = script.collaboration
        if let error = collaboration.fails { throw error }
        return collaboration
    }

    private func change(_ entry: String, _ work: (inout ScriptedCollaboration) -> Void) throws(EngineError) {
        _ = try collaboration()
        note(entry)
        state.withLock { work(&$0.script.collaboration) }
    }

    private func requireSignIn() throws(EngineError) {
        if try collaboration().status.scope == .none { throw .collaboration(.notSignedIn) }
    }

    func signInNotice(nickname: String?) async throws(EngineError) -> SignInNotice {
        let collaboration = try collaboration()
        return SignInNotice(
            nickname: nickname ?? collaboration.status.nickname, endpointName: collaboration.status.endpointName,
            addresses: collaboration.status.endpoints.map { place in
                // Nothing listens yet.
                ScopedEndpoint(Endpoint(address: place.endpoint.address, port: 0), zone: place.zone)
            }, isAgreed: collaboration.isAgreed)
    }

    func signIn(_ order: SignInOrder) async throws(EngineError) -> SignInOutcome {
        try change("sign in \(order.text)") { collaboration in
            collaboration.status.scope.formUnion(order.scope)
            collaboration.isAgreed = true
        }
        let now = try collaboration()
        return SignInOutcome(scope: now.status.scope, lacksIPv6: now.lacksIPv6)
    }

    func signOut(of scope: Scope) async throws(EngineError) {
        try change("sign out of \(scope.rawValue)") { $0.status.scope.subtract(scope) }
    }

    func collaborationStatus() async throws(EngineError) -> CollaborationStatus { try collaboration().status }
    func collaborationSettings() async throws(EngineError) -> CollaborationSettings { try collaboration().settings }

    func setEndpointName(_ name: String) async throws(EngineError) {
        try change("endpoint \(name)") { $0.settings.endpointName = name }
    }

    func setAcceptance(_ policy: AcceptPolicy) async throws(EngineError) {
        let until = policy.until.map { " until \($0)" } ?? ""
        try change("accept \(policy.who)\(until) \(policy.minimumTrust) \(policy.whenBusy)") {
            $0.settings.acceptance = policy
        }
    }

    func setAutomaticSignIn(_ scope: Scope) async throws(EngineError) {
        try change("autosignin \(scope.rawValue)") { $0.settings.automaticSignIn = scope }
    }

    func diagnoseCollaboration() async throws(EngineError) -> [CollaborationFinding] { try collaboration().findings }

    // MARK: People

    func people(waiting: Duration?, address: ScopedEndpoint?) async throws(EngineError) -> [Person] {
        try requireSignIn()
        if let waiting { note("ask around for \(waiting)") }
        if let address { note("ask \(address.endpoint)%\(address.zone)") }
        return try collaboration().people
    }

    func refresh(_ party: Party) async throws(EngineError) -> [EndpointDetails] {
        guard let details = try collaboration().details[party] else {
            throw .collaboration(CollaborationError("Peer collaboration refresh data failed.", .code(.timeout)))
        }
        return details
    }

    func knownEndpoints(of party: Party) async throws(EngineError) -> [EndpointDetails] {
        try collaboration().details[party] ?? []
    }

    // MARK: Contacts

    func contacts() async throws(EngineError) -> [Contact] { try collaboration().contacts }

    func card(ofContact peerName: String?) async throws(EngineError) -> ContactCard {
        guard let peerName else { return .me }
        guard let contact = try collaboration().contacts.first(where: { $0.card.peerName == peerName }) else {
            throw .unknownContact
        }
        return contact.card
    }

    func contactFile(ofContact peerName: String?) async throws(EngineError) -> [UInt8] {
        let card = try await card(ofContact: peerName)
        return Array("<Contact>\n  <PeerName>\(card.peerName)</PeerName>\n</Contact>\n".utf8)
    }

    func addContact(fromPerson id: GUID, displayName: String?, email: String?) async throws(EngineError) -> Contact {
        guard let person = try collaboration().people.first(where: { $0.id == id }) else {
            throw .collaboration(CollaborationError("Add to Contact Manager failed.", .code(.notFound)))
        }
        var card = ContactCard.chris
        (card.nickname, card.displayName, card.email) = (person.nickname, displayName, email)
        return try await keep(Contact(card: card, pin: .made(of: 0xC0), trust: .firstUse, addedAt: Self.now))
    }

    func readContactFile(_ bytes: [UInt8]) async throws(EngineError) -> ContactCard {
        guard let card = try collaboration().card else {
            throw .collaboration(
                CollaborationError(
                    "Peer collaboration contact from xml failed.", .sentence("It is no contact file: no PeerName.")))
        }
        return card
    }

    func importContact(_ card: ContactCard, trust: Trust) async throws(EngineError) -> Contact {
        try await keep(Contact(card: card, pin: .made(of: 0xC0), trust: trust, addedAt: Self.now))
    }

    private func keep(_ contact: Contact) async throws(EngineError) -> Contact {
        guard try !collaboration().contacts.contains(where: { $0.card.peerName == contact.card.peerName }) else {
            throw EngineError(ContactRefusal.alreadyExists, "")
        }
        try change("keep \(contact.card.nickname)") { $0.contacts.append(contact) }
        return contact
    }

    func updateContact(_ peerName: String?, _ change: ContactChange) async throws(EngineError) -> Contact? {
        try self.change("update \(peerName ?? "me")") { collaboration in
            for index in collaboration.contacts.indices where collaboration.contacts[index].card.peerName == peerName {
                collaboration.contacts[index].isWatched = change.isWatched ?? collaboration.contacts[index].isWatched
                collaboration.contacts[index].isAllowed = change.isAllowed ?? collaboration.contacts[index].isAllowed
            }
        }
        return try collaboration().contacts.first { $0.card.peerName == peerName }
    }

    func deleteContact(_ peerName: String) async throws(EngineError) {
        try change("delete \(peerName)") { $0.contacts.removeAll { $0.card.peerName == peerName } }
    }

    func verify(
        contact peerName: String, confirm: @escaping @Sendable (_ code: String) async -> Bool
    ) async throws(EngineError) -> Bool {
        guard let digits = try collaboration().digits else {
            throw .collaboration(CollaborationError("The contact did not verify in time.", .code(.timeout)))
        }
        return await confirm(digits)
    }

    // MARK: Applications, objects, presence

    func applications(type: Application.RegistrationType?) async throws(EngineError) -> [Application] {
        try collaboration().applications.filter { type == nil || $0.type == type }
    }

    func register(_ application: Application, replacing: Bool) async throws(EngineError) {
        let known = try collaboration().applications
        if !replacing, known.contains(where: { $0.id == application.id && $0.type == application.type }) {
            throw EngineError(ApplicationRefusal.alreadyRegistered, "")
        }
        guard application.path.first.map("/~$".contains) == true else {
            throw EngineError(
                ApplicationRefusal.pathNotAbsolute(application.path), "Peer collaboration register application failed.")
        }
        guard application.type == .currentUser else {
            throw .collaboration(
                CollaborationError("Peer collaboration register application failed.", .code(.accessDenied)))
        }
        try change("register \(application.path) \(application.data.count) bytes") {
            $0.applications.removeAll { $0.id == application.id && $0.type == application.type }
            $0.applications.append(application)
        }
    }

    func unregister(application id: GUID, type: Application.RegistrationType) async throws(EngineError) {
        guard try collaboration().applications.contains(where: { $0.id == id && $0.type == type }) else {
            throw EngineError(ApplicationRefusal.notFound, "")
        }
        try change("unregister \(id)") { $0.applications.removeAll { $0.id == id && $0.type == type } }
    }

    func setPresence(_ presence: Presence) async throws(EngineError) {
        try requireSignIn()
        try change("presence \(presence.status) '\(presence.text)'") { $0.status.presence = presence }
    }

    func presence() async throws(EngineError) -> Presence { try collaboration().status.presence }
    func objects() async throws(EngineError) -> [CollaborationObject] { try collaboration().objects }

    func setObject(_ object: CollaborationObject) async throws(EngineError) {
        try requireSignIn()
        try change("object \(object.data.count) bytes") { collaboration in
            collaboration.objects.removeAll { $0.id == object.id }
            collaboration.objects.append(object)
        }
    }

    func deleteObject(_ id: GUID) async throws(EngineError) {
        guard try collaboration().objects.contains(where: { $0.id == id }) else {
            throw EngineError(PublicationRefusal.objectNotFound, "")
        }
        try change("delete object \(id)") { $0.objects.removeAll { $0.id == id } }
    }

    // MARK: Invitations

    func invite(_ order: InvitationOrder) async throws(EngineError) -> InvitationRecord {
        let collaboration = try collaboration()
        if let error = collaboration.invitingFails { throw error }
        var record = InvitationRecord.outgoing
        record.message = order.message
        switch order.to {
        case .person(let id):
            (record.name, record.trust) = (collaboration.people.first { $0.id == id }?.nickname ?? "", nil)
        case .contact(let name): record.name = collaboration.contacts.first { $0.card.peerName == name }?.label ?? ""
        }
        try change("invite to \(order.to) for \(order.application) '\(order.message)' \(order.data.count) bytes") {
            $0.invitations.append(record)
        }
        return record
    }

    func outcome(ofInvitation number: Int) async throws(EngineError) -> InvitationRecord {
        guard let ending = try collaboration().ending else {
            for await _ in AsyncStream<Never>.makeStream().stream {}
            return try end(number, .canceled, nil, .notOurInvitation(number))
        }
        return try end(number, ending.state, ending.reason, .notOurInvitation(number))
    }

    func answer(invitation number: Int, accepting: Bool) async throws(EngineError) -> InvitationRecord {
        try end(number, accepting ? .accepted : .declined, accepting ? nil : "user", EngineError(.unknown, number))
    }

    func cancel(invitation number: Int) async throws(EngineError) -> InvitationRecord {
        try end(number, .canceled, nil, .notOurInvitation(number))
    }

    private func end(
        _ number: Int, _ state: InvitationRecord.State, _ reason: String?, _ unknown: EngineError
    ) throws(EngineError) -> InvitationRecord {
        guard var record = try collaboration().invitations.first(where: { $0.number == number }) else {
            throw unknown
        }
        (record.state, record.reason, record.endedAt) = (state, reason, Self.now)
        try change("\(state) \(number)") { $0.invitations.removeAll { $0.number == number } }
        return record
    }

    func invitations(includingLog: Bool) async throws(EngineError) -> [InvitationRecord] {
        try collaboration().invitations.filter { includingLog || $0.state.isOpen }
    }

    func launchInformation() async throws(EngineError) -> LaunchInformation? { try collaboration().launch }

    // MARK: Events

    private static var now: Int64 { 1_785_578_400_000 }

    func recentCollaborationEvents() async throws(EngineError) -> [CollaborationEvent] {
        try collaboration().events.map { CollaborationEvent(time: Self.now, occurrence: $0) }
    }

    func collaborationEvents() -> AsyncStream<CollaborationEvent> {
        let (events, happen) = AsyncStream.makeStream(of: CollaborationEvent.self)
        for occurrence in script.collaboration.events {
            happen.yield(CollaborationEvent(time: Self.now, occurrence: occurrence))
        }
        happen.finish()
        return events
    }
}

extension SignInOrder {
    /// All of it, as the log of a test has it.
    fileprivate var text: String {
        var words = ["\(scope.rawValue)"]
        if let nickname { words.append("as \(nickname)") }
        if let port { words.append("port \(port)") }
        if let interfaces { words.append("on " + interfaces.joined(separator: " ")) }
        if allowsRoot { words.append("as root") }
        return words.joined(separator: " ")
    }
}
