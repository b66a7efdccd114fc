package import Mesh
package import PeerBase

/// What the commands of a shell may ask of an engine about meshes. A mesh is named by its id wherever one is asked for;
/// ids are compared without regard to case (peer channel 1).
package protocol MeshServices: Sendable {
    /// Joins a mesh and makes this member known; returns when it listens, is registered with its resolver, and looks for
    /// others. Whoever must have company waits for ``MeshEvent/wentOnline``.
    func join(_ order: MeshOrder) async throws(EngineError) -> MeshSnapshot

    /// Says goodbye, closes the links and takes the registration back.
    func leave(mesh: String) async throws(EngineError)

    /// The meshes of this process, by id.
    func meshes() async -> [MeshSnapshot]

    func neighbours(ofMesh mesh: String) async throws(EngineError) -> [Neighbour]

    /// Everybody known to be here, ourselves first, then by nickname.
    func members(ofMesh mesh: String) async throws(EngineError) -> [Member]

    /// Says something to all, or to those within so many links. Succeeds before anybody has heard it; with nobody there
    /// it reaches nobody, now or later. Waits where it is more than others would pass on in a second (peer channel 20.7).
    func say(_ text: String, hops: UInt64?, inMesh mesh: String) async throws(EngineError)

    /// Says something to one member only, sealed to its key. The member is a nickname, or as many hex digits of its key as
    /// tell it from the others.
    func tell(_ member: String, _ text: String, inMesh mesh: String) async throws(EngineError)

    /// Calls ourselves differently from now on.
    func rename(_ nickname: String, inMesh mesh: String) async throws(EngineError)

    /// Asks the resolver for others, and looks for one neighbour more than there are.
    func refresh(mesh: String) async throws(EngineError)

    /// What was said and what happened lately, oldest first: at most 200 of each.
    func recentEvents(ofMesh mesh: String) async throws(EngineError) -> [MeshEvent]

    /// What is said and what happens, from now on, until the mesh is left. Bounded: a slow reader loses the oldest and
    /// learns how many.
    func events(ofMesh mesh: String) async throws(EngineError) -> AsyncStream<MeshEvent>
}

/// What it takes to join a mesh.
package struct MeshOrder: Hashable, Sendable {
    /// The host part of the address.
    package var meshID: String
    /// The channel type; empty for the plain mesh id.
    package var path = ""
    package var nickname: String
    package var mode: SecurityMode
    package var credential: Credential
    package var profile: Profile
    /// The TCP port to listen on; 0 takes any.
    package var port: UInt16 = 0
    /// Where other members listen, for places without PNRP; `nil` finds them by the name `0.<meshId>`.
    package var resolver: [ScopedEndpoint]?
    /// The largest message in bytes.
    package var messageLimit = Limits.defaultMessageSize
    /// Where the password was read; `nil` for one that somebody typed. Whoever joins again may have it from elsewhere.
    package var passwordFile: String?

    package enum Credential: Hashable, Sendable {
        case none
        case password(String)
        /// Files: our chain and key as PEM, and what we trust.
        case certificate(chain: String, key: String, trust: Trust)
    }

    /// Whose certificates are accepted.
    package enum Trust: Hashable, Sendable {
        /// Those that lead to a root in this PEM file.
        case roots(String)
        /// Those whose keys have these SHA-256 hashes, in hex.
        case pinned([String])
    }

    package init(
        meshID: String, nickname: String, mode: SecurityMode, credential: Credential, profile: Profile = .modern
    ) {
        self.meshID = meshID
        self.nickname = nickname
        self.mode = mode
        self.credential = credential
        self.profile = profile
    }
}

/// What a member has to prove itself by, as far as it is no secret: what it takes to join again.
package enum ProofSource: Hashable, Sendable {
    /// The file that the password was read from; `nil` where somebody typed it.
    case password(file: String?)
    /// Files, as in ``MeshOrder/Credential/certificate(chain:key:trust:)``.
    case certificate(chain: String, key: String, trust: MeshOrder.Trust)

    package var kind: CredentialKind {
        switch self {
        case .password: .password
        case .certificate: .certificate
        }
    }
}

extension MeshOrder {
    package var proof: ProofSource? {
        switch credential {
        case .none: nil
        case .password: .password(file: passwordFile)
        case .certificate(let chain, let key, let trust): .certificate(chain: chain, key: key, trust: trust)
        }
    }
}

/// All that `show meshes`, `show statistics` and `dump` tell about a mesh.
package struct MeshSnapshot: Hashable, Sendable {
    package var meshID: String
    package var path: String
    package var nickname: String
    package var member: MemberID
    package var mode: SecurityMode
    package var proof: ProofSource?
    package var profile: Profile
    package var isOnline: Bool
    /// The TCP port that was asked for; 0 for any.
    package var port: UInt16
    /// Where this node listens.
    package var endpoints: [ScopedEndpoint]
    /// `PNRP`, or the endpoints of the custom resolver as a person would type them.
    package var resolver: String
    package var neighbours: Int
    /// Known members, ourselves included.
    package var members: Int
    package var messageLimit: Int
    package var counters: Counters
    /// Attempts that failed for want of the right password or certificate: others are here whom we cannot join.
    package var refusedAdmissions: Int

    package init(
        meshID: String, path: String, nickname: String, member: MemberID, mode: SecurityMode,
        proof: ProofSource?, profile: Profile, isOnline: Bool, port: UInt16, endpoints: [ScopedEndpoint],
        resolver: String, neighbours: Int, members: Int, messageLimit: Int, counters: Counters, refusedAdmissions: Int
    ) {
        self.meshID = meshID
        self.path = path
        self.nickname = nickname
        self.member = member
        self.mode = mode
        self.proof = proof
        self.profile = profile
        self.isOnline = isOnline
        self.port = port
        self.endpoints = endpoints
        self.resolver = resolver
        self.neighbours = neighbours
        self.members = members
        self.messageLimit = messageLimit
        self.counters = counters
        self.refusedAdmissions = refusedAdmissions
    }

    package var credential: CredentialKind? { proof?.kind }
}

/// What is said in a mesh, and what happens there, with the time of day.
package struct MeshEvent: Hashable, Sendable {
    package enum Occurrence: Hashable, Sendable {
        case said(Delivery)
        case happened(Event)
        /// The reader was slow; so many are missing here.
        case lost(Int)
        /// The mesh was left; nothing follows.
        case left
    }

    package var mesh: String
    /// Milliseconds since 1970-01-01 UTC.
    package var time: Int64
    package var occurrence: Occurrence

    package init(mesh: String, time: Int64, occurrence: Occurrence) {
        self.mesh = mesh
        self.time = time
        self.occurrence = occurrence
    }
}
