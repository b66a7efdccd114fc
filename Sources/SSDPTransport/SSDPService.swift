package import NIOCore
package import PeerBase
package import SSDP
internal import Sockets

/// Discovery on the links of this host: one for a process, for all of its clouds and interfaces.
///
/// Sockets are opened at the first need. An interface that is missing, down or without multicast is no error: nothing
/// is said or heard there until it works; ``availability(of:)`` has the reason.
package actor SSDPService {
    /// What the links say, for one reader; a slow one loses the oldest.
    package nonisolated let findings: AsyncStream<SSDPFinding>

    let loop: any EventLoop
    var agent = SSDPAgent(random: .system)
    /// Searches and answers.
    var speaking: LinkSocket?
    /// The shared port.
    var listening: LinkSocket?
    var channels: [any Channel] = []
    /// Interfaces that somebody named and that did not vanish.
    var wanted: Set<UInt32> = []
    /// Those of them on which the group is heard.
    var joined: Set<UInt32> = []
    var isClosed = false
    private let reporter: AsyncStream<SSDPFinding>.Continuation
    private var alarm: (task: Scheduled<Void>, time: Instant)?

    /// How many unread findings are kept.
    private static let unreadFindings = 64
    /// The group and port of SSDP on a link: `[ff02::c]:1900` (wire 14.1).
    static let everybody = Endpoint(address: IPv6Address(high: 0xff02 << 48, low: 0xc), port: 1900)

    package nonisolated var unownedExecutor: UnownedSerialExecutor { loop.executor.asUnownedSerialExecutor() }

    package init() {
        self.init(on: EventLoops.next)
    }

    package init(on loop: any EventLoop) {
        self.loop = loop
        (findings, reporter) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(Self.unreadFindings))
    }
}

// MARK: Wishes

extension SSDPService {
    /// Asks on these interfaces who is in a cloud of this scope. Up to five answers of the next four seconds are
    /// findings (behaviour 7).
    package func search(scope: SSDPScope, interfaces: [UInt32]) {
        prepare(interfaces)
        perform(agent.search(scope, interfaces: interfaces, now: MonotonicClock.now))
    }

    /// Publishes an endpoint on these interfaces until it is withdrawn. One of a scope other than the cloud's, the
    /// loopback address for one, is not published.
    package func advertise(_ endpoint: Endpoint, scope: SSDPScope, interfaces: [UInt32]) {
        prepare(interfaces)
        perform(agent.advertise(endpoint, scope: scope, interfaces: interfaces, now: MonotonicClock.now))
    }

    /// Takes an endpoint back and says so on these interfaces.
    package func withdraw(_ endpoint: Endpoint, scope: SSDPScope, interfaces: [UInt32]) {
        perform(agent.withdraw(endpoint, scope: scope, interfaces: interfaces, now: MonotonicClock.now))
    }

    /// An interface is gone: what was published there is forgotten. Named again, its index is taken for a new one.
    package func interfaceVanished(_ interface: UInt32) {
        wanted.remove(interface)
        leave(interface)
        agent.interfaceVanished(interface, now: MonotonicClock.now)
    }

    /// Takes back what is published, says so, and closes. Nothing is done or found afterwards.
    package func close() async {
        guard !isClosed else { return }
        perform(agent.close(now: MonotonicClock.now))
        isClosed = true
        alarm?.task.cancel()
        reporter.finish()
        let closing = channels
        (channels, speaking, listening) = ([], nil, nil)
        for channel in closing { try? await channel.close() }
    }
}

// MARK: Events

extension SSDPService {
    /// A member of the group on one interface hears it on every interface where any program of the host is a member.
    func receive(_ datagram: ByteBuffer, from source: Endpoint, on interface: UInt32) {
        guard wanted.contains(interface) else { return }
        perform(agent.receive(datagram.readableBytesUInt8Span, from: source, on: interface, now: MonotonicClock.now))
    }

    private func wake() {
        alarm = nil
        prepare([])
        perform(agent.advance(to: MonotonicClock.now))
    }
}

// MARK: Actions

extension SSDPService {
    private func perform(_ actions: [SSDPAction]) {
        guard !isClosed else { return }
        for action in actions {
            switch action {
            case .multicast(let bytes, let interface): send(bytes, to: Self.everybody, on: interface)
            case .send(let bytes, let destination, let interface): send(bytes, to: destination, on: interface)
            case .report(let finding): reporter.yield(finding)
            }
        }
        setAlarm()
    }

    /// What the kernel refuses is lost like anything else on the way. An interface that is not there any more may come
    /// back under its index: its group has to be joined anew then.
    private func send(_ bytes: [UInt8], to destination: Endpoint, on interface: UInt32) {
        do throws(SocketFault) {
            try speaking?.send(bytes, to: destination, on: interface)
        } catch {
            if error.isVanishedInterface { leave(interface) }
        }
    }

    /// The one alarm of the agent. An earlier one than needed is kept.
    private func setAlarm() {
        guard let deadline = agent.nextDeadline else { return }
        if let alarm, alarm.time <= deadline { return }
        alarm?.task.cancel()
        let task = loop.scheduleTask(deadline: deadline.deadline) { self.assumeIsolated { $0.wake() } }
        alarm = (task, deadline)
    }
}
