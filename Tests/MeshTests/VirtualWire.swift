import PeerBase

@testable import Mesh

/// A few nodes on a wire with a clock of its own. Node `n` listens at `[2001:db8::n]:9000`, the resolver knows those that are
/// open (unless told otherwise), and each connection has one delay in both directions.
struct VirtualWire {
    private enum Arrival {
        case dialled(by: Int, LinkID, NodeAddress, delay: Duration)
        case admitted(Int, LinkID, LinkPeer)
        case frame(Frame, to: Int, LinkID)
        case closed(Int, LinkID, Closure)
        case resolved(Int)
    }

    /// The other end of a link, and how far away it is.
    private struct End {
        var node: Int
        var link: LinkID
        var delay: Duration
    }

    private struct Place: Hashable {
        var node: Int
        var link: LinkID
    }

    private(set) var now = Instant.zero
    private(set) var nodes: [Node] = []
    /// What each node told.
    private(set) var events: [[Event]] = []
    private(set) var deliveries: [[Delivery]] = []
    /// Every frame that was put on the wire: who sent it to whom.
    private(set) var sent: [(from: Int, to: Int, frame: Frame)] = []
    /// How often each node asked the resolver, and dialled.
    private(set) var resolves: [Int] = []
    private(set) var dials: [[NodeAddress]] = []
    /// The password of each node; nodes admit only their like.
    var passwords: [Int: String] = [:]
    /// Nodes whose cable is pulled: what is sent to them and by them is lost without a word.
    var unplugged: Set<Int> = []
    /// What the resolver knows.
    var registered: [Int] = []
    /// Registers nodes as they open.
    var registersAtOpen = true
    var delay: Duration = .milliseconds(10)
    /// In milliseconds: each connection has its own delay then, by chance.
    var delays: ClosedRange<Int64>?
    private var open: Set<Int> = []
    /// When each node has work to do.
    private var deadlines: [Instant?] = []
    private var ends: [Place: End] = [:]
    /// What is under way, soonest first, from ``head`` on.
    private var queue: [(at: Instant, arrival: Arrival)] = []
    private var head = 0
    private var random: RandomSource

    init(seed: UInt64 = 1) { random = RandomSource(seed: seed) }

    static func address(_ node: Int) -> NodeAddress {
        NodeAddress([ScopedEndpoint(Endpoint(address: ip(node), port: 9000))])
    }

    static func ip(_ node: Int) -> IPv6Address { IPv6Address(high: 0x2001_0db8 << 32, low: UInt64(node)) }

    /// A node that is not open yet; its number.
    mutating func add(
        _ profile: Profile = .modern, seal: Seal = .plain, change: (inout Configuration) -> Void = { _ in }
    ) -> Int {
        let number = nodes.count
        var configuration = Configuration(
            profile: profile, meshHash: [UInt8](repeating: 7, count: 32), path: "/chat",
            address: Self.address(number), member: .numbered(number), nickname: "n\(number)", agreementKey: [],
            isSigning: false)
        change(&configuration)
        nodes.append(
            Node(
                configuration: configuration, seal: seal, random: RandomSource(seed: random.next()),
                unixTimeAtZero: 1_800_000_000_000))
        deadlines.append(nil)
        events.append([])
        deliveries.append([])
        resolves.append(0)
        dials.append([])
        return number
    }

    mutating func openNode(_ number: Int) {
        open.insert(number)
        if registersAtOpen { registered.append(number) }
        perform(number) { node, now in node.open(now: now) }
    }

    /// Leaves in an orderly way.
    mutating func closeNode(_ number: Int) {
        perform(number) { node, now in node.close(now: now) }
        open.remove(number)
        registered.removeAll { $0 == number }
    }

    /// Adds nodes and opens them at the same instant.
    mutating func start(_ count: Int, _ profile: Profile = .modern) -> [Int] {
        let added = (0..<count).map { _ in add(profile) }
        for number in added { openNode(number) }
        return added
    }

    /// A process dies: its connections break at once, its registration stays.
    mutating func kill(_ number: Int) {
        open.remove(number)
        deadlines[number] = nil
        for (place, end) in ends.sorted(by: { $0.key.link < $1.key.link }) where place.node == number {
            ends[Place(node: end.node, link: end.link)] = nil
            ends[place] = nil
            after(end.delay, .closed(end.node, end.link, .lost))
        }
    }

    /// Does something at a node and carries out what follows from it.
    mutating func perform(_ number: Int, _ body: (inout Node, Instant) -> [Action]) {
        let actions = body(&nodes[number], now)
        deadlines[number] = nodes[number].nextDeadline
        for action in actions { carryOut(action, for: number) }
    }

    mutating func run(for duration: Duration) {
        let end = now + duration
        while let next = nextInstant(), next <= end {
            now = next
            if let arrival = takeArrival() {
                arrive(arrival)
                continue
            }
            for number in nodes.indices where open.contains(number) {
                guard let deadline = deadlines[number], deadline <= now else { continue }
                perform(number) { node, now in node.advance(to: now) }
            }
        }
        now = end
    }

    // MARK: What is seen

    func neighbours(_ number: Int) -> [Int] {
        nodes[number].neighbours.compactMap { neighbour in nodes.firstIndex { $0.id == neighbour.node } }.sorted()
    }

    /// Nodes that can be reached from this one over links, itself included.
    func reached(from number: Int) -> Set<Int> {
        var reached: Set = [number]
        var next = [number]
        while let node = next.popLast() {
            for other in neighbours(node) where reached.insert(other).inserted { next.append(other) }
        }
        return reached
    }

    /// Connections that neither side has closed.
    var connections: Int { ends.count / 2 }

    func frames(from: Int, to: Int) -> [Frame] { sent.filter { $0.from == from && $0.to == to }.map(\.frame) }

    // MARK: The wire

    private mutating func carryOut(_ action: Action, for number: Int) {
        switch action {
        case .dial(let link, let address):
            dials[number].append(address)
            let delay = delays.map { .milliseconds(Int64.random(in: $0, using: &random)) } ?? delay
            after(delay, .dialled(by: number, link, address, delay: delay))
        case .send(let frame, let link):
            guard let end = ends[Place(node: number, link: link)] else { return }
            sent.append((number, end.node, frame))
            guard !unplugged.contains(number) else { return }
            after(end.delay, .frame(frame, to: end.node, end.link))
        case .close(let link):
            guard let end = ends.removeValue(forKey: Place(node: number, link: link)) else { return }
            guard !unplugged.contains(number) else { return }
            after(end.delay, .closed(end.node, end.link, .lost))
        case .resolve:
            resolves[number] += 1
            after(.milliseconds(50), .resolved(number))
        case .deliver(let delivery): deliveries[number].append(delivery)
        case .report(let event): events[number].append(event)
        }
    }

    private mutating func arrive(_ arrival: Arrival) {
        switch arrival {
        case .dialled(let number, let link, let address, let delay): connect(number, link, address, delay)
        case .admitted(let number, let link, let peer):
            guard open.contains(number) else { return }
            perform(number) { node, now in node.opened(link, peer: peer, now: now) }
        case .frame(let frame, let number, let link):
            guard open.contains(number), !unplugged.contains(number), ends[Place(node: number, link: link)] != nil
            else {
                return
            }
            perform(number) { node, now in node.receive(frame, on: link, now: now) }
        case .closed(let number, let link, let closure):
            ends[Place(node: number, link: link)] = nil
            guard open.contains(number), !unplugged.contains(number) else { return }
            perform(number) { node, now in node.closed(link, closure, now: now) }
        case .resolved(let number):
            guard open.contains(number) else { return }
            let answer = registered.shuffled(using: &random).prefix(3).map(Self.address)
            perform(number) { node, now in node.resolved(answer, now: now) }
        }
    }

    private mutating func connect(_ number: Int, _ link: LinkID, _ address: NodeAddress, _ delay: Duration) {
        guard !unplugged.contains(number),
            let target = nodes.indices.first(where: { address.endpoints.contains(Self.address($0).endpoints[0]) }),
            open.contains(target), !unplugged.contains(target)
        else { return after(delay, .closed(number, link, .unreachable)) }
        guard passwords[number] == passwords[target] else { return after(delay, .closed(number, link, .notAdmitted)) }
        let caller = LinkPeer(endpoint: Endpoint(address: Self.ip(number), port: UInt16(40_000 + link.number % 20_000)))
        let (accepted, actions) = nodes[target].accepted(caller, now: now)
        deadlines[target] = nodes[target].nextDeadline
        ends[Place(node: number, link: link)] = End(node: target, link: accepted, delay: delay)
        ends[Place(node: target, link: accepted)] = End(node: number, link: link, delay: delay)
        for action in actions { carryOut(action, for: target) }
        after(delay, .admitted(number, link, LinkPeer(endpoint: Self.address(target).endpoints[0].endpoint)))
    }

    private mutating func after(_ duration: Duration, _ arrival: Arrival) {
        let at = now + duration
        // Delays are alike, so the place is near the end.
        var index = queue.count
        while index > head, queue[index - 1].at > at { index -= 1 }
        queue.insert((at, arrival), at: index)
    }

    private mutating func takeArrival() -> Arrival? {
        guard head < queue.count, queue[head].at <= now else { return nil }
        let arrival = queue[head].arrival
        head += 1
        if head > 1024 {
            queue.removeFirst(head)
            head = 0
        }
        return arrival
    }

    private func nextInstant() -> Instant? {
        var next = head < queue.count ? queue[head].at : nil
        for number in open {
            guard let deadline = deadlines[number] else { continue }
            next = next.map { min($0, deadline) } ?? deadline
        }
        return next.map { max($0, now) }
    }
}

extension MemberID {
    /// A member for tests, by number.
    static func numbered(_ number: Int) -> MemberID {
        MemberID([UInt8](repeating: UInt8(truncatingIfNeeded: number), count: 32))
            ?? { preconditionFailure("32 bytes are a member") }()
    }
}
