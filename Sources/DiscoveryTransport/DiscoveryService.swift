package import Discovery
internal import Glibc
package import NIOCore
internal import NIOPosix
package import PeerBase
internal import XMLReading

/// Finding people on the links of this host, and being found there: one for a process.
///
/// Sockets are there from signing in to signing out. An interface that is missing, down or without multicast is no error:
/// nothing is said or heard there until it works; ``diagnosis`` has the reason.
package actor DiscoveryService {
    /// Who comes, changes and leaves while signed in, for one reader; one that is slower than all people that can be known
    /// loses the oldest.
    package nonisolated let events: AsyncStream<DiscoveryEvent>

    let loop: any EventLoop
    var agent = DiscoveryAgent(random: .system) { try? XMLReader.read($0, limits: .datagram) }
    /// Interfaces that somebody named.
    var named: [String]?
    var choice = LinkChoice([], named: nil)
    var listeners: [AddressFamily: LinkSocket] = [:]
    var speakers: [SpeakerKey: LinkSocket] = [:]
    /// By descriptor.
    var channels: [CInt: any Channel] = [:]
    var joined: Set<SpeakerKey> = []
    /// What the kernel refused last.
    var portFaults: [AddressFamily: String] = [:]
    var groupFaults: [SpeakerKey: String] = [:]
    var sendFaults: [SpeakerKey: String] = [:]
    var isClosed = false
    private let reporter: AsyncStream<DiscoveryEvent>.Continuation
    private var alarm: (task: Scheduled<Void>, time: Instant)?
    private var looking: RepeatedTask?
    /// Who waits for something to change.
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// A socket that speaks on one link in one family, and a membership there.
    struct SpeakerKey: Hashable {
        var link: UInt32
        var family: AddressFamily
    }

    private static let unreadEvents = 2 * DiscoveryLimits.people
    /// How often interfaces are looked at (collab 10.3).
    private static let lookInterval: TimeAmount = .seconds(5)
    /// How long signing out may take; a Bye more or less makes no difference then.
    private static let longestGoodbye: Duration = .seconds(1)
    /// One thread is plenty for what is said on the links. Made at the first need and never ended, so that an actor
    /// that lives on it can always be asked.
    private static let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)

    package nonisolated var unownedExecutor: UnownedSerialExecutor { loop.executor.asUnownedSerialExecutor() }

    package init() {
        self.init(on: Self.group.next())
    }

    package init(on loop: any EventLoop) {
        self.loop = loop
        (events, reporter) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(Self.unreadEvents))
    }
}

// MARK: Wishes

extension DiscoveryService {
    /// Signs in on all interfaces that lead to others, or on those named (collab 10.3, 10.4). Who is found comes as
    /// ``events``, the first usually within 0.6 s.
    package func signIn(_ person: OwnPerson, interfaces: [String]? = nil) {
        guard !isClosed else { return }
        named = interfaces
        choice = LinkChoice(HostLink.current, named: named)
        prepare()
        perform(agent.signIn(person, links: choice.used, unixNanoseconds: Self.unixNanoseconds, now: now))
        looking?.cancel()
        looking = loop.scheduleRepeatedTask(initialDelay: Self.lookInterval, delay: Self.lookInterval) { _ in
            self.assumeIsolated { $0.look() }
        }
    }

    /// Tells everybody a new nickname, name of the endpoint or port; the near id stays.
    package func update(_ person: OwnPerson) {
        perform(agent.update(person, now: now))
    }

    /// Says Bye. Returns when that was said as often as it should be, after a second at most.
    package func signOut() async {
        looking?.cancel()
        looking = nil
        perform(agent.signOut(now: now))
        await wait(for: Self.longestGoodbye) { $0.agent.phase != .signingOut }
    }

    /// Ends everything at once. Nothing is done or found afterwards.
    package func close() {
        guard !isClosed else { return }
        isClosed = true
        looking?.cancel()
        alarm?.task.cancel()
        reporter.finish()
        wakeAll()
        closeSockets()
    }

    package var phase: DiscoveryAgent.Phase { agent.phase }

    /// Those known now, by near id.
    package var people: [DiscoveredPerson] { agent.people }

    /// Asks everybody who is here. A full sweep takes 3 s (collab 10.4).
    package func probe() {
        look()
        perform(agent.probe(now: now))
    }

    /// Asks one host; the zone is the interface of a link-local address, 0 tries all. Its answer is an event like others.
    package func probe(address: IPv6Address, zone: UInt32 = 0) {
        perform(agent.probe(address, link: zone, now: now))
    }

    /// Somebody with an endpoint: at once where it is known, else asked for (collab 10.4). `nil` where nobody answers in
    /// time.
    package func resolve(_ nearID: GUID, within bound: Duration = .seconds(2)) async -> DiscoveredPerson? {
        guard agent.person(nearID)?.endpoint == nil else { return agent.person(nearID) }
        perform(agent.resolve(nearID, now: now))
        await wait(for: bound) { $0.agent.person(nearID)?.endpoint != nil }
        return agent.person(nearID).flatMap { $0.endpoint == nil ? nil : $0 }
    }

    /// Somebody's signalling service refused a connection: he has left without a word (collab 10.4).
    package func drop(_ nearID: GUID) {
        perform(agent.drop(nearID))
    }
}

// MARK: Events

extension DiscoveryService {
    func receive(_ datagram: ByteBuffer, from source: Endpoint, on link: UInt32) {
        perform(agent.receive(Array(datagram.readableBytesView), from: source, on: link, now: now))
    }

    private func wake() {
        alarm = nil
        perform(agent.advance(to: now))
    }

    /// Looks at the interfaces now and not at the next of every 5 s: for whoever hears from the kernel that they changed.
    package func look() {
        guard !isClosed, looking != nil else { return }
        choice = LinkChoice(HostLink.current, named: named)
        prepare()
        agent.observe(links: choice.used, unixNanoseconds: Self.unixNanoseconds, now: now)
        setAlarm()
    }

    /// Until it is so, or the time is over, or everything ends. What is asked about may change with whatever is said,
    /// heard or wished.
    package func wait(for bound: Duration, until isSo: @Sendable (isolated DiscoveryService) -> Bool) async {
        let end = now + bound
        let timeout = loop.scheduleTask(in: .nanoseconds(bound.wholeNanoseconds)) {
            self.assumeIsolated { $0.wakeAll() }
        }
        while !isClosed, !isSo(self), now < end {
            await withCheckedContinuation { waiting.append($0) }
        }
        timeout.cancel()
    }

    private func wakeAll() {
        let all = waiting
        waiting = []
        for continuation in all { continuation.resume() }
    }
}

// MARK: Actions

extension DiscoveryService {
    var now: Instant { Instant(nanoseconds: Int64(NIODeadline.now().uptimeNanoseconds)) }

    private static var unixNanoseconds: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    private func perform(_ actions: [DiscoveryAction]) {
        guard !isClosed else { return }
        for action in actions {
            switch action {
            case .multicast(let bytes): multicast(bytes)
            case .send(let bytes, let destination, let link): send(bytes, to: destination, on: link)
            case .report(let event): reporter.yield(event)
            }
        }
        setAlarm()
        wakeAll()
        if agent.phase == .signedOut { closeSockets() }
    }

    /// The one alarm of the agent. An earlier one than needed is kept.
    private func setAlarm() {
        guard let deadline = agent.nextDeadline else { return }
        if let alarm, alarm.time <= deadline { return }
        alarm?.task.cancel()
        let time = NIODeadline.uptimeNanoseconds(UInt64(max(0, deadline.nanoseconds)))
        let task = loop.scheduleTask(deadline: time) { self.assumeIsolated { $0.wake() } }
        alarm = (task, deadline)
    }
}
