package import PeerBase

/// Everything one peer knows about one cloud: a value that turns datagrams, time and people's wishes into actions.
///
/// A node reads no clock and opens no socket. Each call returns what is to be done; the caller performs all of it,
/// in order, before it calls again, and calls ``advance(to:)`` when ``nextDeadline`` has come.
package struct Node: Sendable {
    package internal(set) var configuration: Configuration
    let cryptography: Cryptography
    var random: RandomSource

    package internal(set) var state: CloudState = .virtual
    package internal(set) var counters = Counters()
    package internal(set) var cache = RouteCache()
    package internal(set) var registrations = RegistrationTable()
    var reliable = ReliableLayer()
    var reassembly = Reassembly()
    var loss = LossEstimate()
    var conversations = ConversationTable()
    var admissions = AdmissionTable()
    var throttle: Throttle
    var replies = Replies()
    /// Explicit openings that were not closed.
    var handles = 0
    /// Whether the host has an address of the cloud's scope. Without one the configuration keeps those it had.
    var hasAddresses = true
    /// Whether the policy allows the cloud.
    var isEnabled = true
    /// Our endpoint that SSDP makes known.
    var advertised: Endpoint?
    var bootstrap: Bootstrap
    var findings = LinkFindings()
    /// What the present stage of discovery waits for.
    var discovery: DiscoveryActivity?
    /// Identifiers of the conversations that the present stage of discovery still waits for.
    var stageSolicits: Set<MessageID> = []
    var resolves: [RequestID: Resolve] = [:]
    var signatures: [RequestID: SignaturePurpose] = [:]
    /// FLOODs of each unregistration that are still unacknowledged.
    var farewells: [RequestID: Int] = [:]
    /// Revocations of unsecured names that wait for the owner's word.
    var doubtfulRevocations: [PeerID: Revocation] = [:]
    /// When what is worth remembering was handed out last.
    var lastRemembered: Instant = .zero
    var upkeep = Upkeep()
    var splits = SplitWatch()
    var timers = TimerTable<TimerKey>()
    private var lastRequest: UInt64 = 0
    private var actions: [Action] = []

    package init(configuration: Configuration, cryptography: Cryptography, random: RandomSource) {
        self.configuration = configuration
        self.cryptography = cryptography
        self.random = random
        throttle = Throttle(rates: Rates(configuration.reach))
        bootstrap = Bootstrap(configuration)
    }

    /// The instant at which ``advance(to:)`` has work to do; `nil` when nothing waits.
    package var nextDeadline: Instant? { timers.next }

    /// A datagram came in from `source` to our endpoint `local`. Whatever is wrong with it is counted, never thrown.
    package mutating func receive(
        _ datagram: Span<UInt8>, from source: Endpoint, at local: Endpoint, now: Instant
    ) -> [Action] {
        admit(datagram, from: source, at: local, now: now)
        return takeActions()
    }

    /// Time has come to `now`: everything whose deadline has passed happens, in the order of the deadlines.
    package mutating func advance(to now: Instant) -> [Action] {
        while let timer = timers.popExpired(now: now) { expire(timer, now: now) }
        return takeActions()
    }

    // MARK: For the machines

    /// Puts an action at the end of the list that the present call returns.
    mutating func act(_ action: Action) {
        if case .send(let bytes, _, _) = action {
            counters.datagramsSent += 1
            counters.bytesSent += bytes.count
        }
        actions.append(action)
    }

    /// Ends a call: hands out what has gathered.
    mutating func takeActions() -> [Action] {
        let taken = actions
        actions = []
        return taken
    }

    mutating func nextRequestID() -> RequestID {
        lastRequest += 1
        return RequestID(number: lastRequest)
    }

    private mutating func expire(_ timer: TimerKey, now: Instant) {
        switch timer {
        case .retransmission(let id): retransmissionTimerExpired(id, now: now)
        case .conversation(let key): _ = conversations.close(key)
        case .discoveryStage: discoveryStageExpired(now: now)
        case .maintenance: maintenanceTimerExpired(now: now)
        case .cleanup: cleanupTimerExpired(now: now)
        case .departure: departureTimerExpired(now: now)
        case .resolveDeadline(let id): resolveDeadlineExpired(id, now: now)
        case .neighbourWatch: watchNeighbours(now: now)
        case .splitRound: splitRoundContinued(now: now)
        case .repairReport: repairReported(now: now)
        case .forgetting: forgettingTimerExpired(now: now)
        case .busyPause(let id): verifyBestMatch(id, now: now)
        }
    }
}

extension Node {
    /// Our endpoint that stands for us in lists and paths.
    var ownEndpoint: Endpoint { configuration.localEndpoints[0] }

    func isOwn(_ endpoint: Endpoint) -> Bool { configuration.localEndpoints.contains(endpoint) }

    /// The route entry that publishes one of our identifiers.
    func ownRoute(_ id: PeerID) -> RouteEntry {
        RouteEntry(id: id, port: ownEndpoint.port, addresses: configuration.localEndpoints.map(\.address))
    }
}
