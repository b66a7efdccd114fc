/// The limits of collaboration (collab 2.10, 10.5, 10.8).
package enum Limits {
    /// Nickname, display name, endpoint name, description, presence text, invitation message: characters.
    package static let textLength = 255
    /// Data of an application, an object or an invitation: bytes, inclusive.
    package static let dataSize = 16_384
    /// Applications per registration type.
    package static let applications = 64
    package static let objects = 128
    /// A contact file: bytes.
    package static let cardSize = 16_384
    /// Path and arguments of a program in a file for all users: the longest path of Linux.
    package static let pathLength = 4096
    /// The body of a request or an answer: bytes.
    package static let bodySize = 65_536
    /// Applications that one endpoint tells of: those of both types.
    package static let publishedApplications = 2 * applications
    /// A snapshot, alone and on a watch: bytes. Ours: collab 10.5 allows bodies of 64 KiB, and yet as many objects and
    /// applications of 16 KiB as there may be; written as base64, all of them fit into this.
    package static let snapshotSize = 8 << 20
    /// Elements of a snapshot: everything there may be, and room for what a later version adds.
    package static let snapshotElements = 512
    /// Open invitations at the invitee, in all and by one pin.
    package static let openInvitations = 8
    package static let openInvitationsPerPin = 2
    /// How long an invitee has, in seconds; the inviter waits ten more.
    package static let answerTime = 300
    package static let inviterPatience = 310
    /// How long `anyone` may invite, unless said otherwise: minutes.
    package static let openMinutes = 10
    /// Connections of strangers at a time, and how long each may last without anything waiting on it (collab 10.5).
    package static let strangers = 16
    package static let strangerTime = Duration.seconds(30)
    /// Addresses of strangers whose pace is remembered; ours: many more than there may be connections, yet few bytes.
    package static let strangerSources = 256
    /// How long an answer may take to be sent: the time that an inviter waits for it (collab 10.8).
    package static let answerSendingTime = Duration.seconds(10)
    /// Connections to the endpoints of one contact (collab 2.2).
    package static let connectionsPerContact = 50
    /// Connections that wait for the answer to one invitation. Ours: an inviter asks again when a connection broke
    /// without his knowing, and hardly more often than that.
    package static let connectionsPerInvitation = 4
    /// Invitations that one pin may take back while ended ones are remembered; more are not shown. Ours: without it,
    /// inviting and taking back in turns would flood a person with prompts, of which only two are open.
    package static let takenBackPerPin = 8
    /// How long ended invitations are remembered, so that the same id gets the same answer (collab 10.13), and how many.
    /// The number is ours: what falls out is only asked again.
    package static let answerMemory = Duration.seconds(600)
    package static let rememberedAnswers = 256
    /// Of these, answers to one pin; ours. More than it may take back, and few enough to leave room for others.
    package static let rememberedAnswersPerPin = 16
    /// Invitations of one pin that are declined without asking a person, in how long, before there is no more than a
    /// refusal; and pins whose pace is remembered. Ours: each is written into the log, which is short.
    package static let unaskedDeclines = 8
    package static let unaskedDeclineTime = Duration.seconds(600)
    package static let declinedPins = 256
    /// Outgoing: the time to connect and to agree on keys (collab 10.8).
    package static let connectTime = Duration.seconds(15)
    /// Comparing codes (collab 10.6): how long one side waits for the other to start, how long both people have to say
    /// yes, and how often one may try with the same peer.
    package static let verificationTime = Duration.seconds(60)
    package static let verificationPause = Duration.seconds(10)
    /// Peers that wait for us to start comparing codes, and whose last attempt is remembered; ours.
    package static let waitingVerifications = 16
    package static let rememberedVerifications = 256
    /// Rows of the invitation log, and events remembered.
    package static let loggedInvitations = 200
    package static let rememberedEvents = 100
}
