package import Collaboration
package import PeerBase

extension Engine: CollaborationServices {
    package func signInNotice(nickname: String?) async throws(EngineError) -> SignInNotice {
        throw .collaboration(CollaborationError("", .code(.serviceNotAvailable)))
    }

    package func signIn(_ order: SignInOrder) async throws(EngineError) -> SignInOutcome {
        throw .collaboration(CollaborationError("", .code(.serviceNotAvailable)))
    }

    package func signOut(of scope: Scope) async throws(EngineError) {
        throw .collaboration(CollaborationError("", .code(.serviceNotAvailable)))
    }

    package func collaborationStatus() async throws(EngineError) -> CollaborationStatus {
        throw .collaboration(CollaborationError("", .code(.serviceNotAvailable)))
    }

    package func collaborationSettings() async throws(EngineError) -> CollaborationSettings {
        throw .collaboration(CollaborationError("", .code(.serviceNotAvailable)))
    }

    package func setEndpointName(_ name: String) async throws(EngineError) {
        throw .collaboration(CollaborationError("", .code(.serviceNotAvailable)))
    }

    package func setAcceptance(_ policy: AcceptPolicy) async throws(EngineError) {
        throw .collaboration(CollaborationError("", .code(.serviceNotAvailable)))
    }

    package func setAutomaticSignIn(_ scope: Scope) async throws(EngineError) {
        throw .collaboration(CollaborationError("", .code(.serviceNotAvailable)))
    }

    package func diagnoseCollaboration() async throws(EngineError) -> [CollaborationFinding] {
        throw .collaboration(CollaborationError("", .code(.serviceNotAvailable)))
    }

    package func people(waiting: Duration?, address: ScopedEndpoint?) async throws(EngineError) -> [Person] {
        throw .collaboration(CollaborationError("", .code(.serviceNotAvailable)))
    }

    package func refresh(_ party: Party) async throws(EngineError) -> [EndpointDetails] {
        throw .collaboration(CollaborationError("", .code(.serviceNotAvailable)))
    }

    package func knownEndpoints(of party: Party) async throws(EngineError) -> [EndpointDetails] {
        throw .collaboration(CollaborationError("", .code(.serviceNotAvailable)))
    }

    package func contacts() async throws(EngineError) -> [Contact] {
        throw .collaboration(CollaborationError("", .code(.serviceNotAvailable)))
    }

    package func card(ofContact peerName: String?) async throws(EngineError) -> ContactCard {
        throw .collaboration(CollaborationError("", .code(.serviceNotAvailable)))
    }

    package func contactFile(ofContact peerName: String?) async throws(EngineError) -> [UInt8] {
        throw .collaboration(CollaborationError("", .code(.serviceNotAvailable)))
    }

    package func addContact(fromPerson id: GUID, displayName: String?, email: String?) async throws(EngineError)
        -> Contact
    {
        throw .collaboration(CollaborationError("", .code(.serviceNotAvailable)))
    }

    package func readContactFile(_ bytes: [UInt8]) async throws(EngineError) -> ContactCard {
        throw .collaboration(CollaborationError("", .code(.serviceNotAvailable)))
    }

    package func importContact(_ card: ContactCard) async throws(EngineError) -> Contact {
        throw .collaboration(CollaborationError("", .code(.serviceNotAvailable)))
    }

    package func updateContact(_ peerName: String?, _ change: ContactChange) async throws(EngineError) -> Contact? {
        throw .collaboration(CollaborationError("", .code(.serviceNotAvailable)))
    }

    package func deleteContact(_ peerName: String) async throws(EngineError) {
        throw .collaboration(CollaborationError("", .code(.serviceNotAvailable)))
    }

    package func verify(
        contact peerName: String, confirm: @escaping @Sendable (_ code: String) async -> Bool
    ) async throws(EngineError) -> Bool {
        throw .collaboration(CollaborationError("", .code(.serviceNotAvailable)))
    }

    package func applications(type: Application.RegistrationType?) async throws(EngineError) -> [Application] {
        throw .collaboration(CollaborationError("", .code(.serviceNotAvailable)))
    }

    package func register(_ application: Application) async throws(EngineError) {
        throw .collaboration(CollaborationError("", .code(.serviceNotAvailable)))
    }

    package func unregister(application id: GUID, type: Application.RegistrationType) async throws(EngineError) {
        throw .collaboration(CollaborationError("", .code(.serviceNotAvailable)))
    }

    package func setPresence(_ presence: Presence) async throws(EngineError) {
        throw .collaboration(CollaborationError("", .code(.serviceNotAvailable)))
    }

    package func presence() async throws(EngineError) -> Presence {
        throw .collaboration(CollaborationError("", .code(.serviceNotAvailable)))
    }

    package func objects() async throws(EngineError) -> [CollaborationObject] {
        throw .collaboration(CollaborationError("", .code(.serviceNotAvailable)))
    }

    package func setObject(_ object: CollaborationObject) async throws(EngineError) {
        throw .collaboration(CollaborationError("", .code(.serviceNotAvailable)))
    }

    package func deleteObject(_ id: GUID) async throws(EngineError) {
        throw .collaboration(CollaborationError("", .code(.serviceNotAvailable)))
    }

    package func invite(_ order: InvitationOrder) async throws(EngineError) -> InvitationRecord {
        throw .collaboration(CollaborationError("", .code(.serviceNotAvailable)))
    }

    package func outcome(ofInvitation number: Int) async throws(EngineError) -> InvitationRecord {
        throw .collaboration(CollaborationError("", .code(.serviceNotAvailable)))
    }

    package func answer(invitation number: Int, accepting: Bool) async throws(EngineError) -> InvitationRecord {
        throw .collaboration(CollaborationError("", .code(.serviceNotAvailable)))
    }

    package func cancel(invitation number: Int) async throws(EngineError) -> InvitationRecord {
        throw .collaboration(CollaborationError("", .code(.serviceNotAvailable)))
    }

    package func invitations(includingLog: Bool) async throws(EngineError) -> [InvitationRecord] {
        throw .collaboration(CollaborationError("", .code(.serviceNotAvailable)))
    }

    package func launchInformation() async throws(EngineError) -> LaunchInformation? {
        throw .collaboration(CollaborationError("", .code(.serviceNotAvailable)))
    }

    package func recentCollaborationEvents() async throws(EngineError) -> [CollaborationEvent] {
        throw .collaboration(CollaborationError("", .code(.serviceNotAvailable)))
    }

    package nonisolated func collaborationEvents() -> AsyncStream<CollaborationEvent> {
        AsyncStream { $0.finish() }
    }
}
