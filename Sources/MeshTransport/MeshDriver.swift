package import Mesh
internal import NIOCore
package import PeerBase
package import Sockets

/// Drives one node of one mesh: listens, dials, lets neighbours prove themselves, and carries out what the node wants.
///
/// The actor's executor is the event loop of all its connections. No method awaits between a call of the core and the
/// last of the actions that the call returned.
package actor MeshDriver {
    /// All a driver needs from outside.
    package struct Setup: Sendable {
        /// Ports of 0 in its address become the port that is listened on.
        package var configuration: Configuration
        package var seal: Seal
        package var security: LinkSecurity
        package var listening: Listening = .everywhere
        /// 0 lets the kernel choose.
        package var port: UInt16 = 0
        package var random: RandomSource = .system
        /// `nil` decides by where the node listens.
        package var figures: TransportFigures?

        package init(configuration: Configuration, seal: Seal, security: LinkSecurity) {
            self.configuration = configuration
            self.seal = seal
            self.security = security
        }

        var chosenFigures: TransportFigures { figures ?? (listening.isOfThisHost ? .ofThisHost : .standard) }
    }

    /// Messages for the application, for one reader; a slow one loses the oldest, which ``TransportCounters`` counts.
    package nonisolated let deliveries: AsyncStream<Delivery>
    /// What happens in the mesh, for one reader, likewise.
    package nonisolated let events: AsyncStream<Event>
    /// So many nodes are to be resolved; answered by ``resolved(_:)``, also with none.
    package nonisolated let resolutions: AsyncStream<Int>
    /// The TCP port that is listened on.
    package nonisolated let port: UInt16

    let loop: any EventLoop
    let figures: TransportFigures
    let encryption: LinkEncryption?
    let terms: AdmissionTerms
    var node: Node
    var random: RandomSource
    var traffic = TransportCounters()
    var limits: AdmissionLimits
    var listeners: [any Channel] = []
    var connections: [UInt64: Connection] = [:]
    var lastNumber: UInt64 = 0
    /// The connections of open links.
    var numbers: [LinkID: UInt64] = [:]
    var dials: [LinkID: Dial] = [:]
    /// What happened while actions are being performed; see MeshDriver+Core.swift.
    var waiting: [Occurrence] = []
    var isPerforming = false
    /// The connection that is being read, while more frames of the same piece of bytes may be to come: what answers
    /// them is written when they all are in.
    var reading: UInt64?
    /// Connections that have something to write at the end of this turn.
    var unflushed: [UInt64] = []
    /// The frame that was encoded last: a flood goes to several links in a row.
    var lastEncoded: (frame: Frame, bytes: ByteBuffer)?
    var refusalsTold = TokenBucket()
    var alarm: Alarm?
    var ticking: RepeatedTask?
    /// When the next tick is due, by the wall's clock.
    var nextTick: Instant?
    /// The time by which everybody's patience is judged; rates and guesses go by the wall's.
    var clock = AttendedClock()
    var isClosing = false
    var isOver = false
    /// Whoever waits for the last connection to end.
    var closers: [CheckedContinuation<Void, Never>] = []
    let unreadDeliveries = Mailbox<Delivery>(most: MeshDriver.unread, bytes: MeshDriver.unreadBytes)
    let reporter: AsyncStream<Event>.Continuation
    let resolver: AsyncStream<Int>.Continuation

    /// How many unread messages and events are kept: a screen's worth many times over.
    private static let unread = 1024
    /// Bytes of text in unread messages. Ours: a few of the largest, or the whole number of those that people type.
    private static let unreadBytes = 4 << 20
    /// A resolver that sleeps through more questions than these answers the last of them.
    private static let unreadResolutions = 4

    package nonisolated var unownedExecutor: UnownedSerialExecutor { loop.executor.asUnownedSerialExecutor() }

    /// Listens, and begins to look for neighbours.
    package static func opened(_ setup: Setup) async throws(OpenFailure) -> MeshDriver {
        let encryption = try setup.security.encryption(setup.chosenFigures)
        let sockets: [ListeningSocket]
        do throws(BindFailure) {
            sockets = try ListeningSocket.bind(setup.listening, port: setup.port)
        } catch {
            throw .listening(error)
        }
        let driver = MeshDriver(
            setup, encryption: encryption, port: sockets.first?.endpoint.port ?? 0, loop: EventLoops.next)
        try await driver.listen(on: sockets)
        await driver.open()
        return driver
    }

    private init(_ setup: Setup, encryption: LinkEncryption?, port: UInt16, loop: any EventLoop) {
        self.loop = loop
        self.port = port
        self.encryption = encryption
        figures = setup.chosenFigures
        limits = AdmissionLimits(figures)
        random = setup.random
        var configuration = setup.configuration
        configuration.address = configuration.address.listening(at: port)
        node = Node(
            configuration: configuration, seal: setup.seal, random: setup.random,
            unixTimeAtZero: MonotonicClock.unixMilliseconds(at: .zero))
        terms = setup.security.terms(configuration, node: node.id, port: port)
        deliveries = unreadDeliveries.stream
        (events, reporter) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(Self.unread))
        (resolutions, resolver) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(Self.unreadResolutions))
    }

    private func open() {
        step { $0.node.open(now: $1) }
    }
}

/// Why a mesh cannot be opened.
package enum OpenFailure: Error, Hashable, Sendable {
    case listening(BindFailure)
    /// What the mode needs is missing, or a certificate or its key cannot be used; in words.
    case credential(String)
}

extension NodeAddress {
    /// With the port in every place that has none.
    func listening(at port: UInt16) -> NodeAddress {
        var address = self
        for index in address.endpoints.indices where address.endpoints[index].endpoint.port == 0 {
            address.endpoints[index].endpoint.port = port
        }
        return address
    }
}
