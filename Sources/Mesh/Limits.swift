package import PeerBase

/// Every bound of the mesh, each with its reason: nothing a peer sends can make a table or a loop larger than what stands
/// here.
package enum Limits {
    // MARK: Links (peer channel 6.1, 4.3)

    /// Referrals in one frame.
    package static let referralsPerFrame = 10
    /// Addresses of one node.
    package static let addressesPerNode = 10
    /// Addresses asked of the resolver at once.
    package static let addressesPerResolve = 3
    /// Times the resolver is asked in one pass of maintenance.
    package static let resolvesPerPass = 2
    /// From the first connection attempt to Welcome or Refuse (20.4; the classic profile has its own).
    package static let handshakeLimit: Duration = .seconds(30)
    /// Nodes that failed their admission are not dialled again for this long (22).
    package static let admissionMemory: Duration = .seconds(600)

    /// Addresses, and keys, that we have nothing to do with for a while: ours, several times the reserve.
    package static let avoided = 256
    /// The key of a neighbour that passed on a bad signature is not let in again for this long (17).
    package static let keyBan: Duration = .seconds(600)
    /// One pass of maintenance (6.1).
    package static let passLimit: Duration = .seconds(120)
    /// The first pause after a question to the resolver that brought nobody new; it doubles. Ours: a heartbeat.
    package static let firstResolvePause: Duration = .seconds(1)
    /// Neighbours that have sent fewer messages are not judged by their utility (6.1).
    package static let messagesBeforePruning = 32
    /// Nodes between which a link was pruned, or was one too many, do not dial each other again for this long (22).
    package static let pairBackOff: Duration = .seconds(60)
    /// A node that was busy is not dialled again for this long. Ours: its neighbours are tried first.
    package static let busyBackOff: Duration = .seconds(10)
    /// A node that left is not dialled again for this long. Ours: its registration has ended by then.
    package static let leavingBackOff: Duration = .seconds(10)
    /// A node that could not be reached is not dialled again for this long. Ours: as long as silence before a Ping.
    package static let unreachableBackOff: Duration = .seconds(5)
    /// Failed attempts after which a node leaves the reserve. Ours: the second chance is for a host that starts again.
    package static let attemptsPerAcquaintance = 2
    /// Within this an older link has to answer the Ping that asks whether it is alive (5.4). Ours: 3 times a slow round trip.
    package static let duplicateCheck: Duration = .seconds(3)
    /// How long a link lives on that another of the same node has replaced (5.4). Ours: what the handshake of the other may
    /// still take on the other side.
    package static let replacedLinkTime: Duration = .seconds(30)
    /// An alarm later than this tells that the machine did not let us run. Ours: several times what a busy machine takes for
    /// the work that is due at once.
    package static let lateAlarm: Duration = .milliseconds(50)
    /// Links of others that are not neighbours yet. Ours: the most that can be welcomed, twice.
    package static let visitors = 16
    /// Bad entries of its lists at which a link ends (17).
    package static let badReferrals = 3
    /// Samples of the reserve come no faster than this. Ours: a sixth of their rhythm, for both sides' clocks and drivers.
    package static let leastShuffleInterval: Duration = .seconds(10)
    /// How long a link into a perhaps foreign island stays if it brings nothing new (22).
    package static let extraLinkTime: Duration = .seconds(60)
    /// Referrals followed when a node of a perhaps foreign island is busy. Ours: as many as a resolve brings.
    package static let islandReferrals = 3

    // MARK: Messages (peer channel 16, 20.7)

    /// Bytes of an encoded content.
    package static let defaultMessageSize = 65_536
    package static let leastMessageSize = 16_384
    package static let largestMessageSize = 1_048_576
    /// UTF-8 bytes of a path.
    package static let pathBytes = 4096
    /// UTF-8 bytes of a nickname: ours, a line of a screen.
    package static let nicknameBytes = 64
    /// Bytes of a sealed message's text (22).
    package static let privateBytes = 16_384
    /// Bytes of a sealed message as it travels: the text, an encapsulated key of 32 bytes and a tag of 16.
    package static let boxBytes = privateBytes + 48
    /// Bytes of an X25519 public key.
    package static let agreementKeyBytes = 32
    /// Bytes of a signature: 64 are usual, an ECDSA signature of P-256 in DER has at most 72.
    package static let signatureBytes = 72
    /// Certificates that travel with a content: the sender's and those between it and a root.
    package static let certificatesPerContent = 4
    /// Bytes of one certificate (20.4).
    package static let certificateBytes = 4096
    /// Bytes of an encoded sign of life, which everybody keeps of everybody. Ours: the largest path and certificates, and a
    /// kilobyte for all else, the fields of later versions among it.
    package static let presenceBytes = certificatesPerContent * certificateBytes + pathBytes + 1024
    /// Message ids in one frame: what a frame of 64 KiB holds, rounded down.
    package static let idsPerFrame = 3000
    /// Messages that a late joiner gets from one neighbour (22).
    package static let syncedMessages = 200

    // MARK: Flooding (peer channel 7, 8, 20.6, 22)

    /// Messages on a link after which its usefulness is reported; also the most that one report may tell of (8).
    package static let reportAfter = 32
    /// The longest time after which it is reported, if anything came (8; the protocol document's value).
    package static let reportInterval: Duration = .seconds(60)
    /// Identifiers remembered of what a neighbour has. Ours: more than passes in the seconds for which it matters.
    package static let idsKnownPerLink = 1024
    /// How long a message counts as seen: longer than twice the skew that clocks may have (20.6).
    package static let seenMemory: Duration = .seconds(300)
    /// Identifiers that count as seen (20.7).
    package static let seenIDs = 100_000
    /// Announcements are gathered for this long (22).
    package static let announcementDelay: Duration = .milliseconds(50)
    /// Identifiers announced on one link in one second, both ways (22).
    package static let announcementsPerSecond = 5000
    /// A duplicate prunes its link only while more links than these are in the tree. Ours: a bare tree, pruned for many
    /// senders at once, breaks and waits for repairs all the time; with three links it brings a third of the duplicates of
    /// flooding and takes half of a bare tree's time (measured by `p2psim mesh`).
    package static let leastEagerLinks = 3
    /// An announced message is asked for after this time, or two round trips if that is longer (22).
    package static let graftDelay: Duration = .milliseconds(100)
    /// The next announcer is asked after this time (22). Ours: or after one round trip to the one asked, if that is longer,
    /// lest every message that is asked for far away comes twice; and after twice the time for each one more, for if the
    /// first few are late, all are, and the answers of all would not make it better.
    package static let nextGraftDelay: Duration = .milliseconds(50)
    /// Neighbours that were asked for a message and live have this time to send it, before it is given up. Ours: by then a
    /// link on which nothing moves is closed (20.7).
    package static let graftPatience: Duration = .seconds(10)
    /// Messages, and bytes of them, that one GRAFT is answered with; the rest is announced again. Ours: half of what waits
    /// on a link at most (20.7).
    package static let floodsPerGraft = 128
    package static let floodBytesPerGraft = 512 << 10
    /// Announced messages waited for at one time. Ours: a second of the fastest link's announcements.
    package static let missingMessages = 5000
    /// Those of them that one neighbour alone announced. Ours: the share of each of as many neighbours as there may be, so
    /// that one that announces what is not there keeps out nothing of the others.
    package static let missingOfOneLink = missingMessages / 8
    /// Neighbours remembered as having one message that is missing: as many as there may be.
    package static let announcersPerMessage = 8
    /// Messages larger than this are called off at the other neighbours when they have come (22).
    package static let largeMessage = 8192
    /// How long messages are kept for those who ask for what they miss. Ours: longer than a dead neighbour stays
    /// unnoticed and a new one is found, shorter than the time rule.
    package static let floodMemory: Duration = .seconds(60)
    /// Messages, and bytes of them, kept for that. Ours: sixty seconds of a lively mesh.
    package static let floodsKept = 4096
    package static let floodBytesKept = 8 << 20

    // MARK: Senders (peer channel 20.6, 20.7)

    /// How far the time of a message may be from ours, either way (20.6).
    package static let clockSkew: Duration = .seconds(120)
    /// Sequence numbers below the highest that are told apart from repeated ones (20.6).
    package static let sequenceWindow = 1024
    /// How long the numbers of a silent sender are remembered (20.6).
    package static let senderMemory: Duration = .seconds(1800)
    /// Senders remembered. Ours: ten times the few hundred members for which this is made (22).
    package static let senders = 4096
    /// Openings remembered of one sender. Ours: a restart or two, and a second machine.
    package static let openingsPerSender = 4
    /// Untrusted senders, not met before, whose certificates are judged for one neighbour that passes on messages of theirs;
    /// what comes of others is dropped without a judgement. Ours: a full history of strangers at once, and more in a minute
    /// than join a lively mesh.
    package static let judgementRate = RateLimit(perSecond: 1, burst: 200)
    /// What one sender may say: 20 messages a second, 100 at once (20.7). What it said in the time that its messages took to
    /// come may come at once, too: a way that was stuck presses them together, and nobody sends a second time what is
    /// dropped for that.
    package static func senderRate(after delay: Duration) -> RateLimit {
        RateLimit(perSecond: 20, burst: 100 + 20 * (delay.wholeMilliseconds / 1000))
    }
    /// The longest such time, which the message itself tells: so much more can a liar say, once. Ours: twice the silence
    /// after which a stuck link is given up.
    package static let senderDelay: Duration = .seconds(30)
    /// What we say at most at once. Ours: less than others grant, for the way can press messages together.
    package static let ownRate = RateLimit(perSecond: 20, burst: 80)
    /// How long a message is held back for one of the same sender that should come before it. Ours: the time of two
    /// repairs over a slow link.
    package static let gapWait: Duration = .seconds(1)
    /// How much longer while neighbours have announced what is not here yet, looked at so often. Ours: as long as they have
    /// to send it.
    package static let gapExtension = graftPatience
    package static let gapCheck: Duration = .milliseconds(100)
    /// Messages of one opening held back, and bytes of all. Ours: a whole history, and what a sender may say meanwhile.
    package static let heldPerOpening = 400
    package static let heldBytes = 4 << 20

    // MARK: Members (peer channel 20.6, 22)

    /// Between two signs of life (22).
    package static let presenceInterval: Duration = .seconds(30)
    /// Silence after which a member counts as gone. Ours: three signs of life were missed.
    package static let memberSilence: Duration = .seconds(90)
    /// Members shown. Ours: four times the few hundred to which signs of life scale (22).
    package static let members = 1024
    /// Nicknames whose first bearer is remembered. Ours: four for each member.
    package static let nicknames = 4096

    // MARK: Late joiners (peer channel 22)

    /// What was said lately and is handed on: so many messages, so old, so many bytes.
    package static let recentMessages = 200
    package static let recentSpan: Duration = .seconds(600)
    package static let recentBytes = 1 << 20
    /// Members whose last sign of life is handed on with it. Ours: as many as messages.
    package static let recentPresences = 200
    /// Bytes of these signs of life; those of the whole answer count them. Ours: half of it, so that messages have room.
    package static let recentPresenceBytes = recentBytes / 2
    /// How long the answer may take before another neighbour is asked. Ours: the whole of it over a slow link.
    package static let historyWait: Duration = .seconds(5)
    /// How long we ask for it altogether, whoever answers and how slowly: repairs wait for it. Ours: a mebibyte over a slow
    /// link.
    package static let historyLimit: Duration = .seconds(30)
    /// How long history is gathered at most before it is delivered; and how long once the answer is complete, while what
    /// neighbours have announced is still to come. Ours: as long as the first answer may take; two repairs.
    package static let gathering: Duration = .seconds(5)
    package static let gatheringRest: Duration = .seconds(2)
    /// Bytes of messages in one part of the answer, unless one message alone is larger. Ours: within a control frame.
    package static let historyPart = 48 << 10
    /// Between two parts. Ours: about 1 MiB a second, which a link may carry (20.7).
    package static let historyPause: Duration = .milliseconds(50)
}
