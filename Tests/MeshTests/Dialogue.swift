import PeerBase

@testable import Mesh

/// One node, and a test that plays everybody else by hand.
struct Dialogue {
    private(set) var now = Instant.zero
    private(set) var node: Node
    /// What the last call wanted done.
    private(set) var actions: [Action] = []
    /// What all calls wanted done.
    private(set) var all: [Action] = []

    init(
        _ profile: Profile = .modern, seal: Seal = .plain, seed: UInt64 = 1,
        change: (inout Configuration) -> Void = { _ in }
    ) {
        var configuration = Configuration(
            profile: profile, meshHash: [UInt8](repeating: 7, count: 32), path: "/chat",
            address: VirtualWire.address(999), member: .numbered(99), nickname: "we", agreementKey: [],
            isSigning: false)
        change(&configuration)
        node = Node(
            configuration: configuration, seal: seal, random: RandomSource(seed: seed),
            unixTimeAtZero: 1_800_000_000_000)
        perform { $0.open(now: $1) }
    }

    mutating func perform(_ body: (inout Node, Instant) -> [Action]) {
        actions = body(&node, now)
        all += actions
    }

    /// Lets time pass, deadline by deadline.
    mutating func wait(_ duration: Duration) {
        let end = now + duration
        actions = []
        while let deadline = node.nextDeadline, deadline <= end {
            now = max(now, deadline)
            let more = node.advance(to: now)
            actions += more
            all += more
        }
        now = end
    }

    /// Somebody dials us, from the address of node `number` unless told otherwise.
    mutating func accept(from number: Int, key: [UInt8] = [], node: NodeID? = nil) -> LinkID {
        let peer = LinkPeer(endpoint: Endpoint(address: VirtualWire.ip(number), port: 40_000), key: key, node: node)
        let (link, actions) = self.node.accepted(peer, now: now)
        self.actions = actions
        all += actions
        return link
    }

    mutating func hear(_ frame: Frame, on link: LinkID) { perform { $0.receive(frame, on: link, now: $1) } }

    /// A dial of ours to node `number` succeeds.
    mutating func open(_ link: LinkID, to number: Int, key: [UInt8] = [], node: NodeID? = nil) {
        let peer = LinkPeer(endpoint: VirtualWire.address(number).endpoints[0].endpoint, key: key, node: node)
        perform { $0.opened(link, peer: peer, now: $1) }
    }

    mutating func lose(_ link: LinkID, _ closure: Closure = .lost) {
        perform { $0.closed(link, closure, now: $1) }
    }

    mutating func resolved(_ numbers: [Int]) {
        perform { $0.resolved(numbers.map(VirtualWire.address), now: $1) }
    }

    /// Node `number` dials in and becomes a neighbour.
    mutating func welcome(_ number: Int) -> LinkID {
        let link = accept(from: number)
        hear(.connectFrom(number), on: link)
        return link
    }

    /// The links dialled by the last call.
    var dialled: [LinkID] {
        actions.compactMap { if case .dial(let link, _) = $0 { link } else { nil } }
    }

    func dialledAddress(_ link: LinkID) -> NodeAddress? {
        all.lazy.compactMap { if case .dial(link, let address) = $0 { address } else { nil } }.first
    }

    /// The frames sent by the last call.
    func said(on link: LinkID) -> [Frame] {
        actions.compactMap { if case .send(let frame, on: link) = $0 { frame } else { nil } }
    }

    var events: [Event] { actions.compactMap { if case .report(let event) = $0 { event } else { nil } } }
    var allEvents: [Event] { all.compactMap { if case .report(let event) = $0 { event } else { nil } } }
    var hasResolved: Bool { actions.contains { if case .resolve = $0 { true } else { false } } }
    var neighbourIDs: [NodeID] { node.neighbours.map(\.node) }

    func isClosed(_ link: LinkID) -> Bool { all.contains(.close(link)) }
}

extension Dialogue: CustomStringConvertible {
    /// What a failed expectation shows.
    var description: String { "\(node.neighbours.count) neighbours after \(now - .zero); lately \(actions)" }
}

extension NodeID {
    static func numbered(_ number: Int) -> NodeID {
        NodeID(UInt64(number)) ?? { preconditionFailure("0 names nobody") }()
    }
}

extension Frame {
    static func connectFrom(_ number: Int) -> Frame {
        .connect(.init(node: .numbered(number), address: VirtualWire.address(number)))
    }

    static func welcomeFrom(_ number: Int, _ referrals: [Referral] = []) -> Frame {
        .welcome(.init(node: .numbered(number), referrals: referrals))
    }
}

extension Referral {
    static func to(_ number: Int) -> Referral {
        Referral(node: .numbered(number), address: VirtualWire.address(number))
    }
}
