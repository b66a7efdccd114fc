package import Collaboration
internal import Glibc
package import PeerBase
internal import PeerStore
internal import Synchronization

// The engine's collaboration is an actor of its own, made at the first need.

extension Engine: CollaborationServices {
    /// Collaboration itself; also what else it needs of the engine.
    func collaborating() throws(EngineError) -> CollaborationHost {
        guard !isClosed else { throw .closed }
        if let collaboration { return collaboration }
        let made = CollaborationHost(
            CollaborationHost.Surroundings(
                environment: options.environment, directories: options.directories,
                figures: CollaborationFigures(),
                moment: { CollaborationClock.moment },
                authority: { [weak self] () throws(EngineError) in
                    guard let self else { throw .closed }
                    return try await self.defaultAuthority()
                }, rendezvous: Rendezvous(self),
                tellWords: { [weak self] people, contacts, applications in
                    self?.words.withLock {
                        $0.words.people = people
                        $0.words.contacts = contacts
                        $0.words.applications = applications
                    }
                }),
            log: collaborationLog, logger: log)
        collaboration = made
        return made
    }

    // MARK: Signing in

    package func signInNotice(nickname: String?) async throws(EngineError) -> SignInNotice {
        try await collaborating().signInNotice(nickname: nickname)
    }

    package func signIn(_ order: SignInOrder) async throws(EngineError) -> SignInOutcome {
        try await collaborating().signIn(order)
    }

    /// Signs in to what was set to be signed in to; for whoever begins a session.
    package func signInAutomatically() async {
        // Without a database nothing was ever set.
        guard access(options.directories.collaborationDatabase, F_OK) == 0 else { return }
        await (try? collaborating())?.signInAutomatically()
    }

    package func signOut(of scope: Scope) async throws(EngineError) {
        try await collaborating().signOut(of: scope)
    }

    package func collaborationStatus() async throws(EngineError) -> CollaborationStatus {
        try await collaborating().status()
    }

    package func collaborationSettings() async throws(EngineError) -> CollaborationSettings {
        try await collaborating().kept()
    }

    package func setEndpointName(_ name: String) async throws(EngineError) {
        try await collaborating().setEndpointName(name)
    }

    package func setAcceptance(_ policy: AcceptPolicy) async throws(EngineError) {
        try await collaborating().setAcceptance(policy)
    }

    package func setAutomaticSignIn(_ scope: Scope) async throws(EngineError) {
        try await collaborating().setAutomaticSignIn(scope)
    }

    package func diagnoseCollaboration() async throws(EngineError) -> [CollaborationFinding] {
        try await collaborating().diagnose()
    }

    // MARK: People

    package func people(waiting: Duration?, address: ScopedEndpoint?) async throws(EngineError) -> [Person] {
        try await collaborating().people(waiting: waiting, address: address)
    }

    package func refresh(_ party: Party) async throws(EngineError) -> [EndpointDetails] {
        try await collaborating().refresh(party)
    }

    package func knownEndpoints(of party: Party) async throws(EngineError) -> [EndpointDetails] {
        try await collaborating().knownEndpoints(of: party)
    }

    // MARK: Contacts

    package func contacts() async throws(EngineError) -> [Contact] { try await collaborating().contacts() }

    package func card(ofContact peerName: String?) async throws(EngineError) -> ContactCard {
        try await collaborating().card(ofContact: peerName)
    }

    package func contactFile(ofContact peerName: String?) async throws(EngineError) -> [UInt8] {
        try await collaborating().contactFile(ofContact: peerName)
    }

    package func addContact(
        fromPerson id: GUID, displayName: String?, email: String?
    ) async throws(EngineError) -> Contact {
        try await collaborating().addContact(fromPerson: id, displayName: displayName, email: email)
    }

    package func readContactFile(_ bytes: [UInt8]) async throws(EngineError) -> ContactCard {
        try await collaborating().readContactFile(bytes)
    }

    package func importContact(_ card: ContactCard, trust: Trust) async throws(EngineError) -> Contact {
        try await collaborating().importContact(card, trust: trust)
    }

    package func updateContact(_ peerName: String?, _ change: ContactChange) async throws(EngineError) -> Contact? {
        try await collaborating().updateContact(peerName, change)
    }

    package func deleteContact(_ peerName: String) async throws(EngineError) {
        try await collaborating().deleteContact(peerName)
    }

    package func verify(
        contact peerName: String, confirm: @escaping @Sendable (_ code: String) async -> Bool
    ) async throws(EngineError) -> Bool {
        try await collaborating().verify(contact: peerName, confirm: confirm)
    }

    // MARK: Applications, objects, presence

    package func applications(type: Application.RegistrationType?) async throws(EngineError) -> [Application] {
        try await collaborating().applications(type: type)
    }

    package func register(_ application: Application, replacing: Bool) async throws(EngineError) {
        try await collaborating().register(application, replacing: replacing)
    }

    package func unregister(application id: GUID, type: Application.RegistrationType) async throws(EngineError) {
        try await collaborating().unregister(application: id, type: type)
    }

    package func setPresence(_ presence: Presence) async throws(EngineError) {
        try await collaborating().setPresence(presence)
    }

    package func presence() async throws(EngineError) -> Presence {
        try await collaborating().publication.presence
    }

    package func objects() async throws(EngineError) -> [CollaborationObject] {
        try await collaborating().publication.objects
    }

    package func setObject(_ object: CollaborationObject) async throws(EngineError) {
        try await collaborating().setObject(object)
    }

    package func deleteObject(_ id: GUID) async throws(EngineError) {
        try await collaborating().deleteObject(id)
    }

    // MARK: Invitations

    package func invite(_ order: InvitationOrder) async throws(EngineError) -> InvitationRecord {
        try await collaborating().invite(order)
    }

    package func outcome(ofInvitation number: Int) async throws(EngineError) -> InvitationRecord {
        try await collaborating().outcome(ofInvitation: number)
    }

    package func answer(invitation number: Int, accepting: Bool) async throws(EngineError) -> InvitationRecord {
        try await collaborating().answer(invitation: number, accepting: accepting)
    }

    package func cancel(invitation number: Int) async throws(EngineError) -> InvitationRecord {
        try await collaborating().cancel(invitation: number)
    }

    package func invitations(includingLog: Bool) async throws(EngineError) -> [InvitationRecord] {
        try await collaborating().invitations(includingLog: includingLog)
    }

    package func launchInformation() async throws(EngineError) -> LaunchInformation? {
        try await collaborating().launchInformation()
    }

    // MARK: Events

    package func recentCollaborationEvents() async throws(EngineError) -> [CollaborationEvent] {
        collaborationLog.events
    }

    package nonisolated func collaborationEvents() -> AsyncStream<CollaborationEvent> { collaborationLog.stream() }
}
