package import Mesh
package import PeerBase

/// Many nodes of one mesh on a virtual network and clock. Everything follows from one seed.
///
/// A connection keeps the order of what is sent on it and takes the time that lies between its two ends. Who is killed
/// vanishes with the whole machine unless told otherwise: no connection ends, and what is sent there is lost until TCP
/// gives up.
package struct VirtualMesh: Sendable {
    /// What the network and the resolver do.
    package struct Conditions: Hashable, Sendable {
        /// The time between two nodes: each connection has its own, the same both ways.
        package var latency: ClosedRange<Duration> = .milliseconds(20)...(.milliseconds(80))
        /// From the first thing sent to a dead machine until TCP gives the connection up.
        package var sendFailure: Duration = .seconds(20)
        /// An attempt to reach a dead machine takes this long (peer channel 20.4).
        package var dialLimit: Duration = .seconds(5)
        /// TCP and TLS and the proofs take so many round trips.
        package var handshakeTrips = 4
        package var resolveTime: Duration = .milliseconds(100)
        /// Whether the resolver knows who is dead; otherwise it lists everybody who ever registered.
        package var isResolverPerfect = false
        /// What each frame and each alarm costs the one processor that all nodes then share; what has come waits for its
        /// turn in the order of its coming.
        package var work: Duration = .zero

        package init() {}
    }

    /// A node and what hangs on it.
    struct Host: Sendable {
        var node: Node
        var isAlive = true
        var ends: [LinkID: End] = [:]
        var wakeUp: Instant?
        var clock = AttendedClock()
    }

    /// The other end of a link.
    struct End: Sendable {
        var node: Int
        var link: LinkID
        var latency: Duration
        /// Whether TCP has begun to send again what was not acknowledged.
        var isFailing = false
    }

    private enum Occurrence: Sendable {
        case frame(Frame, to: Int, LinkID)
        case arrivedDial(by: Int, LinkID, target: Int, Duration)
        case admitted(Int, LinkID, LinkPeer)
        case closed(Int, LinkID, Closure)
        case resolved(Int, count: Int)
        case wakeUp(Int)
    }

    package let profile: Profile
    package var conditions: Conditions
    package private(set) var now = Instant(nanoseconds: 1_000_000_000)
    package internal(set) var ledger = MeshLedger()
    private(set) var hosts: [Host] = []
    private var queue = EventQueue<Occurrence>()
    private var random: RandomSource

    package init(profile: Profile, seed: UInt64, conditions: Conditions = Conditions()) {
        self.profile = profile
        self.conditions = conditions
        random = RandomSource(seed: seed)
    }
}

// MARK: What a study does

extension VirtualMesh {
    /// The numbers of those who live.
    package var living: [Int] { hosts.indices.filter { hosts[$0].isAlive } }

    /// Adds a node, which joins at once. Its number.
    @discardableResult
    package mutating func join() -> Int {
        let number = hosts.count
        let configuration = Configuration(
            profile: profile, meshHash: [UInt8](repeating: 7, count: 32), path: "/chat",
            address: Self.address(number), member: Self.member(number), nickname: "n\(number)",
            agreementKey: [UInt8](repeating: 1, count: 32), isSigning: true)
        let node = Node(
            configuration: configuration, seal: ToySeal.functions(), random: RandomSource(seed: random.next()),
            unixTimeAtZero: Self.unixTimeAtZero)
        hosts.append(Host(node: node))
        call(number) { $0.open(now: $1) }
        return number
    }

    /// The machines vanish without a word; or only the processes die, so that their machines end the connections.
    package mutating func kill(_ numbers: [Int], isMachine: Bool = true) {
        for number in numbers where hosts[number].isAlive {
            hosts[number].isAlive = false
            if !isMachine { breakLinks(of: number) }
            for end in hosts[number].ends.values where hosts[end.node].isAlive { ledger.deadLinks += 1 }
        }
        ledger.killedAt = now
    }

    private mutating func breakLinks(of number: Int) {
        for (_, end) in hosts[number].ends.sorted(by: { $0.key < $1.key }) {
            queue.add(.closed(end.node, end.link, .lost), at: now + end.latency)
        }
    }

    /// `count` of the living, by chance.
    package mutating func draw(_ count: Int) -> [Int] { Array(living.shuffled(using: &random).prefix(count)) }

    /// One of the living says a line of so many bytes; its number in the ledger.
    @discardableResult
    package mutating func say(by speaker: Int? = nil, bytes: Int = 256) throws(SayError) -> Int? {
        guard let sender = speaker ?? draw(1).first else { return nil }
        let number = ledger.begin(sender: sender, listeners: living.count - 1, now: now)
        var line = "\(number) "
        line += String(repeating: ".", count: max(0, bytes - line.utf8.count))
        let now = time(of: sender)
        let actions = try hosts[sender].node.say(line, hops: nil, now: now)
        perform(actions, of: sender)
        return number
    }

    /// Lets time pass.
    package mutating func run(for duration: Duration) {
        let end = now + duration
        while let next = queue.next, max(now, next) <= end, let occurrence = queue.pop() {
            now = max(now, next)
            happen(occurrence, at: next)
            now = now + conditions.work
        }
        now = max(now, end)
    }

    package func neighbours(of number: Int) -> Int { hosts[number].node.neighbours.count }

    /// What all nodes counted, by its name.
    package var causes: [(String, Int)] {
        hosts.reduce(into: [String: Int]()) { $0.merge($1.node.counters.causes, uniquingKeysWith: +) }
            .sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}

// MARK: What happens

extension VirtualMesh {
    private mutating func happen(_ occurrence: Occurrence, at instant: Instant) {
        switch occurrence {
        case .frame(let frame, let number, let link): arrive(frame, at: number, link)
        case .arrivedDial(let number, let link, let target, let latency): answer(number, link, target, latency)
        case .admitted(let number, let link, let peer):
            guard hosts[number].ends[link] != nil else { return }
            call(number) { $0.opened(link, peer: peer, now: $1) }
        case .closed(let number, let link, let closure):
            hosts[number].ends[link] = nil
            call(number) { $0.closed(link, closure, now: $1) }
        case .resolved(let number, let count):
            let known = hosts.indices.filter { hosts[$0].isAlive || !conditions.isResolverPerfect }
            let answer = known.shuffled(using: &random).prefix(count).map(Self.address)
            call(number) { $0.resolved(answer, now: $1) }
        case .wakeUp(let number):
            guard hosts[number].wakeUp == instant else { return }
            _ = time(of: number)
            hosts[number].wakeUp = nil
            call(number) { node, now in (node.nextDeadline ?? now) <= now ? node.advance(to: now) : [] }
        }
    }

    private mutating func arrive(_ frame: Frame, at number: Int, _ link: LinkID) {
        guard hosts[number].isAlive, hosts[number].ends[link] != nil else { return }
        let before = hosts[number].node.counters.duplicates
        call(number) { $0.receive(frame, on: link, now: $1) }
        guard case .flood(let flood) = frame else { return }
        ledger.arrived(flood, isDuplicate: hosts[number].node.counters.duplicates > before)
    }

    /// Somebody's attempt has reached the machine it is for.
    private mutating func answer(_ number: Int, _ link: LinkID, _ target: Int, _ latency: Duration) {
        guard hosts[target].isAlive else {
            return queue.add(.closed(number, link, .unreachable), at: now + conditions.dialLimit)
        }
        let caller = Endpoint(address: Self.endpoint(number).address, port: UInt16(20_000 + link.number % 40_000))
        let time = time(of: target)
        let (accepted, actions) = hosts[target].node.accepted(LinkPeer(endpoint: caller), now: time)
        hosts[number].ends[link] = End(node: target, link: accepted, latency: latency)
        hosts[target].ends[accepted] = End(node: number, link: link, latency: latency)
        perform(actions, of: target)
        let peer = LinkPeer(endpoint: Self.endpoint(target))
        queue.add(.admitted(number, link, peer), at: now + latency)
    }

    private mutating func call(_ number: Int, _ body: (inout Node, Instant) -> [Action]) {
        guard hosts[number].isAlive else { return }
        let now = time(of: number)
        perform(body(&hosts[number].node, now), of: number)
    }

    /// The node's own time: what it missed while others had the processor is left out.
    private mutating func time(of number: Int) -> Instant {
        let time = hosts[number].clock.time(at: now, due: hosts[number].wakeUp)
        let missed = hosts[number].clock.missed
        hosts[number].node.missed = missed
        hosts[number].node.unixTimeAtZero = Self.unixTimeAtZero + Int64(missed.wholeMilliseconds)
        return time
    }

    private static let unixTimeAtZero: Int64 = 1_800_000_000_000

    private mutating func perform(_ actions: [Action], of number: Int) {
        for action in actions {
            switch action {
            case .dial(let link, let address): dial(address, by: number, link)
            case .send(let frame, let link): send(frame, from: number, link)
            case .close(let link): close(link, by: number)
            case .resolve(let count): queue.add(.resolved(number, count: count), at: now + conditions.resolveTime)
            case .deliver(let delivery): ledger.delivered(delivery, to: number, now: now)
            case .report(let event): note(event)
            }
        }
        guard let deadline = hosts[number].node.nextDeadline.map({ hosts[number].clock.wall(at: $0) }) else { return }
        if let wakeUp = hosts[number].wakeUp, wakeUp <= deadline { return }
        hosts[number].wakeUp = deadline
        queue.add(.wakeUp(number), at: deadline)
    }

    private mutating func dial(_ address: NodeAddress, by number: Int, _ link: LinkID) {
        guard let target = address.endpoints.first.flatMap({ Self.number(of: $0.endpoint) }), target < hosts.count
        else {
            return queue.add(.closed(number, link, .unreachable), at: now)
        }
        let width = (conditions.latency.upperBound - conditions.latency.lowerBound).wholeNanoseconds
        let extra = Int64.random(in: 0...width, using: &random)
        let latency = conditions.latency.lowerBound + .nanoseconds(extra)
        queue.add(
            .arrivedDial(by: number, link, target: target, latency),
            at: now + latency * (2 * conditions.handshakeTrips - 1))
    }

    private mutating func send(_ frame: Frame, from number: Int, _ link: LinkID) {
        guard let end = hosts[number].ends[link] else { return }
        ledger.bytesSent += frame.roughSize
        guard hosts[end.node].isAlive else {
            if !end.isFailing { queue.add(.closed(number, link, .lost), at: now + conditions.sendFailure) }
            hosts[number].ends[link]?.isFailing = true
            return
        }
        queue.add(.frame(frame, to: end.node, end.link), at: now + end.latency)
    }

    private mutating func close(_ link: LinkID, by number: Int) {
        guard let end = hosts[number].ends.removeValue(forKey: link) else { return }
        queue.add(.closed(end.node, end.link, .lost), at: now + end.latency)
    }

    private mutating func note(_ event: Event) {
        guard case .neighbourLost(_, let endpoint, _) = event, let other = Self.number(of: endpoint),
            !hosts[other].isAlive
        else { return }
        ledger.noticed.append(now - ledger.killedAt)
    }
}

// MARK: Names

extension VirtualMesh {
    private static func endpoint(_ number: Int) -> Endpoint {
        Endpoint(address: IPv6Address(high: 0x2001_0db8 << 32, low: UInt64(number) + 1), port: 9000)
    }

    private static func number(of endpoint: Endpoint) -> Int? {
        (1...1 << 32).contains(endpoint.address.low) ? Int(endpoint.address.low) - 1 : nil
    }

    private static func address(_ number: Int) -> NodeAddress { NodeAddress([ScopedEndpoint(endpoint(number))]) }

    private static func member(_ number: Int) -> MemberID {
        var writer = ByteWriter(capacity: MemberID.length)
        writer.write(UInt64(number))
        writer.pad(to: 8)
        guard let member = MemberID(writer.bytes + [UInt8](repeating: 9, count: MemberID.length - 8)) else {
            preconditionFailure("32 bytes are a member")
        }
        return member
    }
}

extension Frame {
    /// Bytes on the wire, near enough to compare: identifiers, addresses and floods count, the rest is a few bytes.
    fileprivate var roughSize: Int {
        let header = 8
        switch self {
        case .flood(let flood): return header + flood.roughSize
        case .iHave(let ids), .graft(let ids), .iDontWant(let ids): return header + ids.count * MessageID.length
        case .shuffle(let nodes), .shuffleReply(let nodes): return header + nodes.count * 40
        case .welcome(let welcome): return header + 8 + welcome.referrals.count * 40
        case .refuse(let refuse): return header + 4 + refuse.referrals.count * 40
        case .disconnect(let disconnect): return header + 4 + disconnect.referrals.count * 40
        case .syncReply(let reply): return header + reply.floods.reduce(0) { $0 + $1.roughSize }
        case .connect: return header + 40
        case .linkUtility, .ping, .pong, .prune, .syncRequest: return header + 8
        }
    }
}

extension Frame.Flood {
    fileprivate var roughSize: Int { signed.count + signature.count + 12 }
}
