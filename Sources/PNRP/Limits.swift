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

    // MARK: What others may have (behaviour 18; a thousandfold in a private cloud, see Rates)

    /// LOOKUPs answered, in all and for one source. Windows' figures are not known; these leave a node most of its time
    /// at a tenth of a millisecond for an answer.
    package static let lookupsPerSecond = 100
    package static let lookupBurst = 200
    package static let sourceLookupsPerSecond = 20
    package static let sourceLookupBurst = 40
    /// SOLICITs answered.
    package static let solicitsPerSecond = 10
    package static let solicitBurst = 20
    /// FLOODs processed; every one is acknowledged.
    package static let floodsPerSecond = 50
    package static let floodBurst = 100
    /// Signatures made for INQUIREs: one for a record, another for its payload (behaviour 13.4).
    package static let signaturesPerSecond = 20
    package static let signatureBurst = 40
    /// Bytes of answers to one source: ours. A record with the largest payload takes 5.6 KB and one with the longest
    /// chain 38 KB, so that whoever resolves gets as many of the former as there are signatures for, 20 at once and 10 a
    /// second; a victim whose address is forged gets half a megabit a second and no more.
    package static let answerBytesPerSecond = 65_536
    package static let answerByteBurst = 131_072
    /// Sources with something used up. Those of LOOKUPs are settled after two seconds, so that the limits above leave
    /// room to spare; more than this are turned away.
    package static let accounts = 1024
    /// Answers kept for a repetition of their question, how long, and their bytes in all (behaviour 13; bytes ours: a
    /// signed answer may be forty times as large as the others).
    package static let replies = 512
    package static let replyLifetime: Duration = .seconds(3)
    package static let replyBytes = 262_144

    // MARK: Synchronization (behaviour 8)

    /// How long a responder remembers a SOLICIT.
    package static let conversationLifetime: Duration = .seconds(15)
    /// Conversations a responder holds (behaviour 18).
    package static let conversations = 64
    /// Conversations of one source (behaviour 18).
    package static let conversationsPerSource = 4
    /// Identifiers offered in an ADVERTISE.
    package static let advertisedIDs = 5
    /// Identifiers asked for in one REQUEST; none is served that was not advertised.
    package static let servedIDs = 20

    // MARK: Clouds (behaviour 6)

    /// Addresses of a cloud that are used.
    package static let localEndpoints = 4
    /// The Cloud Cleanup Timer.
    package static let cloudCleanup: Duration = .seconds(900)
    /// How long names take to be taken back before their cloud is left: two seconds for the acknowledgements, one more
    /// for those who ask whether it is true (behaviour 11.4).
    package static let departure: Duration = .seconds(3)

    // MARK: Bootstrap (behaviour 7, 15)

    /// Remembered nodes solicited at once.
    package static let rememberedNodesSolicited = 10
    /// Nodes worth remembering (behaviour 9.7).
    package static let rememberedNodes = 20
    /// Seeds solicited together within one stage.
    package static let seedsSolicited = 2
    /// How often seeds that kept silent are asked again, two to four seconds each time, before a resolve that waits for
    /// the cloud is told that nobody is there; ours. Half of a resolve's time is left for its walk.
    package static let circlesAnew = 3
    /// Known nodes that a lonely publisher solicits with each tick beside the stage of discovery: ten would make it
    /// send two datagrams a second for as long as it is alone.
    package static let knownNodesSolicited = 2
    /// Members found by SSDP that are solicited for one search, and in any such time without a search.
    package static let linkFindings = 5
    package static let linkFindingsWindow: Duration = .seconds(60)
    /// Members named by SSDP that are remembered as a start of split tests.
    package static let linkStrangers = 5
    /// How long DNS may take to name the seeds, and how long its answer is good.
    package static let seedLookup: Duration = .seconds(5)
    package static let seedCaching: Duration = .seconds(300)
    /// The longest a stage may take: a SOLICIT fails after two seconds, then a REQUEST may. The answers to an SSDP search
    /// with MX 3 are there after the same time.
    package static let discoveryStage: Duration = .seconds(4)
    /// The maintenance period.
    package static let maintenanceInterval: Duration = .seconds(15)
    /// The maintenance period while the cache is sparse, which includes being alone.
    package static let sparseMaintenanceInterval: Duration = .seconds(10)
    /// A cache of at most so many entries is sparse.
    package static let sparseCache = 2
    /// How often what is worth remembering is handed out (behaviour 9.7).
    package static let persistenceInterval: Duration = .seconds(300)

    /// How often the figures of a cloud are kept for its history, and how many are: ten minutes, some 6 KB; ours.
    package static let historyInterval: Duration = .seconds(5)
    package static let historySamples = 120

    /// The sources whose latest answers make the estimate of loss, each of them one voice: thirty make a picture.
    package static let lossSources = 32
    /// Fewer than so many are counted as if the missing ones had answered at once, so that no single node, slow or
    /// malicious, can make silence mean little: a share of one in twelve is still below ``residualSilence``.
    package static let fewestLossSources = 12
    /// How long an answer tells of the network: every cached node is heard again within this time.
    package static let lossMemory = lastLivenessCheck
    /// After so many answers, none of them late, there is no loss that matters: where three datagrams in ten get lost a
    /// third of them would have been.
    package static let tellingAnswers = 16
    /// The chance of taking a living node for dead that is put up with; ours.
    package static let residualSilence = 0.01
    /// How often a silent node is asked, with two transmissions each time, however much is lost: four times two seconds
    /// leave room for others within the thirty of a resolve.
    package static let patience = 4
    /// What must be left of a resolve's time for its walk to begin anew.
    package static let walkAnew: Duration = .seconds(2)
    /// How often the walk of one resolve begins anew; ours. Walks that meet silence take two seconds and more, so that
    /// thirty have room for few others; those that are answered at once would ask hundreds for a name that nobody has.
    package static let walksAnew = 8
    /// The same while too few answers have come to tell, when somebody kept silent.
    package static let walksAfterSilence = 2

    // MARK: Cache (behaviour 9.2)

    /// Leaf-set members on each side of a local identifier.
    package static let leavesPerSide = 5
    /// Entries of one cache level, leaves not counted.
    package static let levelCapacity = 20
    /// Fewer entries than this make a cache "small": hops that are not closer are accepted too.
    package static let smallCache = 8

    // MARK: Admission (behaviour 18)

    /// Route entries being verified, in all and named by one source.
    package static let pendingAdmissions = 256
    package static let pendingAdmissionsPerSource = 32
    /// An entry validated this recently is not inquired about again (behaviour 9.3 rule 2).
    package static let admissionFreshness: Duration = .seconds(60)

    // MARK: Maintenance (behaviour 9.6, 15)

    /// Entries asked per tick whether they are still there (DRT 3.1.6.1).
    package static let livenessChecks = 10
    /// The time an entry may keep silent: doubled each time it proves alive, so that a settled node sends little.
    package static let firstLivenessCheck: Duration = .seconds(300)
    package static let lastLivenessCheck: Duration = .seconds(3600)
    package static let livenessDoublings: UInt8 = 4
    /// Signs of life that anybody could forge keep an entry no longer than this without an answer of its own.
    package static let longestUnproved: Duration = .seconds(7200)
    /// The nearest neighbours are asked this often, 28 to 34 seconds: with the two seconds a failing INQUIRE takes, two for
    /// those who are told, and four for a second death next to the first, a dead leaf is gone everywhere within three
    /// maintenance periods; a pair that shares one exchange costs each of the two one datagram in that time.
    package static let neighbourWatch: Duration = .seconds(31)
    package static let neighbourWatchSpread: Duration = .seconds(3)
    /// A forged sign of life keeps a dead neighbour no longer than this.
    package static let longestUnprovedNeighbour: Duration = .seconds(180)
    /// A neighbour heard this recently needs no question when the one before it has died.
    package static let recentContact: Duration = .seconds(5)
    /// The waves that announce a newcomer are over after this time: five hops, each repeated once.
    package static let newsLifetime: Duration = .seconds(10)
    /// Leaves found dead that are asked once more later, lest a burst of losses divide the ring.
    package static let lostRoutes = 10
    /// When a lost leaf is asked again.
    package static let lostRouteRetries: [Duration] = [.seconds(60), .seconds(600)]
    /// Requests that upkeep may send a second, with as many saved up (behaviour 18).
    package static let upkeepRate = 20
    /// Of these, questions about leaves of which a FLOOD says that they are missed; ours. All leaves of one identifier at
    /// once: more die only where the ring is divided.
    package static let hearsayRate = 10
    /// Gaps that were searched in vain and wait for their next turn.
    package static let searchedGaps = 16
    /// How long a gap or an incomplete side rests after it was searched, doubled each time.
    package static let firstSearchPause: Duration = .seconds(300)
    package static let lastSearchPause: Duration = .seconds(3600)
    /// Entries a cache should have at least (behaviour 9.1).
    package static let cacheGoal = 10
    /// How often a name is announced again, and by how much that varies (behaviour 11.3).
    package static let reannouncement: Duration = .seconds(24 * 3600)
    package static let reannouncementSpread: Duration = .seconds(8640)

    // MARK: Splits (behaviour 16)

    /// Tests in the whole cloud per tick; each node's share is this over the number of nodes.
    package static let splitTestsPerTick = 4.0
    /// The longest time without a test.
    package static let splitTestInterval: Duration = .seconds(24 * 3600)
    /// How often the share is halved while one clean result follows the other: in the end some test every four minutes,
    /// whatever the size of the cloud. In a cloud of eight a walk takes sixteen LOOKUPs, and at a sixteenth of the share
    /// the tests alone were half of what a settled node may send.
    package static let splitTestHalvings = 6
    /// The same while nobody answers where the tests begin: some test every half minute, two datagrams each.
    package static let splitTestSilentHalvings = 3
    /// Rounds of repair follow each other no faster (behaviour 18).
    package static let repairInterval: Duration = .seconds(60)
    /// The pause between the tests of one round.
    package static let repairPause: Duration = .seconds(1)
    /// How long after a repair began its fruits are counted: a conversation, its FLOODs, their INQUIREs.
    package static let repairReport: Duration = .seconds(6)

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
    /// Publishers that a flagged path keeps from being named again; the rest of it is for the nodes on the way.
    package static let listedPublishers = 16
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
    /// A calendar that is set by more than this was wrong before, or the host slept: ours. Corrections of a clock that
    /// runs stay far below it; twelve hours are the shortest time that a record may be good for.
    package static let calendarStep: Duration = .seconds(60)
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
