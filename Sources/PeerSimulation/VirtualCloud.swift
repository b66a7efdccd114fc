package import PNRP
package import PeerBase

/// A cloud of nodes on a virtual network, driven by a virtual clock.
package struct VirtualCloud: Sendable {
    /// Makes the signatures a node asks for: the bytes and the public key of the identity.
    package typealias Signer = @Sendable (_ bytes: [UInt8], _ identity: SHA1Digest) -> [UInt8]

    /// What became of the requests that were made of nodes.
    package private(set) var resolves: [Ticket: ResolveOutcome] = [:]
    package private(set) var pings: [Ticket: PingOutcome] = [:]
    package private(set) var now: Instant = .zero
    package private(set) var nodes: [Endpoint: Node] = [:]
    /// Datagrams handed to the network, lost ones included.
    package private(set) var datagramsSent = 0
    package var conditions: Conditions
    /// Endpoints that do not exist for each other: a datagram between two different groups is lost.
    package var partition: [Endpoint: Int] = [:]
    /// What the network carried while ``isRecording`` was set, for those who replay it.
    package private(set) var recorded: [Datagram] = []
    package var isRecording = false

    /// A request of one node.
    package struct Ticket: Hashable, Sendable {
        package let node: Endpoint
        package let request: RequestID
    }

    private let cryptography: Cryptography
    private let sign: Signer
    private var random: RandomSource
    private var queue = EventQueue<Datagram>()
    private var wakeUps = TimerTable<Endpoint>()
    private var log = TraceLog()

    /// One datagram on its way.
    package struct Datagram: Hashable, Sendable {
        package var bytes: [UInt8]
        package var source: Endpoint
        package var destination: Endpoint
    }

    package init(
        seed: UInt64, conditions: Conditions = Conditions(), cryptography: Cryptography, signer: @escaping Signer
    ) {
        self.conditions = conditions
        self.cryptography = cryptography
        sign = signer
        random = RandomSource(seed: seed)
    }

    // MARK: Nodes

    /// The endpoint of the n-th node: a global address of its own, so that groups can be told apart by address.
    package static func endpoint(_ number: Int) -> Endpoint {
        Endpoint(address: IPv6Address(high: 0x2001_0db8_0000_0000, low: UInt64(number) + 1), port: 3540)
    }

    /// Adds a node that is still Virtual and returns its endpoint.
    @discardableResult
    package mutating func addNode(_ number: Int, seeds: [Endpoint] = [], remembered: [RouteEntry] = []) -> Endpoint {
        let endpoint = Self.endpoint(number)
        let configuration = Configuration(
            localEndpoints: [endpoint], reach: .global, seeds: seeds, remembered: remembered,
            calendarOrigin: CalendarTime(unixNanoseconds: 1_790_000_000_000_000_000))
        nodes[endpoint] = Node(
            configuration: configuration, cryptography: cryptography, random: RandomSource(seed: random.next()))
        return endpoint
    }

    /// The node vanishes without a word.
    package mutating func kill(_ endpoint: Endpoint) {
        nodes[endpoint] = nil
        wakeUps.stop(endpoint)
    }

    /// Calls a node and carries out what it wants: the only way in which anything happens to it.
    @discardableResult
    package mutating func with<Result>(
        _ endpoint: Endpoint, _ body: (inout Node, Instant) -> (Result, [Action])
    ) -> Result {
        guard var node = nodes.removeValue(forKey: endpoint) else {
            preconditionFailure("no node lives at \(endpoint)")
        }
        let (result, actions) = body(&node, now)
        nodes[endpoint] = node
        perform(actions, of: endpoint)
        return result
    }

    // MARK: Time

    /// Lets the next thing happen, be it a delivery or a timer. `false` when nothing is left before `limit`.
    package mutating func step(until limit: Instant) -> Bool {
        let delivery = queue.next
        let timer = wakeUps.next
        guard let next = [delivery, timer].compactMap({ $0 }).min(), next <= limit else { return false }
        now = max(now, next)
        if let delivery, delivery <= timer ?? delivery, let arrival = queue.pop() {
            deliver(arrival)
        } else if let endpoint = wakeUps.popExpired(now: now) {
            with(endpoint) { node, now in ((), node.advance(to: now)) }
        }
        return true
    }

    /// Lets `duration` pass.
    package mutating func run(for duration: Duration) {
        let end = now + duration
        while step(until: end) {}
        now = end
    }

    /// Runs until `isDone` or the end of `limit`; tells whether it was done.
    @discardableResult
    package mutating func run(within limit: Duration, until isDone: (borrowing VirtualCloud) -> Bool) -> Bool {
        let end = now + limit
        while !isDone(self) {
            guard step(until: end) else { return isDone(self) }
        }
        return true
    }

    /// The last lines of what happened, for the report of a failed run.
    package var trace: String { log.text }

    // MARK: Carrying out

    private mutating func perform(_ actions: [Action], of endpoint: Endpoint) {
        var requests: [SigningRequest] = []
        for action in actions {
            switch action {
            case .send(let bytes, let destination, _): send(bytes, from: endpoint, to: destination)
            case .sign(let request): requests.append(request)
            case .completeResolve(let id, let outcome): resolves[Ticket(node: endpoint, request: id)] = outcome
            case .completePing(let id, let outcome): pings[Ticket(node: endpoint, request: id)] = outcome
            case .report(let event): log.add(now, endpoint, event)
            case .completeUnregistration, .remember, .release: break
            case .deliver, .completeSynchronization, .completeRepair: break
            case .search, .lookUpSeeds, .advertise, .withdraw: break
            }
        }
        if let deadline = nodes[endpoint]?.nextDeadline {
            if wakeUps[endpoint] != deadline { wakeUps.set(endpoint, at: deadline) }
        } else {
            wakeUps.stop(endpoint)
        }
        // Only now, for all actions of one call come before the next call.
        for request in requests { answer(request, of: endpoint) }
    }

    private mutating func answer(_ request: SigningRequest, of endpoint: Endpoint) {
        let made = request.parts.map { sign($0, request.identity) }
        with(endpoint) { node, now in ((), node.signed(request.id, signatures: made, now: now)) }
    }

    private mutating func send(_ bytes: [UInt8], from source: Endpoint, to destination: Endpoint) {
        datagramsSent += 1
        guard partition[source] == partition[destination] else { return }
        let delivery = Datagram(bytes: bytes, source: source, destination: destination)
        if isRecording { recorded.append(delivery) }
        let copies = isDrawn(conditions.duplication) ? 2 : 1
        for _ in 0..<copies where !isDrawn(conditions.loss) { queue.add(delivery, at: now + drawLatency()) }
    }

    private mutating func deliver(_ delivery: Datagram) {
        guard nodes[delivery.destination] != nil else { return }
        with(delivery.destination) { node, now in
            let actions = node.receive(
                delivery.bytes.span, from: delivery.source, at: delivery.destination, now: now)
            return ((), actions)
        }
    }

    private mutating func isDrawn(_ fraction: Double) -> Bool {
        fraction > 0 && Double.random(in: 0..<1, using: &random) < fraction
    }

    private mutating func drawLatency() -> Duration {
        let low = conditions.latency.lowerBound.wholeNanoseconds
        let high = conditions.latency.upperBound.wholeNanoseconds
        return .nanoseconds(Int64.random(in: low...high, using: &random))
    }
}

// MARK: What people ask of nodes

extension VirtualCloud {
    /// Publishes a name at a node.
    package mutating func register(
        _ request: RegistrationRequest, at endpoint: Endpoint
    ) throws(RegistrationError) -> PeerID {
        let result = with(endpoint) { node, now -> (Result<PeerID, RegistrationError>, [Action]) in
            do throws(RegistrationError) {
                let (id, actions) = try node.register(request, now: now)
                return (.success(id), actions)
            } catch {
                return (.failure(error), [])
            }
        }
        return try result.get()
    }

    /// Takes a name back.
    package mutating func unregister(_ id: PeerID, at endpoint: Endpoint) {
        with(endpoint) { node, now in ((), node.unregister(id, now: now)?.1 ?? []) }
    }

    /// Lets a node look for a name; the outcome appears in ``resolves``.
    package mutating func resolve(_ query: ResolveQuery, from endpoint: Endpoint) -> Ticket {
        let id = with(endpoint) { node, now in node.beginResolve(query, now: now) }
        return Ticket(node: endpoint, request: id)
    }

    /// Lets a node probe another; the outcome appears in ``pings``.
    package mutating func ping(_ target: Endpoint, from endpoint: Endpoint) -> Ticket {
        let id = with(endpoint) { node, now in node.beginPing(target, now: now) }
        return Ticket(node: endpoint, request: id)
    }
}
