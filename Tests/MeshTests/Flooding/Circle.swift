import PeerBase
import PeerSimulation

@testable import Mesh

/// A few nodes whose links a test makes by hand, on a clock of its own; what they dial or ask a resolver leads nowhere.
/// Node `n` is member `n`, called "n0", "n1", and so on. Both ends of a link take the other for the one that dialled.
struct Circle {
    private struct Place: Hashable {
        var node: Int
        var link: LinkID
    }

    /// A frame on its way, or the end of the link behind all frames.
    private struct Parcel {
        var at: Instant
        var frame: Frame?
        var to: Place
    }

    private(set) var now = Instant(nanoseconds: 1_000_000_000)
    private(set) var nodes: [Node] = []
    private(set) var deliveries: [[Delivery]] = []
    private(set) var events: [[Event]] = []
    /// Every frame that was sent, and by whom to whom.
    private(set) var sent: [(from: Int, to: Int, frame: Frame)] = []
    /// What becomes of a frame on its way from one node to another; `nil` is lost.
    var spoil: ((Frame, _ from: Int, _ to: Int) -> Frame?)?
    /// The time that a link takes, by its two ends; 10 ms for others.
    var delays: [[Int]: Duration] = [:]
    private var ends: [Place: Place] = [:]
    private var parcels: [Parcel] = []

    /// `distrust` is what the node finds wrong with everything that member 9 says.
    @discardableResult
    mutating func add(
        _ profile: Profile = .modern, isSigning: Bool = true, distrust: Seal.Fault? = nil,
        change: (inout Configuration) -> Void = { _ in }
    ) -> Int {
        let number = nodes.count
        let address = NodeAddress([ScopedEndpoint(endpoint(number))])
        var configuration = Configuration(
            profile: profile, meshHash: [UInt8](repeating: 7, count: 32), path: "/chat", address: address,
            member: .numbered(number), nickname: "n\(number)",
            agreementKey: [UInt8](repeating: UInt8(number), count: 32),
            isSigning: isSigning)
        change(&configuration)
        var seal = ToySeal.functions(isSigning: isSigning, agreementKey: configuration.agreementKey)
        if let distrust {
            let open = seal.open
            seal.open = { signed, signature in
                open(signed, signature).flatMap { $0.sender == .numbered(9) ? .failure(distrust) : .success($0) }
            }
            let read = ToySeal.functions(isSigning: false).open
            seal.needsJudgement = { signed in
                guard distrust == .untrustedSender(isNew: true) else { return false }
                return (try? read(signed, []).get())?.sender == .numbered(9)
            }
        }
        nodes.append(
            Node(
                configuration: configuration, seal: seal, random: RandomSource(seed: UInt64(number)),
                unixTimeAtZero: 1_800_000_000_000))
        deliveries.append([])
        events.append([])
        perform(number) { $0.open(now: $1) }
        return number
    }

    /// Some nodes, each linked to the next and the last to the first.
    static func ring(_ count: Int, _ profile: Profile = .modern) -> Circle {
        var circle = row(count, profile)
        circle.link(count - 1, 0)
        return circle
    }

    /// Some nodes, each linked to the next.
    static func row(_ count: Int, _ profile: Profile = .modern) -> Circle {
        var circle = Circle()
        for _ in 0..<count { circle.add(profile) }
        for number in 1..<count { circle.link(number - 1, number) }
        return circle
    }

    mutating func link(_ one: Int, _ other: Int) {
        let (first, second) = (accept(other, at: one), accept(one, at: other))
        ends[first] = second
        ends[second] = first
        hear(connect(other), at: first)
        hear(connect(one), at: second)
    }

    /// The link breaks, and both ends see it.
    mutating func cut(_ one: Int, _ other: Int) {
        for (node, neighbour) in [(one, other), (other, one)] {
            guard let place = place(from: node, to: neighbour) else { continue }
            ends[place] = nil
            perform(node) { $0.closed(place.link, .lost, now: $1) }
        }
    }

    mutating func say(_ text: String, by number: Int, hops: UInt64? = nil) throws {
        let now = now
        carryOut(try nodes[number].say(text, hops: hops, now: now), of: number)
    }

    mutating func tell(_ member: Int, _ text: String, by number: Int) throws {
        let now = now
        carryOut(try nodes[number].tell(.numbered(member), text, now: now), of: number)
    }

    mutating func perform(_ number: Int, _ body: (inout Node, Instant) -> [Action]) {
        carryOut(body(&nodes[number], now), of: number)
    }

    /// A frame comes to `number` as if its neighbour `from` had sent it.
    mutating func hear(_ frame: Frame, at number: Int, from neighbour: Int) {
        guard let place = place(from: number, to: neighbour) else { return }
        hear(frame, at: place)
    }

    mutating func run(for duration: Duration = .seconds(2)) {
        let end = now + duration
        while let next = nextInstant(), next <= end {
            now = max(now, next)
            if let first = parcels.first, first.at <= now {
                parcels.removeFirst()
                arrive(first)
                continue
            }
            for number in nodes.indices {
                if let deadline = nodes[number].nextDeadline, deadline <= now { perform(number) { $0.advance(to: $1) } }
            }
        }
        now = end
    }

    // MARK: What is seen

    /// The lines that the application of a node got.
    func heard(_ number: Int) -> [String] {
        deliveries[number].map { $0.privateText ?? $0.content.spoken }
    }

    func areLinked(_ one: Int, _ other: Int) -> Bool { place(from: one, to: other) != nil }

    /// Copies of lines, signs of life left out.
    func copies(from: Int, to: Int) -> [String] {
        sent.filter { $0.from == from && $0.to == to }.compactMap { line($0.frame) }
    }

    func frames(from: Int, to: Int) -> [Frame] { sent.filter { $0.from == from && $0.to == to }.map(\.frame) }

    func nicknames(at number: Int) -> [String] { nodes[number].members.map(\.nickname) }

    /// The text of a flood message; `nil` for all other frames.
    func line(_ frame: Frame) -> String? {
        guard case .flood(let flood) = frame,
            case .success(let content) = ToySeal.functions(isSigning: false).open(flood.signed, []), content.isSpoken
        else { return nil }
        return content.spoken
    }

    // MARK: The wire

    private func endpoint(_ number: Int) -> Endpoint {
        Endpoint(address: IPv6Address(high: 0x2001_0db8 << 32, low: UInt64(number) + 1), port: 9000)
    }

    private func connect(_ number: Int) -> Frame {
        .connect(.init(node: nodes[number].id, address: nodes[number].configuration.address))
    }

    private mutating func accept(_ caller: Int, at number: Int) -> Place {
        let peer = LinkPeer(endpoint: endpoint(caller))
        let (link, actions) = nodes[number].accepted(peer, now: now)
        carryOut(actions, of: number)
        return Place(node: number, link: link)
    }

    private mutating func hear(_ frame: Frame, at place: Place) {
        perform(place.node) { $0.receive(frame, on: place.link, now: $1) }
    }

    private func place(from one: Int, to other: Int) -> Place? {
        ends.first { $0.key.node == one && $0.value.node == other }?.key
    }

    private mutating func carryOut(_ actions: [Action], of number: Int) {
        for action in actions {
            switch action {
            case .send(let frame, let link): send(frame, from: Place(node: number, link: link))
            case .close(let link):
                guard let end = ends.removeValue(forKey: Place(node: number, link: link)) else { continue }
                ship(nil, to: end, from: number)
            case .deliver(let delivery): deliveries[number].append(delivery)
            case .report(let event): events[number].append(event)
            case .dial, .resolve: break
            }
        }
    }

    private mutating func send(_ frame: Frame, from place: Place) {
        guard let end = ends[place] else { return }
        if case .welcome = frame { return }
        sent.append((place.node, end.node, frame))
        var spoiled: Frame? = frame
        if let spoil { spoiled = spoil(frame, place.node, end.node) }
        if let spoiled { ship(spoiled, to: end, from: place.node) }
    }

    private mutating func ship(_ frame: Frame?, to end: Place, from number: Int) {
        let at = now + (delays[[number, end.node].sorted()] ?? .milliseconds(10))
        let index = parcels.firstIndex { $0.at > at } ?? parcels.count
        parcels.insert(Parcel(at: at, frame: frame, to: end), at: index)
    }

    private mutating func arrive(_ parcel: Parcel) {
        guard ends[parcel.to] != nil else { return }
        if let frame = parcel.frame { return hear(frame, at: parcel.to) }
        ends[parcel.to] = nil
        perform(parcel.to.node) { $0.closed(parcel.to.link, .lost, now: $1) }
    }

    private func nextInstant() -> Instant? {
        (nodes.compactMap(\.nextDeadline) + (parcels.first.map { [$0.at] } ?? [])).min()
    }
}

extension Circle: CustomStringConvertible {
    /// What a failed expectation needs to show.
    var description: String { "circle of \(nodes.count) at \(now.nanoseconds / 1_000_000) ms" }
}

extension Content {
    /// The line, or what stands for it.
    var spoken: String {
        switch body {
        case .text(let line): line
        case .sealed: "(sealed)"
        case .presence(let presence): "(\(presence.state))"
        case .unknown: "(unknown)"
        }
    }
}
