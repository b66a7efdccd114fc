import PNRP
import PeerBase

/// What a node sends to somebody whose address another forges (behaviour 17.3, 24.8): a real publisher among twenty others
/// on a virtual network is told one datagram of each kind in a stranger's name, and everything is weighed that it sends.
package struct ReflectionStudy: Sendable {
    /// What one kind of request costs its victim.
    package struct Cost: Hashable, Sendable {
        package let kind: String
        /// UDP payload of the forged datagram, and of those that had to come before it.
        package let asked: Int
        /// UDP payload sent to the forged address.
        package let answered: Int
        /// Sent to anybody else, with the repetition that follows when nobody answers.
        package let elsewhere: Int

        package var ratio: Double { Double(answered) / Double(asked) }
    }

    /// What the victim is sent when the dearest kind comes again and again.
    package struct Siege: Hashable, Sendable {
        package let seconds: Int
        package let asked: Int
        package let answered: Int
    }

    private static let victim = Endpoint(address: IPv6Address(high: 0x2a00 << 48, low: 1), port: 3540)
    private static let target = VirtualCloud.endpoint(0)
    /// Longer than any answer takes.
    private static let patience: Duration = .seconds(3)

    private var cloud: VirtualCloud
    /// What the target publishes: with the largest payload there is.
    private let own: PeerID
    private var lastID: MessageID = 0
    private var lastNonce: UInt64 = 0

    package init(seed: UInt64) throws {
        var settlement = Settlement(seed: seed)
        try settlement.grow(to: 21)
        cloud = settlement.cloud
        let key = ToyCryptography.publicKey(1000)
        own = try cloud.register(
            RegistrationRequest(
                name: try PeerName("0.large"), identity: ToyCryptography.functions.sha1(key), publicKey: key,
                endpoints: [ApplicationEndpoint(address: Self.target.address, port: 80)],
                payload: .binary(Array(repeating: 7, count: Limits.payloadBytes))),
            at: Self.target)
        cloud.run(for: .seconds(30))
    }

    /// One datagram of each kind, each when the target has forgotten the one before.
    package mutating func costs() -> [Cost] {
        let stranger = RouteEntry(
            id: own.successor, port: 3540, addresses: [VirtualCloud.endpoint(5000).address])
        let held = cloud.nodes[Self.target]?.cache.entries.map(\.route) ?? []
        var costs = [
            cost("SOLICIT", [solicit(nil, freshNonce())]),
            cost("SOLICIT with a route", [solicit(stranger, freshNonce())]),
        ]
        let nonce = freshNonce()
        costs.append(
            cost("SOLICIT and REQUEST", [solicit(nil, nonce), .request(Request(nonce: nonce, ids: held.map(\.id)))]))
        costs += [
            cost("LOOKUP", [lookup(nil)]), cost("LOOKUP with a route", [lookup(stranger)]),
            cost("INQUIRE", [inquire([])]), cost("INQUIRE A", [inquire(.cpa)]),
            cost("INQUIRE A X", [inquire([.cpa, .extendedPayload])]), cost("INQUIRE C", [inquire(.certificateChain)]),
            cost("FLOOD of a stranger", [flood(stranger)]),
        ]
        if let leaf = cloud.nodes[Self.target]?.cache.above(own, count: 1).first {
            costs.append(cost("FLOOD of a leaf", [flood(leaf)]))
        }
        return costs
    }

    /// The dearest kind, a hundred times a second.
    package mutating func siege(seconds: Int) -> Siege {
        var (asked, answered) = (0, 0)
        cloud.isRecording = true
        for _ in 0..<seconds * 100 {
            asked += say(inquire([.cpa, .extendedPayload])).asked
            cloud.run(for: .milliseconds(10))
        }
        answered = takeAnswered()
        return Siege(seconds: seconds, asked: asked, answered: answered)
    }

    // MARK: Words

    private mutating func cost(_ kind: String, _ bodies: [Message.Body]) -> Cost {
        cloud.run(for: .seconds(20))
        cloud.isRecording = true
        var (asked, elsewhere) = (0, 0)
        for body in bodies {
            let said = say(body)
            asked += said.asked
            elsewhere += said.elsewhere
        }
        cloud.run(for: Self.patience)
        return Cost(kind: kind, asked: asked, answered: takeAnswered(), elsewhere: elsewhere)
    }

    /// Tells the target something in the victim's name; what it sends to others at once would be repeated.
    private mutating func say(_ body: Message.Body) -> (asked: Int, elsewhere: Int) {
        lastID += 1
        let bytes = Message(id: lastID, body: body).encoded()
        let elsewhere = cloud.with(Self.target) { node, now in
            let actions = node.receive(bytes.span, from: Self.victim, at: Self.target, now: now)
            let sent = actions.reduce(0) { sum, action in
                guard case .send(let bytes, let destination, _) = action, destination != Self.victim else { return sum }
                return sum + bytes.count
            }
            return (sent, actions)
        }
        return (bytes.count, Limits.transmissions * elsewhere)
    }

    /// What was recorded on its way to the victim; the record begins anew.
    private mutating func takeAnswered() -> Int {
        cloud.isRecording = false
        return cloud.takeRecorded().reduce(0) { $1.destination == Self.victim ? $0 + $1.bytes.count : $0 }
    }

    private mutating func freshNonce() -> Nonce {
        lastNonce += 1
        return Nonce(high: 7, low: lastNonce)
    }

    private func solicit(_ route: RouteEntry?, _ nonce: Nonce) -> Message.Body {
        let hash = ToyCryptography.functions.sha1(nonce.bytes)
        return .solicit(Solicit(type: .any, routeEntry: route, hashedNonce: hash))
    }

    private func lookup(_ route: RouteEntry?) -> Message.Body {
        .lookup(
            Lookup(
                acceptsNotCloser: true, precision: 0, criteria: .anyPeerName, reason: .applicationRequest, target: own,
                validate: .zero, bestMatch: route, path: [Self.victim]))
    }

    private mutating func inquire(_ flags: InquireFlags) -> Message.Body {
        .inquire(Inquire(flags: flags, validate: own, nonce: flags.contains(.cpa) ? freshNonce() : nil))
    }

    private func flood(_ route: RouteEntry) -> Message.Body {
        .flood(Flood(wantsNoAck: false, validate: own, revoke: nil, routeEntry: route, flooded: [Self.victim]))
    }
}
