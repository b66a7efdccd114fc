internal import Collaboration

/// How long the parties of a signalling connection wait, and how much they take (collab 10.5, 10.8); a test takes shorter
/// times. What does not depend on the connection is in ``Collaboration/Limits``.
package struct SignallingFigures: Hashable, Sendable {
    // MARK: Where we listen (10.5)

    /// The port that WSDAPI has for TLS, and those tried after it, before any that is free.
    package static let ports: ClosedRange<UInt16> = 5358...5374

    // MARK: Times (10.8)

    package var connectTime: Duration = .seconds(10)
    package var securingTime: Duration = .seconds(5)
    /// From a request to the first byte of its answer.
    package var answerTime: Duration = .seconds(10)
    /// The same for an invitation, which a person answers.
    package var invitationPatience: Duration = .seconds(Limits.inviterPatience)
    /// When a server lets go of an invitation that its owner has not answered. The owner's timer decides (300 s); ours:
    /// this one only keeps a connection from being forgotten, and is later.
    package var holdTime: Duration = .seconds(Limits.answerTime + 5)
    /// For each step of a verification, in which two people read and compare (10.6); the client waits a little longer.
    package var verificationTime: Duration = .seconds(65)
    package var verificationPatience: Duration = .seconds(70)
    /// For a whole body once its head was there. Ours: 64 KiB at a twentieth of a megabit a second.
    package var bodyTime: Duration = .seconds(10)
    /// A connection without a request. Ours, as long as a stranger's.
    package var idleTime: Duration = .seconds(30)
    /// How long a closed connection may take to hand over what was sent. Ours.
    package var lingerTime: Duration = .seconds(2)
    package var beatTime: Duration = .seconds(25)
    /// When somebody who is watched is given up: two beats were missed.
    package var silentTime: Duration = .seconds(60)

    // MARK: The door

    /// Connections whose TLS is not made yet, in all and from one address. Ours: until then contacts and strangers look
    /// alike, and each costs a signature.
    package var handshakes = 64
    package var handshakesPerAddress = 8

    // MARK: Sizes (10.5)

    package var headSize = 8_192
    /// Items of a watch that wait for their reader, and the bytes of their documents. Ours: of the bytes, two snapshots
    /// of the largest size.
    package var unreadItems = 256
    package var unreadBytes = 2 * Limits.snapshotSize

    /// Bytes that the parser of HTTP may keep. Ours: what is within the limits it takes at once, but after a change of
    /// protocol, which there is none of here, it would keep all that comes.
    var parserSize: Int { 2 * headSize }

    package init() {}
}
