internal import Collaboration
internal import Logging
internal import PeerBase
internal import PeerIdentity
internal import PeerStore
internal import Signalling
internal import Synchronization

/// The collaboration of one process: Me, whom we see, who may call, and what others want of us. The engine makes it at the
/// first need and forwards to it.
///
///     SignedOut → SigningIn → SignedIn → SigningOut → SignedOut
///
/// Signing in and out happen one after the other, in the order of asking (collab 10.4).
actor CollaborationHost {
    /// What it needs of the engine.
    struct Surroundings: Sendable {
        var environment: [String: String]
        var directories: StateDirectories
        var figures: CollaborationFigures
        /// The clocks.
        var moment: @Sendable () -> Moment
        /// The authority of the default PNRP identity, which is made if there is none.
        var authority: @Sendable () async throws(EngineError) -> SHA1Digest
        var rendezvous: Rendezvous
        /// Words for Tab: nicknames of people near us, labels of contacts, ids of applications.
        var tellWords: @Sendable (_ people: [String], _ contacts: [String], _ applications: [String]) -> Void
    }

    let around: Surroundings
    let log: CollaborationLog
    let logger: Logger
    let memory: CollaborationMemory
    /// What the threads of connections ask without waiting.
    let acquaintances = Acquaintances()

    var me: Me?
    var client: SignallingClient?
    /// What we tell, signed in or not.
    var publication = Publication(nickname: "", endpointName: "")
    /// Nothing while signed out.
    var session: Session?
    /// Publishing our name or taking it back, one after the other.
    var publishing: Task<Void, Never>?
    /// While signed in to the Internet, from the first word on.
    var wantsName = false
    /// When it is tried again to publish it; nothing where it is published.
    var nextPublishing: Instant?
    /// The operation that began last; the next one waits for it.
    private var turn: Task<Void, Never>?

    // Those near us
    var people: [GUID: Person] = [:]
    /// Those who called themselves as a contact does, with another key.
    var impostors: Set<GUID> = []
    /// Those who broke off a connection, until one more has shown whether they are still there.
    var doubted: Set<GUID> = []
    /// Whose card may be asked for in the background, in the order of their coming.
    var unidentified: [GUID] = []
    /// Words for Tab have changed and were not told yet.
    var areWordsOld = false
    var identified = 0
    var lastIdentification: Instant?

    // Invitations
    /// Those of others.
    let reception: Reception
    let records: RecordKeeper
    var outgoing: [Int: OutgoingInvitation] = [:]
    /// Those who wait for the end of one of ours, by its number.
    var ends: [Int: [CheckedContinuation<InvitationRecord, Never>]] = [:]
    /// Why programs could not be started, by application, until whoever accepted is told.
    var launchFaults: [GUID: LaunchFault] = [:]

    // Verification
    var verification: VerificationDesk?
    var verifications: [Pin: OwnVerification] = [:]
    /// Steps of others that wait for an answer.
    var waitingSteps: [ConnectionID: CheckedContinuation<VerificationMessage?, Never>] = [:]

    // Who hears of us, and of whom we hear
    var watchers = Watchers()
    var watches: [String: ContactWatch] = [:]
    var refreshing: Set<Party> = []
    /// What was told when somebody was asked last, in this sign-in.
    var told: [Party: [EndpointDetails]] = [:]
    /// When we last called at an endpoint, or will.
    var lastVisits: [Endpoint: Instant] = [:]
    /// When it was last told that somebody has the name of a contact and another key.
    var certificateWarnings: [String: Instant] = [:]

    var alarm: Alarm?
    var lastLook = Instant.zero
    /// What the database was when it was last looked at.
    var seenVersion: Int?
    var contactReads = ReadOrder()
    var publicationReads = ReadOrder()
    private(set) var isClosed = false

    init(_ around: Surroundings, log: CollaborationLog, logger: Logger) {
        self.around = around
        self.log = log
        self.logger = logger
        let moment = around.moment
        memory = CollaborationMemory(path: around.directories.collaborationDatabase, time: { moment().time }) {
            log.happened(.warning($0))
        }
        let records = RecordKeeper(memory)
        self.records = records
        let launching = Launching()
        reception = Reception(
            staff: Reception.Staff(
                launch: { await launching.host?.launch($0, $1) ?? false }, log: { records.keep($0) },
                tell: { log.happened($0) }),
            unixTime: { moment().time })
        launching.host = self
    }

    /// Leads from the reception to the host, which is made later and ends earlier.
    private final class Launching: Sendable {
        private struct State { weak var host: CollaborationHost? }
        private let state = Mutex(State())

        var host: CollaborationHost? {
            get { state.withLock { $0.host } }
            set { state.withLock { $0.host = newValue } }
        }
    }

    var now: Moment { around.moment() }

    /// As others see it: not any more from the first word of a goodbye on, although the session lasts until the last
    /// (collab 10.4).
    var isSignedIn: Bool { publication.scope != .none }

    /// Runs what must not overlap: each operation begins when the one before has ended.
    func inTurn<Value: Sendable>(
        _ body: @escaping @Sendable (isolated CollaborationHost) async throws(EngineError) -> Value
    ) async throws(EngineError) -> Value {
        let before = turn
        let task = Task<Result<Value, EngineError>, Never> {
            await before?.value
            do throws(EngineError) {
                return .success(try await body(self))
            } catch {
                return .failure(error)
            }
        }
        turn = Task { _ = await task.value }
        return try await task.value.get()
    }

    /// Says goodbye and closes, within about a second (collab 10.4).
    func close() async {
        guard !isClosed else { return }
        isClosed = true
        for number in outgoing.keys { _ = try? cancel(invitation: number) }
        try? await inTurn { host throws(EngineError) in await host.leave(.all) }
        await records.settle()
        records.finish()
    }
}
