package import Collaboration
package import PeerBase

/// What the commands of a shell may ask of an engine about the people near us, contacts, presence, applications and
/// invitations (collab 11). All errors are ``EngineError/collaboration(_:)`` unless the engine is closed or the task
/// cancelled.
package protocol CollaborationServices: Sendable {
    // MARK: Signing in

    /// What others will see once signed in; makes the key of Me at the first use.
    func signInNotice(nickname: String?) async throws(EngineError) -> SignInNotice

    /// Signs in to the scopes of the order, beside those that are. The caller has shown the notice where it must be.
    func signIn(_ order: SignInOrder) async throws(EngineError) -> SignInOutcome

    /// Does nothing about scopes that are not signed in to.
    func signOut(of scope: Scope) async throws(EngineError)

    func collaborationStatus() async throws(EngineError) -> CollaborationStatus

    /// What is kept from one start to the next; makes no key.
    func collaborationSettings() async throws(EngineError) -> CollaborationSettings

    /// Sets and keeps the name of this endpoint; the one it has is no mistake (collab 8.9).
    func setEndpointName(_ name: String) async throws(EngineError)

    /// Sets and keeps whose invitations are heard.
    func setAcceptance(_ policy: AcceptPolicy) async throws(EngineError)

    /// Sets and keeps what a session signs in to when it starts.
    func setAutomaticSignIn(_ scope: Scope) async throws(EngineError)

    /// What there is to say about why people are found or not, in the order in which to look at it (collab 11.3).
    func diagnoseCollaboration() async throws(EngineError) -> [CollaborationFinding]

    // MARK: People

    /// Those known near us, by nickname without case, then id. With a time, asks the link first and waits so long; with
    /// an address, asks that host alone.
    func people(waiting: Duration?, address: ScopedEndpoint?) async throws(EngineError) -> [Person]

    /// Asks an endpoint about itself, for at most 30 s.
    func refresh(_ party: Party) async throws(EngineError) -> [EndpointDetails]

    /// What endpoints of somebody told last, without asking them: those of watched contacts, and whoever was asked in
    /// this sign-in (collab 3.5).
    func knownEndpoints(of party: Party) async throws(EngineError) -> [EndpointDetails]

    // MARK: Contacts

    /// By label without case; Me is not among them.
    func contacts() async throws(EngineError) -> [Contact]

    /// What we hand out about a contact, or about ourselves.
    func card(ofContact peerName: String?) async throws(EngineError) -> ContactCard

    /// The contact file of a contact, or our own, as bytes to be written.
    func contactFile(ofContact peerName: String?) async throws(EngineError) -> [UInt8]

    /// Asks a person for the card and keeps it.
    func addContact(fromPerson id: GUID, displayName: String?, email: String?) async throws(EngineError) -> Contact

    /// Reads a contact file and checks it; keeps nothing.
    func readContactFile(_ bytes: [UInt8]) async throws(EngineError) -> ContactCard

    /// Keeps what ``readContactFile(_:)`` gave, with a trust of at most ``Trust/file``.
    func importContact(_ card: ContactCard, trust: Trust) async throws(EngineError) -> Contact

    /// Changes a contact, or ourselves (`nil`).
    func updateContact(_ peerName: String?, _ change: ContactChange) async throws(EngineError) -> Contact?

    func deleteContact(_ peerName: String) async throws(EngineError)

    /// Compares six digits with a contact who does the same at this time (collab 10.6). `confirm` is shown the code
    /// (`123 456`) and tells whether the person says that both are the same; true where both sides do.
    func verify(
        contact peerName: String, confirm: @escaping @Sendable (_ code: String) async -> Bool
    ) async throws(EngineError) -> Bool

    // MARK: Applications, objects, presence

    /// Those registered here; without a type merged, those of the user first and alone where ids meet (collab 2.5).
    func applications(type: Application.RegistrationType?) async throws(EngineError) -> [Application]

    /// Replacing, the one with the same id and type goes as the new one comes, and stays where that is refused.
    func register(_ application: Application, replacing: Bool) async throws(EngineError)

    func unregister(application id: GUID, type: Application.RegistrationType) async throws(EngineError)

    func setPresence(_ presence: Presence) async throws(EngineError)

    func presence() async throws(EngineError) -> Presence

    func objects() async throws(EngineError) -> [CollaborationObject]

    /// Makes or replaces; signed in only.
    func setObject(_ object: CollaborationObject) async throws(EngineError)

    func deleteObject(_ id: GUID) async throws(EngineError)

    // MARK: Invitations

    /// Sends an invitation and tells its number at once; the end comes by ``outcome(ofInvitation:)`` and as an event.
    func invite(_ order: InvitationOrder) async throws(EngineError) -> InvitationRecord

    /// Waits for the end of an invitation of ours. Cancelling the task cancels the invitation.
    func outcome(ofInvitation number: Int) async throws(EngineError) -> InvitationRecord

    /// Answers one of theirs; accepting starts the program first. Tells the record as it ended.
    func answer(invitation number: Int, accepting: Bool) async throws(EngineError) -> InvitationRecord

    /// Takes one of ours back.
    func cancel(invitation number: Int) async throws(EngineError) -> InvitationRecord

    /// The open ones, oldest first; with the log, those that ended too.
    func invitations(includingLog: Bool) async throws(EngineError) -> [InvitationRecord]

    /// What this process was started for, where an invitation started it (collab 3.11).
    func launchInformation() async throws(EngineError) -> LaunchInformation?

    // MARK: Events

    /// The last ``Limits/rememberedEvents``, oldest first.
    func recentCollaborationEvents() async throws(EngineError) -> [CollaborationEvent]

    /// What happens from now on. Bounded: a slow reader loses the oldest and learns how many.
    func collaborationEvents() -> AsyncStream<CollaborationEvent>
}

extension CollaborationServices {
    package func register(_ application: Application) async throws(EngineError) {
        try await register(application, replacing: false)
    }

    package func importContact(_ card: ContactCard) async throws(EngineError) -> Contact {
        try await importContact(card, trust: .file)
    }
}

/// What becomes visible to everybody on the link (collab 11, `signin`).
package struct SignInNotice: Hashable, Sendable {
    package var nickname: String
    package var endpointName: String
    package var addresses: [ScopedEndpoint]
    /// Whether a person has agreed before.
    package var isAgreed: Bool

    package init(nickname: String, endpointName: String, addresses: [ScopedEndpoint], isAgreed: Bool) {
        self.nickname = nickname
        self.endpointName = endpointName
        self.addresses = addresses
        self.isAgreed = isAgreed
    }
}

package struct SignInOrder: Hashable, Sendable {
    package var scope: Scope
    /// Kept for later, too.
    package var nickname: String?
    /// The TCP port of the signalling service; `nil`: 5358 or what is free after it.
    package var port: UInt16?
    /// Interface names; `nil`: all that carry multicast.
    package var interfaces: [String]?
    /// Whether an elevated process may.
    package var allowsRoot: Bool

    package init(
        scope: Scope, nickname: String? = nil, port: UInt16? = nil, interfaces: [String]? = nil,
        allowsRoot: Bool = false
    ) {
        self.scope = scope
        self.nickname = nickname
        self.port = port
        self.interfaces = interfaces
        self.allowsRoot = allowsRoot
    }
}

package struct SignInOutcome: Hashable, Sendable {
    package var scope: Scope
    /// Whether there is no IPv6 address: signed in, with a warning (collab 8.3).
    package var lacksIPv6: Bool

    package init(scope: Scope, lacksIPv6: Bool) {
        self.scope = scope
        self.lacksIPv6 = lacksIPv6
    }
}

/// What is kept about ourselves; `nil` where it was never set.
package struct CollaborationSettings: Hashable, Sendable {
    package var nickname: String?
    package var displayName: String?
    package var email: String?
    package var endpointName: String?
    package var acceptance: AcceptPolicy
    package var automaticSignIn: Scope

    package init(
        nickname: String? = nil, displayName: String? = nil, email: String? = nil, endpointName: String? = nil,
        acceptance: AcceptPolicy = AcceptPolicy(), automaticSignIn: Scope = .none
    ) {
        self.nickname = nickname
        self.displayName = displayName
        self.email = email
        self.endpointName = endpointName
        self.acceptance = acceptance
        self.automaticSignIn = automaticSignIn
    }
}

/// All that `show status` tells.
package struct CollaborationStatus: Hashable, Sendable {
    package var scope: Scope
    package var automaticSignIn: Scope
    package var nickname: String
    package var endpointName: String
    package var peerName: String
    package var pin: Pin
    /// Of this sign-in.
    package var nearID: GUID?
    /// Where the signalling service listens; empty while signed out.
    package var endpoints: [ScopedEndpoint]
    package var interfaces: [String]
    package var acceptance: AcceptPolicy
    package var presence: Presence
    package var people: Int
    package var contacts: Int
    package var openInvitations: Int

    package init(
        scope: Scope, automaticSignIn: Scope, nickname: String, endpointName: String, peerName: String, pin: Pin,
        nearID: GUID?, endpoints: [ScopedEndpoint], interfaces: [String], acceptance: AcceptPolicy,
        presence: Presence, people: Int, contacts: Int, openInvitations: Int
    ) {
        self.scope = scope
        self.automaticSignIn = automaticSignIn
        self.nickname = nickname
        self.endpointName = endpointName
        self.peerName = peerName
        self.pin = pin
        self.nearID = nearID
        self.endpoints = endpoints
        self.interfaces = interfaces
        self.acceptance = acceptance
        self.presence = presence
        self.people = people
        self.contacts = contacts
        self.openInvitations = openInvitations
    }
}

/// One check of `diag`.
package struct CollaborationFinding: Hashable, Sendable {
    package var check: String
    package var isGood: Bool
    /// What was found; where it is not good, with what to do about it.
    package var detail: String
    package var remedy: String?

    package init(check: String, isGood: Bool, detail: String, remedy: String? = nil) {
        self.check = check
        self.isGood = isGood
        self.detail = detail
        self.remedy = remedy
    }
}

/// What an endpoint of somebody told.
package struct EndpointDetails: Hashable, Sendable {
    package var endpoint: ScopedEndpoint
    package var snapshot: Snapshot
    package var pin: Pin
    package var standing: Person.Standing

    package init(endpoint: ScopedEndpoint, snapshot: Snapshot, pin: Pin, standing: Person.Standing) {
        self.endpoint = endpoint
        self.snapshot = snapshot
        self.pin = pin
        self.standing = standing
    }
}

package struct InvitationOrder: Hashable, Sendable {
    package var to: Party
    package var application: GUID
    package var message: String
    package var data: [UInt8]

    package init(to: Party, application: GUID, message: String = "", data: [UInt8] = []) {
        self.to = to
        self.application = application
        self.message = message
        self.data = data
    }
}
