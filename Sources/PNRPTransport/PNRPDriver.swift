internal import NIOCore
internal import NIOPosix
package import PNRP
package import PeerBase

/// Drives the node of one cloud: feeds it datagrams, time and wishes, and carries out its actions.
///
/// The actor's executor is its event loop. No method awaits between a call of the core and the last of the actions
/// that the call returned.
package actor PNRPDriver {
    /// Makes signatures, in the order of the request's parts; `nil` when the key cannot be used. Runs off the loop.
    package typealias Signer = @concurrent @Sendable (SigningRequest) async -> [[UInt8]]?

    /// All a driver needs from outside.
    package struct Setup: Sendable {
        /// One to four addresses of one scope.
        package var addresses: [IPv6Address]
        package var port: PortChoice
        package var reach: Configuration.Reach
        package var seeds: [Endpoint]
        package var remembered: [RouteEntry]
        package var cryptography: Cryptography
        package var signer: Signer

        package init(
            addresses: [IPv6Address], port: PortChoice, reach: Configuration.Reach, seeds: [Endpoint] = [],
            remembered: [RouteEntry] = [], cryptography: Cryptography, signer: @escaping Signer
        ) {
            self.addresses = addresses
            self.port = port
            self.reach = reach
            self.seeds = seeds
            self.remembered = remembered
            self.cryptography = cryptography
            self.signer = signer
        }
    }

    /// What happens in the cloud, for one reader; a slow one loses the oldest, which ``DriverSnapshot`` counts.
    package nonisolated let events: AsyncStream<Event>
    /// Nodes worth keeping for the next start, most recently heard first: the newest list that was not read yet.
    package nonisolated let remembered: AsyncStream<[RememberedRoute]>
    /// Our endpoints, the first of which stands for us.
    package nonisolated let endpoints: [Endpoint]

    let loop: any EventLoop
    var node: Node
    var pending: [RequestID: PendingRequest] = [:]
    var waiters: [UInt64: MilestoneWaiter] = [:]
    var lastWaiter: UInt64 = 0
    var traffic = TrafficCounters()
    var isClosing = false
    private let signer: Signer
    private let reporter: AsyncStream<Event>.Continuation
    private let keeper: AsyncStream<[RememberedRoute]>.Continuation
    private var sockets: [DatagramSocket]
    private var channels: [any Channel] = []
    private var alarm: (task: Scheduled<Void>, time: Instant)?

    /// How many unread events are kept.
    private static let unreadEvents = 256
    /// A datagram longer than this is cut and then refused as malformed; the longest the protocol makes is 1216
    /// bytes (wire 1).
    private static let longestDatagram = 4096
    /// Datagrams taken from the kernel in one call.
    private static let datagramsPerRead = 16
    /// How long after its loss a socket is opened again.
    private static let reopening: Duration = .seconds(1)

    package nonisolated var unownedExecutor: UnownedSerialExecutor { loop.executor.asUnownedSerialExecutor() }

    /// Binds the sockets and starts receiving. The cloud stays Virtual until something is asked of it.
    package static func bound(_ setup: Setup) async throws(BindFailure) -> PNRPDriver {
        let sockets = try setup.port.bind(setup.addresses)
        let driver = PNRPDriver(setup, sockets: sockets, loop: EventLoops.next)
        await driver.listen()
        return driver
    }

    private init(_ setup: Setup, sockets: [DatagramSocket], loop: any EventLoop) {
        self.loop = loop
        self.sockets = sockets
        endpoints = sockets.map(\.endpoint)
        signer = setup.signer
        (events, reporter) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(Self.unreadEvents))
        (remembered, keeper) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        let configuration = Configuration(
            localEndpoints: endpoints, reach: setup.reach, seeds: setup.seeds, remembered: setup.remembered,
            calendarOrigin: MonotonicClock.calendarOrigin)
        node = Node(configuration: configuration, cryptography: setup.cryptography, random: .system)
    }
}

// MARK: Events

extension PNRPDriver {
    func receive(_ datagram: ByteBuffer, from source: Endpoint, at local: Endpoint) {
        let now = MonotonicClock.now
        perform(node.receive(datagram.readableBytesUInt8Span, from: source, at: local, now: now))
    }

    /// Nothing more is to be read for now: the alarm is set once for all that came in together.
    func turnEnded() {
        setAlarm()
    }

    /// An error of one datagram, not of the socket.
    func receptionFailed() {
        traffic.receptionErrors += 1
    }

    private func wake() {
        alarm = nil
        perform(node.advance(to: MonotonicClock.now))
        setAlarm()
    }

    private func signed(_ id: RequestID, _ signatures: [[UInt8]]?) {
        perform(node.signed(id, signatures: signatures, now: MonotonicClock.now))
        setAlarm()
    }
}

// MARK: Actions

extension PNRPDriver {
    /// Carries out what a call of the core returned, all of it and in order.
    func perform(_ actions: [Action]) {
        for action in actions {
            switch action {
            case .send(let bytes, let destination, let local): send(bytes, to: destination, from: local)
            case .sign(let request): sign(request)
            case .completeResolve(let id, let outcome): resume(id, with: .resolve(outcome))
            case .completePing(let id, let outcome): resume(id, with: .ping(outcome))
            case .completeUnregistration(let id): resume(id, with: .unregistration)
            case .deliver, .completeSynchronization, .completeRepair: break
            case .search, .lookUpSeeds, .advertise, .withdraw, .release: break
            case .remember(let routes): keeper.yield(routes)
            case .report(let event): report(event)
            }
        }
        if !waiters.isEmpty { resumeWaiters() }
    }

    private func send(_ bytes: [UInt8], to destination: Endpoint, from local: Endpoint?) {
        guard let socket = sockets.first(where: { $0.endpoint == local }) ?? sockets.first else {
            traffic.refusedOutbound += 1
            return
        }
        switch socket.send(bytes, to: destination) {
        case .sent: break
        case .full: traffic.droppedOutbound += 1
        case .refused: traffic.refusedOutbound += 1
        }
    }

    /// The core bounds how many wait (PNRP.Limits.pendingSignatures). Detached, because a task that begins on the
    /// loop would only wait there for its turn to leave it.
    private func sign(_ request: SigningRequest) {
        Task.detached { [signer] in
            let signatures = await signer(request)
            await self.signed(request.id, signatures)
        }
    }

    private func report(_ event: Event) {
        if case .dropped = reporter.yield(event) { traffic.unreadEventsLost += 1 }
    }

    /// The one alarm of a core. An earlier one than needed is kept: timers are mostly stopped long before their time.
    func setAlarm() {
        guard let deadline = node.nextDeadline, !isShutDown else { return }
        if let alarm, alarm.time <= deadline { return }
        alarm?.task.cancel()
        let task = loop.scheduleTask(deadline: deadline.deadline) { self.assumeIsolated { $0.wake() } }
        alarm = (task, deadline)
    }
}

// MARK: Sockets

extension PNRPDriver {
    var isShutDown: Bool { isClosing && sockets.isEmpty }

    private func listen() async {
        for socket in sockets { await listen(on: socket) }
    }

    private func listen(on socket: DatagramSocket) async {
        let bootstrap = DatagramBootstrap(group: loop)
            .channelOption(.datagramVectorReadMessageCount, value: Self.datagramsPerRead)
            .channelOption(
                .recvAllocator,
                value: FixedSizeRecvByteBufferAllocator(capacity: Self.datagramsPerRead * Self.longestDatagram)
            )
            .channelInitializer { [self] channel in
                channel.eventLoop.makeCompletedFuture {
                    let handler = DatagramHandler(driver: self, local: socket.endpoint)
                    try channel.pipeline.syncOperations.addHandler(handler)
                }
            }
        guard let channel = try? await bootstrap.withBoundSocket(socket.descriptor).get() else {
            return socketClosed(socket.endpoint)
        }
        channels.append(channel)
        if isClosing, sockets.isEmpty { channel.close(promise: nil) }
    }

    /// A socket is gone without our doing: its interface vanished, say. It is tried again until it can be had.
    func socketClosed(_ endpoint: Endpoint) {
        sockets.removeAll { $0.endpoint == endpoint }
        channels.removeAll { !$0.isActive }
        guard !isClosing else { return }
        traffic.socketsLost += 1
        reopen(endpoint)
    }

    private func reopen(_ endpoint: Endpoint) {
        loop.scheduleTask(in: .nanoseconds(Self.reopening.wholeNanoseconds)) {
            self.assumeIsolated { driver in
                guard !driver.isClosing else { return }
                guard let socket = try? DatagramSocket(bindingTo: endpoint) else { return driver.reopen(endpoint) }
                driver.sockets.append(socket)
                Task { await driver.listen(on: socket) }
            }
        }
    }

    /// Ends everything at once: nothing is sent or received from here on.
    func closeSockets() async {
        sockets = []
        alarm?.task.cancel()
        alarm = nil
        reporter.finish()
        keeper.finish()
        let closing = channels
        channels = []
        for channel in closing { try? await channel.close() }
    }
}
