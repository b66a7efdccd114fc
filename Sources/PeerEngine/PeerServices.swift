package import PNRP
package import PeerBase

/// What the commands of a shell may ask of an engine. One protocol, so that the commands can be tried over a scripted
/// double, and so that they need not know whether this process or another one answers (architecture 3).
///
/// Cloud arguments are the names that ``clouds()`` tells; choosing among them is the shell's business.
package protocol PeerServices: Sendable {
    /// Every cloud of this host, link-local ones first.
    func clouds() async -> [CloudSnapshot]

    /// What is kept for a cloud at this moment, whatever the command line or another process says.
    func configuration(ofCloud cloud: String) async throws(EngineError) -> CloudConfiguration

    /// The last minutes of a cloud; `nil` for one that this process has not opened.
    func statisticsHistory(ofCloud cloud: String) async throws(EngineError) -> StatisticsHistory?

    /// The names registered by this process, in one cloud.
    func names(inCloud cloud: String) async throws(EngineError) -> [RegisteredName]

    /// Publishes a name. Succeeds before the cloud has heard of it (behaviour 19).
    func register(_ order: RegistrationOrder) async throws(EngineError)

    /// Takes back every registration of this name in one cloud; tells how many there were.
    func unregister(_ name: PeerName, inCloud cloud: String) async throws(EngineError) -> Int

    /// The registrations that sessions and batches make again (netsh 4.5.1), by cloud and name.
    func persistentRegistrations() async throws(EngineError) -> [PersistentRegistration]

    /// Keeps a registration for every session and batch to come, and publishes nothing now. One that is kept already is
    /// replaced where the order says so.
    func keep(_ order: RegistrationOrder) async throws(EngineError)

    /// Forgets what is kept under a name, in one cloud or wherever it is; tells how many there were. What is published
    /// now stays so.
    func forget(_ name: PeerName, inCloud cloud: String?) async throws(EngineError) -> Int

    /// Publishes what is kept, now and in clouds that come later; a warning tells what cannot be published.
    func publishPersistentRegistrations() async

    /// Looks for a publisher of a name in one cloud. Cancelling the task stops the search.
    func resolve(_ query: ResolveQuery, inCloud cloud: String) async throws(EngineError) -> ResolveOutcome

    /// The same for a query that wants several records (behaviour 12.8): `deliver` is told each as it comes. The outcome
    /// holds the last of them, and the way that led to the first. `pass` is told each exchange on the way, the first step
    /// being ourselves.
    func resolve(
        _ query: ResolveQuery, inCloud cloud: String, deliver: @escaping @Sendable (ResolvedRecord) -> Void,
        pass: @escaping @Sendable (TraceStep) -> Void
    ) async throws(EngineError) -> ResolveOutcome

    /// Opens a cloud and keeps it open however idle it is (netsh 4.3.11). Returns when it looks for members.
    func start(cloud: String) async throws(EngineError)

    /// Fetches routes from one node (netsh 4.3.12).
    func synchronize(cloud: String, with endpoint: Endpoint) async throws(EngineError) -> SynchronizationOutcome

    /// The addresses that the seeds of a cloud stand for, in their order; seeds that stand for none are left out.
    func seeds(ofCloud cloud: String) async throws(EngineError) -> [Endpoint]

    /// Forgets the routes of a cloud; tells how many there were (netsh 4.3.1).
    func flush(cloud: String) async throws(EngineError) -> Int

    /// Tests whether a cloud has split and mends it (netsh 4.3.2).
    func repair(cloud: String) async throws(EngineError) -> RepairOutcome

    /// Sets and keeps the seeds of a cloud, applied at once; `nil` goes back to the default, an empty list means none
    /// (netsh 4.3.4).
    func setSeeds(_ seeds: [String]?, cloud: String) async throws(EngineError)

    /// Sets and keeps how a cloud takes part (netsh 4.3.3).
    func setMode(_ mode: CloudMode, cloud: String) async throws(EngineError)

    /// The name under which this machine publishes itself (netsh 4.5.8).
    func machineName() async throws(EngineError) -> MachineName

    func setMachineName(_ change: MachineNameChange) async throws(EngineError)

    /// What there is to say about why a cloud works or does not, in the order in which to look at it.
    func diagnose(cloud: String) async throws(EngineError) -> [CloudFinding]

    /// Waits until the cloud has left Virtual and Synchronizing, opening it if need be, and tells its state.
    func settle(cloud: String) async throws(EngineError) -> CloudState

    /// Asks one node for a sign of life: one probe, at most a second.
    func ping(_ endpoint: Endpoint, inCloud cloud: String) async throws(EngineError) -> PingOutcome

    /// The addresses a person's host text stands for: a literal, or a DNS name's AAAA records.
    func endpoints(ofHost text: String, defaultPort: UInt16) async throws(EngineError) -> [Endpoint]

    /// The identities of this user.
    func identities() async throws(EngineError) -> [IdentitySummary]

    /// Makes an identity with a key of its own.
    func addIdentity(friendlyName: String) async throws(EngineError) -> IdentitySummary

    /// Destroys an identity and its key.
    func deleteIdentity(_ identity: String) async throws(EngineError)

    /// What Tab may offer, without waiting: cloud names, own names, identities.
    var completions: CompletionWords { get }

    /// What happens, from now on. Bounded: a slow reader loses the oldest and learns how many.
    func events() -> AsyncStream<EngineEvent>
}

extension PeerServices {
    /// The same for whoever does not care for the way.
    package func resolve(
        _ query: ResolveQuery, inCloud cloud: String, deliver: @escaping @Sendable (ResolvedRecord) -> Void
    ) async throws(EngineError) -> ResolveOutcome {
        try await resolve(query, inCloud: cloud, deliver: deliver, pass: { _ in })
    }
}

/// All that `show` commands tell about a cloud.
package struct CloudSnapshot: Hashable, Sendable {
    package enum Scope: Int, Hashable, Sendable {
        case global = 1
        case linkLocal = 3
    }

    /// What one way of finding members has brought (netsh 4.3.5).
    package enum DiscoveryUse: String, Hashable, Sendable {
        case notUsed = "Not used"
        case disabled = "Disabled"
        case noAddresses = "No addresses"
        case failed = "Failed"
        case used = "Used"
    }

    package var name: String
    package var scope: Scope
    /// The interface index; 0 for the global cloud.
    package var scopeID: UInt32
    package var endpoints: [Endpoint]
    package var state: CloudState
    /// Seeds as they were given, for showing.
    package var seeds: [String]
    /// Where the seeds come from: `command line`, `configuration` or `none`.
    package var seedSource: String
    package var seedUse: DiscoveryUse
    package var rememberedUse: DiscoveryUse
    package var ssdpUse: DiscoveryUse
    package var configuredMode: CloudMode
    /// Whether the cloud only resolves at present, set so or for want of anything else.
    package var isResolveOnly: Bool
    /// `nil` for the global cloud.
    package var interfaceName: String?
    package var cacheEntries: Int
    /// Identifiers in the cloud; `nil` while there is nothing to estimate from (behaviour 10).
    package var estimatedSize: Int?
    package var registeredNames: Int
    package var counters: Counters
    /// Whether the cloud is private to this machine: bound to loopback.
    package var isPrivate: Bool
    /// Whether nothing about the cloud can be kept: it ends with this process.
    package var isFleeting: Bool

    package init(
        name: String, scope: Scope, scopeID: UInt32, endpoints: [Endpoint], state: CloudState, seeds: [String] = [],
        seedSource: String = "none", seedUse: DiscoveryUse = .notUsed, rememberedUse: DiscoveryUse = .notUsed,
        ssdpUse: DiscoveryUse = .notUsed, configuredMode: CloudMode = .automatic, isResolveOnly: Bool = false,
        interfaceName: String? = nil, cacheEntries: Int = 0, estimatedSize: Int? = nil, registeredNames: Int = 0,
        counters: Counters = Counters(),
        isPrivate: Bool = false, isFleeting: Bool = false
    ) {
        self.name = name
        self.scope = scope
        self.scopeID = scopeID
        self.endpoints = endpoints
        self.state = state
        self.seeds = seeds
        self.seedSource = seedSource
        self.seedUse = seedUse
        self.rememberedUse = rememberedUse
        self.ssdpUse = ssdpUse
        self.configuredMode = configuredMode
        self.isResolveOnly = isResolveOnly
        self.interfaceName = interfaceName
        self.cacheEntries = cacheEntries
        self.estimatedSize = estimatedSize
        self.registeredNames = registeredNames
        self.counters = counters
        self.isPrivate = isPrivate
        self.isFleeting = isFleeting
    }
}

/// A name published by this process.
package struct RegisteredName: Hashable, Sendable {
    package var name: PeerName
    package var cloud: String
    /// The identity that signs its records, as `show identities` prints it.
    package var identity: String
    package var comment: String?
    package var id: PeerID
    /// Whether the cloud has been told; `Problem` otherwise (behaviour 19).
    package var isAnnounced: Bool
    package var endpoints: [ApplicationEndpoint]
    package var payload: ExtendedPayload.Payload?
    /// Whether every session and batch publishes it again.
    package var isPersistent: Bool

    package init(
        name: PeerName, cloud: String, identity: String, comment: String?, id: PeerID, isAnnounced: Bool,
        endpoints: [ApplicationEndpoint], payload: ExtendedPayload.Payload?, isPersistent: Bool = false
    ) {
        self.isPersistent = isPersistent
        self.name = name
        self.cloud = cloud
        self.identity = identity
        self.comment = comment
        self.id = id
        self.isAnnounced = isAnnounced
        self.endpoints = endpoints
        self.payload = payload
    }
}

/// What a person wants published.
package struct RegistrationOrder: Hashable, Sendable {
    package var name: PeerName
    package var cloud: String
    package var comment: String?
    /// Explicit endpoints; when empty, the cloud's own addresses are published with ``port``, TCP.
    package var endpoints: [ApplicationEndpoint]
    package var port: UInt16
    package var payload: ExtendedPayload.Payload?
    /// An identity string; the name's own authority, or the machine's default identity, when `nil`.
    package var identity: String?
    /// Whether a registration of the same name is updated in place instead of being a mistake.
    package var replaces: Bool

    package init(
        name: PeerName, cloud: String, comment: String? = nil, endpoints: [ApplicationEndpoint] = [],
        port: UInt16 = 0, payload: ExtendedPayload.Payload? = nil, identity: String? = nil,
        replaces: Bool = false
    ) {
        self.replaces = replaces
        self.name = name
        self.cloud = cloud
        self.comment = comment
        self.endpoints = endpoints
        self.port = port
        self.payload = payload
        self.identity = identity
    }
}

/// An identity as a person sees it; its key stays in its file.
package struct IdentitySummary: Hashable, Sendable {
    package var friendlyName: String
    /// `<40 hex digits>.<classifier>` (netsh 4.7).
    package var identity: String
    package var authority: SHA1Digest
    package var isDefault: Bool

    package init(friendlyName: String, identity: String, authority: SHA1Digest, isDefault: Bool) {
        self.friendlyName = friendlyName
        self.identity = identity
        self.authority = authority
        self.isDefault = isDefault
    }
}

/// Words for Tab.
package struct CompletionWords: Hashable, Sendable {
    package var clouds: [String]
    package var ownNames: [String]
    /// Names that others publish and that are there to be found: those of a laboratory.
    package var foreignNames: [String]
    package var identities: [String]
    /// The ids of the meshes this process is in.
    package var meshes: [String]
    /// What others in them call themselves.
    package var members: [String]
    /// The nicknames of people near us.
    package var people: [String]
    /// The labels of contacts.
    package var contacts: [String]
    /// The ids of the applications registered here.
    package var applications: [String]

    package init(
        clouds: [String] = [], ownNames: [String] = [], foreignNames: [String] = [], identities: [String] = [],
        meshes: [String] = [], members: [String] = [], people: [String] = [], contacts: [String] = [],
        applications: [String] = []
    ) {
        self.clouds = clouds
        self.ownNames = ownNames
        self.foreignNames = foreignNames
        self.identities = identities
        self.meshes = meshes
        self.members = members
        self.people = people
        self.contacts = contacts
        self.applications = applications
    }
}

/// What an engine tells the world.
package enum EngineEvent: Hashable, Sendable {
    case cloudChanged(cloud: String, from: CloudState, to: CloudState)
    case nameRegistered(PeerName, cloud: String)
    case nameAnnounced(PeerName, cloud: String)
    case nameUnregistered(PeerName, cloud: String)
    /// An address or an interface came, and with it a cloud.
    case cloudAppeared(cloud: String)
    case cloudVanished(cloud: String)
    /// The number of known routes changed; told at most once a second.
    case cacheChanged(cloud: String, entries: Int)
    /// The cloud had fallen apart and is being mended (behaviour 16).
    case splitFound(cloud: String, isSmaller: Bool)
    /// The nodes of `--lab` have found each other, and the main one has found them.
    case labReady(nodes: Int)
    /// Something went wrong that keeps nothing from working; one sentence, and what to do about it if that is known.
    case warning(String, hint: String?)
    /// The reader was slow; so many events are missing here.
    case eventsLost(Int)
}
