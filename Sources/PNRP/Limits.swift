import PeerBase

/// Every bound of the PNRP core, each with its reason: nothing a peer sends can make a table or a loop larger than
/// what stands here (models 3.1 rule 7).
package enum Limits {
    // MARK: Reliable messages (behaviour 5, 22)

    /// Time between the first and the second transmission, and from that to giving up.
    package static let retransmissionInterval: Duration = .seconds(1)
    /// "Send attempts remaining" at the start: two transmissions, failure at two seconds.
    package static let transmissions = 2
    /// Reassembly contexts of one cloud; an attacker could otherwise open one per datagram.
    package static let reassemblies = 64

    // MARK: Synchronization (behaviour 8)

    /// How long a responder remembers a SOLICIT.
    package static let conversationLifetime: Duration = .seconds(15)
    /// Conversations a responder holds (behaviour 18).
    package static let conversations = 64
    /// Conversations of one source address (behaviour 18). A private cloud has all its nodes on one address, so the
    /// limit is per endpoint's address and port there.
    package static let conversationsPerSource = 4
    /// Identifiers offered in an ADVERTISE.
    package static let advertisedIDs = 5
    /// Identifiers served for one REQUEST.
    package static let servedIDs = 20

    // MARK: Bootstrap (behaviour 7, 15)

    /// Remembered nodes solicited at once.
    package static let rememberedNodesSolicited = 10
    /// Nodes worth remembering (behaviour 9.7).
    package static let rememberedNodes = 20
    /// Seeds solicited together within one stage.
    package static let seedsSolicited = 2
    /// The longest a stage may take: a SOLICIT fails after two seconds, then a REQUEST may.
    package static let discoveryStage: Duration = .seconds(4)
    /// The maintenance period.
    package static let maintenanceInterval: Duration = .seconds(15)
    /// The maintenance period while the cache is sparse, which includes being alone.
    package static let sparseMaintenanceInterval: Duration = .seconds(10)
    /// A cache of at most so many entries is sparse.
    package static let sparseCache = 2
    /// How often what is worth remembering is handed out (behaviour 9.7).
    package static let persistenceInterval: Duration = .seconds(300)

    // MARK: Cache (behaviour 9.2)

    /// Leaf-set members on each side of a local identifier.
    package static let leavesPerSide = 5
    /// Entries of one cache level, leaves not counted.
    package static let levelCapacity = 20
    /// Fewer entries than this make a cache "small": hops that are not closer are accepted too.
    package static let smallCache = 8

    // MARK: Admission (behaviour 18)

    /// Route entries being verified, in all and from one source.
    package static let pendingAdmissions = 256
    package static let pendingAdmissionsPerSource = 32
    /// An entry validated this recently is not inquired about again (behaviour 9.3 rule 2).
    package static let admissionFreshness: Duration = .seconds(60)

    // MARK: Flooding and lookups (behaviour 22)

    /// Entries of an already flooded list and of a flagged path.
    package static let listedEndpoints = 22
    /// Questions one node may be asked within one resolve.
    package static let questionsPerHop = 3
    /// Answers with the leaf-set flag after which a resolve ends: more than this.
    package static let suspiciousHops = 6
    /// Useful hops after which a resolve ends: more than this.
    package static let usefulHops = 22
    /// Nearest cached entries a resolve starts with (behaviour 12.3).
    package static let initialHops = 3
    /// Resolves of one cloud at a time.
    package static let resolves = 100
    /// Records that one resolve may ask for; each is remembered until the end, so that none comes twice.
    package static let recordsPerResolve = 1000
    /// How often and after what time a busy publisher is asked again (behaviour 12.7).
    package static let busyRetries = 2
    package static let busyPause: Duration = .seconds(1)
    /// How long a resolve may take, by default and at most (behaviour 12.8).
    package static let resolveTimeout: Duration = .seconds(30)
    package static let longestResolveTimeout: Duration = .seconds(600)

    // MARK: Registration (behaviour 11, 18, 22)

    /// Identifiers registered here.
    package static let registrations = 1024
    /// Identifiers announced at a time, so that many names leave room for what people look for.
    package static let announcements = 16
    /// Validity of a certified peer address; one is made per INQUIRE.
    package static let recordValidity: Duration = .seconds(24 * 3600)
    /// Application endpoints of one registration.
    package static let applicationEndpoints = 10
    /// Characters of a comment.
    package static let commentLength = 39
    /// Bytes of an extended payload.
    package static let payloadBytes = 4096
    /// Signatures waiting to be made; further INQUIREs are answered "busy".
    package static let pendingSignatures = 64
    /// Clouds whose estimate reaches this are the trace of one name registered many times (behaviour 10).
    package static let largestEstimate = 4_294_967_296.0
}
