internal import NIOCore
internal import NIOPosix
package import PNRP
package import PeerBase
package import Sockets
internal import Synchronization

/// Drives the node of one cloud: feeds it datagrams, time and wishes, and carries out its actions.
///
/// The actor's executor is its event loop. No method awaits between a call of the core and the last of the actions
/// that the call returned.
package actor PNRPDriver {
    /// Makes signatures, in the order of the request's parts; `nil` when the key cannot be used. Runs off the loop.
    package typealias Signer = @concurrent @Sendable (SigningRequest) async -> [[UInt8]]?

    /// All a driver needs from outside.
    package struct Setup: Sendable {
        /// Addresses of one scope, best first: the first four are used (behaviour 6.2).
        package var addresses: [IPv6Address]
        /// The index of the interface of link-local addresses, 0 for others.
        package var zone: UInt32 = 0
        package var port: PortChoice
        package var reach: Configuration.Reach
        package var seeds: [Endpoint] = []
        /// Whether the seeds are to be asked for with ``Errand/lookUpSeeds``, for DNS knows some of them.
        package var looksUpSeeds = false
        /// Whether members are to be searched for with ``Errand/search``.
        package var searchesLink = false
        package var isResolveOnly = false
        package var remembered: [RouteEntry] = []
        /// Whether the last minutes are kept for ``PNRPDriver/statisticsHistory()``.
        package var keepsHistory = false
        package var cryptography: Cryptography
        package var signer: Signer
        /// What the calendar was at the zero of the clock, asked again and again.
        package var calendarOrigin: @Sendable () -> CalendarTime = { MonotonicClock.calendarOrigin }

        package init(
            addresses: [IPv6Address], port: PortChoice, reach: Configuration.Reach, cryptography: Cryptography,
            signer: @escaping Signer
        ) {
            self.addresses = addresses
            self.port = port
            self.reach = reach
            self.cryptography = cryptography
            self.signer = signer
        }
    }

    /// What happens in the cloud, for one reader; a slow one loses the oldest, which ``DriverSnapshot`` counts.
    package nonisolated let events: AsyncStream<Event>
    /// Nodes worth keeping for the next start, most recently heard first: the newest list that was not read yet.
    package nonisolated let remembered: AsyncStream<[RememberedRoute]>
    /// What others are to do for this cloud, in order; see ``Errand``.
    package nonisolated let errands: AsyncStream<Errand>
    private nonisolated let published: Mutex<Published>

    let loop: any EventLoop
    var node: Node
    var pending: [RequestID: PendingRequest] = [:]
    var waiters: [UInt64: MilestoneWaiter] = [:]
    var lastWaiter: UInt64 = 0
    var traffic = TrafficCounters()
    var history: StatisticsHistory?
    /// The name that the history does not count; see ``leaveOut(_:)``.
    var uncounted: PeerName?
    var isClosing = false
    /// The sockets of the cloud, in the order of ``wanted``; see PNRPDriver+Sockets.swift.
    var sockets: [DatagramSocket]
    var channels: [UInt64: any Channel] = [:]
    /// The addresses the cloud may use now; none while the network is lost.
    var wanted: [IPv6Address]
    /// Whether the cloud went back to Virtual and gave its sockets away.
    var isReleased = false
    var rebinding: Scheduled<Void>?
    private var routes = RouteMemory()
    let port: PortChoice
    let zone: UInt32
    let calendarOrigin: @Sendable () -> CalendarTime
    /// When the calendar is looked at next.
    var calendarDue: Instant = .zero
    private let signer: Signer
    private let reporter: AsyncStream<Event>.Continuation
    private let keeper: AsyncStream<[RememberedRoute]>.Continuation
    private let messenger: AsyncStream<Errand>.Continuation
    private var alarm: (task: Scheduled<Void>, time: Instant)?

    private struct Published {
        var endpoints: [Endpoint]
        var last: [Endpoint]
    }

    /// How many unread events are kept.
    private static let unreadEvents = 256
    /// How many errands wait at most: more are asked for only by a cloud that nobody serves.
    private static let unreadErrands = 64
    /// Addresses one cloud may use (behaviour 6.2).
    static let mostAddresses = 4

    package nonisolated var unownedExecutor: UnownedSerialExecutor { loop.executor.asUnownedSerialExecutor() }

    /// Binds the sockets and starts receiving. The cloud stays Virtual until something is asked of it.
    package static func bound(_ setup: Setup) async throws(BindFailure) -> PNRPDriver {
        let wanted = Array(setup.addresses.prefix(mostAddresses))
        let sockets = try setup.port.bind(wanted, zone: setup.zone)
        let driver = PNRPDriver(setup, wanted: wanted, sockets: sockets, loop: EventLoops.next)
        for socket in sockets { await driver.listen(on: socket) }
        return driver
    }

    private init(_ setup: Setup, wanted: [IPv6Address], sockets: [DatagramSocket], loop: any EventLoop) {
        self.loop = loop
        self.sockets = sockets
        self.wanted = wanted
        port = setup.port
        zone = setup.zone
        calendarOrigin = setup.calendarOrigin
        published = Mutex(Published(endpoints: sockets.map(\.endpoint), last: sockets.map(\.endpoint)))
        signer = setup.signer
        (events, reporter) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(Self.unreadEvents))
        (remembered, keeper) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        (errands, messenger) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(Self.unreadErrands))
        var configuration = Configuration(
            localEndpoints: sockets.map(\.endpoint), reach: setup.reach, seeds: setup.seeds,
            remembered: setup.remembered, calendarOrigin: setup.calendarOrigin())
        configuration.looksUpSeeds = setup.looksUpSeeds
        configuration.searchesLink = setup.searchesLink
        configuration.isResolveOnly = setup.isResolveOnly
        node = Node(configuration: configuration, cryptography: setup.cryptography, random: .system)
        if setup.keepsHistory { history = StatisticsHistory(since: MonotonicClock.now) }
    }

    /// Our endpoints, the first of which stands for us. They change with the addresses of the host; there are none
    /// while the network is lost.
    package nonisolated var endpoints: [Endpoint] { published.withLock { $0.endpoints } }
    /// The same, or those that were lost.
    package nonisolated var lastEndpoints: [Endpoint] { published.withLock { $0.last } }
}

// MARK: Events

extension PNRPDriver {
    func receive(_ datagram: ByteBuffer, from source: Endpoint, at local: Endpoint) {
        let now = present()
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
        perform(node.advance(to: present()))
        setAlarm()
    }

    private func signed(_ id: RequestID, _ signatures: [[UInt8]]?) {
        perform(node.signed(id, signatures: signatures, now: present()))
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
            case .deliver(let id, let record): deliver(record, of: id)
            case .completeSynchronization(let id, let outcome): resume(id, with: .synchronization(outcome))
            case .completeRepair(let id, let outcome): resume(id, with: .repair(outcome))
            case .search: messenger.yield(.search)
            case .lookUpSeeds: messenger.yield(.lookUpSeeds)
            case .advertise(let endpoint): messenger.yield(.advertise(endpoint))
            case .withdraw: messenger.yield(.withdraw)
            case .release: release()
            case .remember(let routes): keeper.yield(routes)
            case .report(let event): report(event)
            }
        }
        if !waiters.isEmpty { resumeWaiters() }
    }

    private func send(_ bytes: [UInt8], to destination: Endpoint, from local: Endpoint?) {
        guard let socket = sockets.first(where: { $0.endpoint == local }) ?? socket(towards: destination) else {
            traffic.refusedOutbound += 1
            return
        }
        switch socket.send(bytes, to: destination) {
        case .sent: break
        case .full: traffic.droppedOutbound += 1
        case .refused: traffic.refusedOutbound += 1
        }
    }

    /// An answer leaves from where it was asked; with a request the choice is ours (behaviour 1).
    private func socket(towards destination: Endpoint) -> DatagramSocket? {
        guard sockets.count > 1 else { return sockets.first }
        let routed = routes.source(towards: ScopedEndpoint(destination, zone: zone), now: MonotonicClock.now)
        let source = node.configuration.source(for: destination, routed: routed)
        return sockets.first { $0.endpoint == source } ?? sockets.first
    }

    /// The core bounds how many wait (PNRP.Limits.pendingSignatures). Detached, because a task that begins on the
    /// loop would only wait there for its turn to leave it; and in haste, because somebody waits for two seconds at most.
    private func sign(_ request: SigningRequest) {
        Task.detached(priority: .high) { [signer] in
            let signatures = await signer(request)
            await self.signed(request.id, signatures)
        }
    }

    private func report(_ event: Event) {
        if case .hopTaken(let id, let step) = event { pass(step, of: id) }
        if case .dropped = reporter.yield(event) { traffic.unreadEventsLost += 1 }
    }

    /// The one alarm of a core. An earlier one than needed is kept: timers are mostly stopped long before their time.
    func setAlarm() {
        guard let deadline = node.nextDeadline, !(isClosing && sockets.isEmpty) else { return }
        if let alarm, alarm.time <= deadline { return }
        alarm?.task.cancel()
        let task = loop.scheduleTask(deadline: deadline.deadline) { self.assumeIsolated { $0.wake() } }
        alarm = (task, deadline)
    }
}

// MARK: Endings

extension PNRPDriver {
    /// Tells the core, and whoever serves us, that our endpoints are others now.
    func endpointsChanged() {
        let endpoints = sockets.map(\.endpoint)
        guard endpoints != self.endpoints else { return }
        published.withLock {
            $0.endpoints = endpoints
            if !endpoints.isEmpty { $0.last = endpoints }
        }
        perform(node.endpointsChanged(to: endpoints, now: present()))
        messenger.yield(.endpointsChanged(endpoints))
        setAlarm()
    }

    /// Ends everything at once: nothing is sent or received from here on.
    func closeSockets() async {
        sockets = []
        alarm?.task.cancel()
        alarm = nil
        rebinding?.cancel()
        rebinding = nil
        reporter.finish()
        keeper.finish()
        messenger.finish()
        let closing = channels.values
        channels = [:]
        for channel in closing { try? await channel.close() }
    }
}
