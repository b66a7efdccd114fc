internal import Mesh
internal import NIOCore
internal import PeerBase

/// One TCP connection, from its first packet to its last. Lives in the driver.
struct Connection {
    enum Stage {
        /// TCP is being made; only where we dial.
        case connecting
        /// TLS is being made.
        case securing
        case admitting(Admission)
        /// Frames of the core.
        case open(LinkID)
        /// The core has left it, or never had it: what is queued goes out, then it is closed.
        case closing
    }

    let number: UInt64
    let channel: any Channel
    let remote: ScopedEndpoint
    /// The core's name for a connection that we dialled.
    let dialled: LinkID?
    var stage: Stage
    /// When the stage must be over; an open link has none.
    var deadline: Instant?
    /// The end of all that comes before an open link.
    let totalDeadline: Instant
    /// The hash of the peer's key, once TLS has shown it.
    var key: [UInt8] = []

    var queue: OutboundQueue<ByteBuffer>
    /// Whether the core was told that the queue is full.
    var isCongested = false
    /// Bytes that the channel has and was not asked to write.
    var unflushed = 0
    /// Frames that the channel has and the kernel does not.
    var unwritten = 0
    /// The last sign that the peer takes what it gets; `nil` when nothing is on its way.
    var waitingSince: Instant?
    /// Bytes in the channel when they were last looked at.
    var bufferedBytes = 0
    var inbound: InboundRate
    /// Whether it takes one of the places for strangers (peer channel 20.7), as it does until it is admitted or gone.
    var hasPlace: Bool
    /// Since when a frame has been incomplete.
    var frameSince: Instant?
    /// Referrals that led to nobody (peer channel 17).
    var badReferrals = 0

    var isInitiator: Bool { dialled != nil }

    var link: LinkID? {
        if case .open(let link) = stage { link } else { nil }
    }

    /// Whether it is somebody who has not proved itself.
    var isStranger: Bool {
        switch stage {
        case .connecting, .securing, .admitting: true
        case .open, .closing: false
        }
    }

    var isClosing: Bool {
        if case .closing = stage { true } else { false }
    }
}
