package import PNRP
package import PeerBase

/// A cloud of nodes on a virtual network, driven by a virtual clock.
package struct VirtualCloud: Sendable {
    /// Makes the signatures a node asks for: the bytes and the public key of the identity.
    package typealias Signer = @Sendable (_ bytes: [UInt8], _ identity: SHA1Digest) -> [UInt8]

    /// A request of one node.
    package struct Ticket: Hashable, Sendable {
        package let node: Endpoint
        /// Tells the lives of a node that was started again: each counts its requests from the beginning.
        let life: Int
        package let request: RequestID
    }

    /// One datagram on its way.
    package struct Datagram: Hashable, Sendable {
        package var bytes: [UInt8]
        package var source: Endpoint
        package var destination: Endpoint
    }

    /// What the queue holds.
    private enum Occurrence: Sendable {
        case arrival(Datagram)
        /// A deadline of the node with this number, perhaps one that was moved meanwhile.
        case wakeUp(Int)
        /// The node with this number has said its farewells and goes.
        case departure(Int)
    }

    /// What became of the requests that were made of nodes.
    package internal(set) var outcomes = Outcomes()
    package private(set) var now: Instant = .zero
    package private(set) var nodes = Population()
    /// Datagrams handed to the network, lost ones included.
    package private(set) var datagramsSent = 0
    /// What the network carried while ``isRecording`` was set, for those who replay it.
    package private(set) var recorded: [Datagram] = []
    package var isRecording = false

    private let cryptography: Cryptography
    private let sign: Signer
    private var random: RandomSource
    private var network: VirtualNetwork
    private var queue = EventQueue<Occurrence>()
    /// How many nodes were ever started.
    private var lives = 0
    /// What nodes that are gone wanted remembered, by number.
    private var memories: [Int: [RouteEntry]] = [:]
    private var log = TraceLog()

    package init(
        seed: UInt64, conditions: Conditions = Conditions(), cryptography: Cryptography, signer: @escaping Signer
    ) {
        self.cryptography = cryptography
        sign = signer
        random = RandomSource(seed: seed)
        network = VirtualNetwork(conditions: conditions, random: RandomSource(seed: random.next()))
    }

    /// What the network does to datagrams; may change at any time.
    package var conditions: Conditions {
        get { network.conditions }
        set { network.conditions = newValue }
    }

    /// Endpoints that do not exist for each other: a datagram between two different groups is lost. Empty heals all.
    package var partition: [Endpoint: Int] {
        get { network.partition }
        set { network.partition = newValue }
    }

    /// What was recorded so far; the record begins anew.
    package mutating func takeRecorded() -> [Datagram] {
        defer { recorded = [] }
        return recorded
    }

    /// The last lines of what happened, for the report of a failed run.
    package var trace: String { log.text }
}

// MARK: Nodes

extension VirtualCloud {
    /// How long a node that leaves cleanly stays to hear the acknowledgements and to deny its names (behaviour 11.4).
    private static let farewell: Duration = .seconds(3)

    /// The endpoint of the n-th node: a global address of its own, so that groups can be told apart by address.
    package static func endpoint(_ number: Int) -> Endpoint {
        Endpoint(address: IPv6Address(high: 0x2001_0db8_0000_0000, low: UInt64(number) + 1), port: 3540)
    }

    /// The number of the node whose endpoint this is, whether it lives or not.
    static func number(of endpoint: Endpoint) -> Int? {
        let address = endpoint.address
        guard address.high == 0x2001_0db8_0000_0000, endpoint.port == 3540, (1...1 << 32).contains(address.low) else {
            return nil
        }
        return Int(address.low) - 1
    }

    /// Adds a node that is still Virtual and returns its endpoint.
    @discardableResult
    package mutating func addNode(_ number: Int, seeds: [Endpoint] = [], remembered: [RouteEntry] = []) -> Endpoint {
        let endpoint = Self.endpoint(number)
        let configuration = Configuration(
            localEndpoints: [endpoint], reach: .global, seeds: seeds, remembered: remembered,
            calendarOrigin: CalendarTime(unixNanoseconds: 1_790_000_000_000_000_000))
        let node = Node(
            configuration: configuration, cryptography: cryptography, random: RandomSource(seed: random.next()))
        lives += 1
        nodes.add(Population.Host(number: number, life: lives, node: node))
        return endpoint
    }

    /// The node vanishes without a word.
    package mutating func kill(_ endpoint: Endpoint) {
        guard let number = Self.number(of: endpoint), let host = nodes.remove(number) else { return }
        memories[number] = host.remembered
    }

    /// The node takes back all its names, lingers for its farewells, and is gone after three seconds.
    package mutating func leave(_ endpoint: Endpoint) {
        guard let number = Self.number(of: endpoint), let node = nodes[endpoint] else { return }
        for id in node.registrations.ids { unregister(id, at: endpoint) }
        queue.add(.departure(number), at: now + Self.farewell)
    }

    /// A node that is gone starts again with the routes that its former life wanted remembered (behaviour 9.7).
    @discardableResult
    package mutating func restart(_ endpoint: Endpoint, seeds: [Endpoint] = []) -> Endpoint {
        guard let number = Self.number(of: endpoint) else { preconditionFailure("\(endpoint) is no node's endpoint") }
        return addNode(number, seeds: seeds, remembered: memories[number] ?? [])
    }

    /// Calls a node and carries out what it wants: the only way in which anything happens to it.
    @discardableResult
    package mutating func with<Result>(
        _ endpoint: Endpoint, _ body: (inout Node, Instant) -> (Result, [Action])
    ) -> Result {
        guard let place = nodes.place(of: endpoint) else { preconditionFailure("no node lives at \(endpoint)") }
        let now = now
        let (result, actions) = nodes.withHost(at: place) { body(&$0.node, now) }
        perform(actions, of: endpoint, at: place)
        return result
    }
}

// MARK: Time

extension VirtualCloud {
    /// Lets the next thing happen, be it an arrival or a timer. `false` when nothing is left before `limit`.
    package mutating func step(until limit: Instant) -> Bool {
        guard let next = queue.next, next <= limit, let occurrence = queue.pop() else { return false }
        now = max(now, next)
        switch occurrence {
        case .arrival(let datagram): deliver(datagram)
        case .wakeUp(let number): wake(number, scheduled: next)
        case .departure(let number): kill(Self.endpoint(number))
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

    private mutating func deliver(_ datagram: Datagram) {
        guard let place = nodes.place(of: datagram.destination) else { return }
        let now = now
        let actions = nodes.withHost(at: place) { host in
            host.node.receive(datagram.bytes.span, from: datagram.source, at: datagram.destination, now: now)
        }
        perform(actions, of: datagram.destination, at: place)
    }

    private mutating func wake(_ number: Int, scheduled: Instant) {
        guard let place = nodes.place(ofNumber: number), nodes.hosts[place].wakeUp == scheduled else { return }
        let now = now
        let actions = nodes.withHost(at: place) { host -> [Action] in
            host.wakeUp = nil
            guard let deadline = host.node.nextDeadline, deadline <= now else { return [] }
            return host.node.advance(to: now)
        }
        perform(actions, of: Self.endpoint(number), at: place)
    }
}

// MARK: Carrying out

extension VirtualCloud {
    private mutating func perform(_ actions: [Action], of endpoint: Endpoint, at place: Int) {
        var requests: [SigningRequest] = []
        for action in actions {
            switch action {
            case .send(let bytes, let destination, _): send(bytes, from: endpoint, to: destination)
            case .sign(let request): requests.append(request)
            case .report(let event): log.add(now, endpoint, event)
            case .remember(let routes): nodes.withHost(at: place) { $0.remembered = routes.map(\.route) }
            case .deliver, .completeResolve, .completePing, .completeSynchronization, .completeRepair,
                .completeUnregistration:
                outcomes.note(action, of: endpoint, life: nodes.hosts[place].life)
            case .search, .lookUpSeeds, .advertise, .withdraw, .release: break
            }
        }
        schedule(place)
        // Only now, for all actions of one call come before the next call.
        for request in requests { answer(request, of: endpoint) }
    }

    /// Sees to it that the queue wakes a node in time; a deadline that moved away costs one wake-up for nothing.
    private mutating func schedule(_ place: Int) {
        let due = nodes.withHost(at: place) { host -> (number: Int, deadline: Instant)? in
            guard let deadline = host.node.nextDeadline else { return nil }
            if let wakeUp = host.wakeUp, wakeUp <= deadline { return nil }
            host.wakeUp = deadline
            return (host.number, deadline)
        }
        if let due { queue.add(.wakeUp(due.number), at: due.deadline) }
    }

    private mutating func answer(_ request: SigningRequest, of endpoint: Endpoint) {
        let made = request.parts.map { sign($0, request.identity) }
        with(endpoint) { node, now in ((), node.signed(request.id, signatures: made, now: now)) }
    }

    private mutating func send(_ bytes: [UInt8], from source: Endpoint, to destination: Endpoint) {
        datagramsSent += 1
        let datagram = Datagram(bytes: bytes, source: source, destination: destination)
        if isRecording { recorded.append(datagram) }
        let now = now
        network.carry(from: source, to: destination) { delay in queue.add(.arrival(datagram), at: now + delay) }
    }
}
