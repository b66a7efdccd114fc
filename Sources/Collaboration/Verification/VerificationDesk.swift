package import PeerBase

/// Comparing six digits with a contact, so that nobody in the middle goes unnoticed (collab 10.6).
///
/// Both people start it for each other. The one with the smaller pin is the initiator: he commits to a nonce before he
/// sees the other's, so neither side, nor anybody in between, can choose the code.
///
///     initiator                     responder
///     SHA-256(nA)         →
///                         ←         nB
///     nA                  →         checks it
///                         ←         checked; both show the code
///     what A says         →         waits for B
///                         ←         what B says
///
/// Who starts first is of no matter: a commitment waits for the responder's person for 60 s, and is closed in silence
/// then, so that a stranger cannot raise prompts.
package struct VerificationDesk: Sendable {
    package enum Action: Hashable, Sendable {
        /// Posts to the peer; then comes ``VerificationDesk/answered(by:_:now:)`` or ``VerificationDesk/failed(with:)``.
        case post(Pin, VerificationMessage)
        case respond(ConnectionID, VerificationMessage)
        /// Closes without any answer.
        case close(ConnectionID)
        /// The request waits; the connection stays.
        case hold(ConnectionID)
        /// A person compares `123 456`; then comes ``VerificationDesk/decide(_:agrees:now:)``.
        case show(Pin, code: String)
        case ended(Pin, Outcome)
    }

    package enum Outcome: Hashable, Sendable {
        /// Both said that the codes are the same.
        case verified
        /// One of both said that they are not.
        case disagreed
        case timedOut
        /// What was shown is not what was committed to, or came out of order.
        case broken
        /// The connection was lost, or never made.
        case disconnected
        /// Given up here.
        case canceled
    }

    package enum Refusal: Error, Hashable, Sendable {
        /// The last attempt with this peer is less than ``Limits/verificationPause`` ago.
        case tooSoon
        case underWay
        /// The peer is ourselves.
        case isMe
    }

    enum Step: Hashable, Sendable {
        /// Initiator: the responder's nonce is to come.
        case committed
        /// Initiator: the responder checks our nonce.
        case revealed
        /// Responder: a commitment is to come.
        case expecting
        /// Responder: the nonce committed to is to come.
        case answered
        /// The code is shown.
        case comparing
    }

    struct Session: Sendable {
        var step: Step
        var nonce: [UInt8]
        var commitment: [UInt8] = []
        var peerNonce: [UInt8] = []
        var ours: Bool?
        var theirs: Bool?
        /// Responder: where the initiator waits for what our person says.
        var waiting: ConnectionID?
    }

    /// A commitment that came before our person started.
    struct Early: Sendable {
        var connection: ConnectionID
        var commitment: [UInt8]
    }

    enum TimerKey: Hashable, Sendable {
        case session(Pin)
        case early(Pin)
    }

    let own: Pin
    let sha256: @Sendable ([UInt8]) -> [UInt8]
    var random: RandomSource
    var sessions: [Pin: Session] = [:]
    var early: [Pin: Early] = [:]
    var timers = TimerTable<TimerKey>()
    var starts = AttemptPace()
    var requests = AttemptPace()

    /// `sha256` gives the 32 bytes of the digest.
    package init(own: Pin, random: RandomSource, sha256: @escaping @Sendable ([UInt8]) -> [UInt8]) {
        self.own = own
        self.random = random
        self.sha256 = sha256
    }

    package var nextDeadline: Instant? { timers.next }

    func isInitiator(with peer: Pin) -> Bool { own.bytes.lexicographicallyPrecedes(peer.bytes) }

    /// Six digits of SHA-256("p2psh-sas/1" ‖ pinA ‖ pinB ‖ nA ‖ nB), A being the initiator.
    func code(_ session: Session, with peer: Pin) -> String {
        let (pinA, pinB) = isInitiator(with: peer) ? (own, peer) : (peer, own)
        let (nA, nB) =
            isInitiator(with: peer) ? (session.nonce, session.peerNonce) : (session.peerNonce, session.nonce)
        let digest = sha256(Array("p2psh-sas/1".utf8) + pinA.bytes + pinB.bytes + nA + nB)
        let number = digest.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) } % 1_000_000
        let digits = String(number + 1_000_000).dropFirst()
        return digits.prefix(3) + " " + digits.suffix(3)
    }
}

/// One attempt in ``Limits/verificationPause`` with each peer.
struct AttemptPace: Sendable {
    private var last: [Pin: Instant] = [:]

    /// Whether an attempt may be now; it counts then.
    mutating func take(_ peer: Pin, now: Instant) -> Bool {
        last = last.filter { now < $0.value + Limits.verificationPause }
        guard last[peer] == nil, last.count < Limits.rememberedVerifications else { return false }
        last[peer] = now
        return true
    }
}
