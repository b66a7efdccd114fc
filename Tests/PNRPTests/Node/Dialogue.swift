import PeerBase
import PeerSimulation

@testable import PNRP

/// A conversation with one node: say something to it, let time pass, read what it wants done. Signatures are made on
/// the spot unless a test holds them back.
struct Dialogue {
    static let own = VirtualCloud.endpoint(0)
    static let calendarOrigin = CalendarTime(unixNanoseconds: 1_790_000_000_000_000_000)

    var node: Node
    var now: Instant = .zero
    var signs = true
    /// Whether those that the node knows answer what its upkeep asks them while time passes.
    var areKnownAlive = false
    private var lastID: MessageID = 1_000_000

    init(
        seeds: [Endpoint] = [], remembered: [RouteEntry] = [], searchesLink: Bool = false, looksUpSeeds: Bool = false,
        seed: UInt64 = 1
    ) {
        let configuration = Configuration(
            localEndpoints: [Self.own], reach: .global, seeds: seeds, remembered: remembered,
            searchesLink: searchesLink, looksUpSeeds: looksUpSeeds, calendarOrigin: Self.calendarOrigin)
        node = Node(
            configuration: configuration, cryptography: ToyCryptography.functions, random: RandomSource(seed: seed))
    }

    /// A node that has looked for members in vain and is ready to hear of some.
    static func alone() -> Dialogue {
        var talk = Dialogue()
        _ = talk.node.open(now: talk.now)
        return talk
    }

    /// A node that publishes `0.here` and knows nobody.
    static func publishing() throws -> (Dialogue, PeerID) {
        var talk = Dialogue.alone()
        let id = try talk.register(RegistrationRequest("0.here"))
        return (talk, id)
    }

    // MARK: Saying

    /// A message arrives.
    @discardableResult
    mutating func hear(
        _ body: Message.Body, from source: Endpoint, id: MessageID? = nil
    ) -> [Action] {
        lastID += 1
        return receive(Message(id: id ?? lastID, body: body).encoded(), from: source)
    }

    /// Bytes arrive.
    @discardableResult
    mutating func receive(_ bytes: [UInt8], from source: Endpoint) -> [Action] {
        complete(node.receive(bytes.span, from: source, at: Self.own, now: now))
    }

    /// The node that was asked answers.
    @discardableResult
    mutating func answer(_ question: Sent, _ buffer: AuthorityBuffer, from source: Endpoint? = nil) -> [Action] {
        lastID += 1
        return buffer.messages(acking: question.id, id: lastID).flatMap {
            receive($0.encoded(), from: source ?? question.destination)
        }
    }

    @discardableResult
    mutating func acknowledge(_ question: Sent, notFound: Bool = false) -> [Action] {
        hear(.ack(Ack(acked: question.id, notFound: notFound)), from: question.destination)
    }

    /// Time passes; what happens meanwhile happens at its instant.
    @discardableResult
    mutating func pass(_ duration: Duration) -> [Action] {
        let end = now + duration
        var actions: [Action] = []
        while let deadline = node.nextDeadline, deadline <= end {
            now = max(now, deadline)
            let done = complete(node.advance(to: now))
            actions += done
            if areKnownAlive { answerUpkeep(done.sent) }
        }
        now = end
        return actions
    }

    /// From now on nothing happens by itself, so that what a test waits for stands alone.
    mutating func stopUpkeep() {
        node.timers.stop(.maintenance)
        node.timers.stop(.neighbourWatch)
    }

    private mutating func answerUpkeep(_ questions: [Sent]) {
        for question in questions
        where question.inquire?.nonce == nil && question.inquire != nil
            || question.lookup?.reason == .cacheMaintenance
        {
            answer(question, AuthorityBuffer(flags: []))
        }
    }

    /// Time passes until this timer is due; what it does is part of the answer.
    @discardableResult
    mutating func pass(untilDue timer: TimerKey) -> [Action] {
        guard let due = node.timers[timer] else { return [] }
        return pass(due - now)
    }

    // MARK: Asking

    mutating func register(_ request: RegistrationRequest) throws(RegistrationError) -> PeerID {
        try node.register(request, now: now).0
    }

    mutating func unregister(_ id: PeerID) -> [Action] {
        complete(node.unregister(id, now: now)?.1 ?? [])
    }

    mutating func resolve(_ name: String) throws -> (RequestID, [Action]) {
        node.beginResolve(ResolveQuery(name: try PeerName(name)), now: now)
    }

    /// Lets the node hear of a peer and prove it: afterwards the peer is in the cache, every FLOOD is acknowledged and
    /// every LOOKUP has met a dead end.
    mutating func introduce(_ peer: Peer) {
        let rumour = Flood(wantsNoAck: true, validate: .zero, revoke: nil, routeEntry: peer.route, flooded: [])
        var open = hear(.flood(rumour), from: Peer(900).endpoint).sent
        while let question = open.popLast() {
            switch question.body {
            case .inquire(let inquire): open += answer(question, peer.proof(inquire.nonce)).sent
            case .lookup: open += answer(question, AuthorityBuffer(flags: [])).sent
            case .flood: open += acknowledge(question).sent
            default: break
            }
        }
    }

    /// Puts a route into the cache as if it had been verified.
    mutating func place(_ route: RouteEntry) {
        _ = node.cache.insert(route, now: now, random: &node.random)
    }

    private mutating func complete(_ actions: [Action]) -> [Action] {
        guard signs else { return actions }
        return actions.flatMap { action -> [Action] in
            guard case .sign(let request) = action else { return [action] }
            return sign(request)
        }
    }

    /// Hands over the signatures that the node asked for.
    mutating func sign(_ request: SigningRequest) -> [Action] {
        let made = request.parts.map { ToyCryptography.sign($0, identity: request.identity) }
        return node.signed(request.id, signatures: made, now: now)
    }
}

/// A message that the node sent.
struct Sent: Hashable {
    var id: MessageID
    var body: Message.Body
    var destination: Endpoint

    var inquire: Inquire? { if case .inquire(let body) = body { body } else { nil } }
    var lookup: Lookup? { if case .lookup(let body) = body { body } else { nil } }
    var flood: Flood? { if case .flood(let body) = body { body } else { nil } }
    var solicit: Solicit? { if case .solicit(let body) = body { body } else { nil } }
    var advertise: Advertise? { if case .advertise(let body) = body { body } else { nil } }
    var request: Request? { if case .request(let body) = body { body } else { nil } }
    var ack: Ack? { if case .ack(let body) = body { body } else { nil } }

    /// The buffer of an AUTHORITY that came in one piece.
    var buffer: AuthorityBuffer? {
        guard case .authority(let piece) = body, piece.fragment.count == Int(piece.size) else { return nil }
        var input = piece.fragment.span
        return try? AuthorityBuffer(parsing: &input)
    }
}

extension [Action] {
    /// The messages among the actions, decoded.
    var sent: [Sent] {
        compactMap { action in
            guard case .send(let bytes, let destination, _) = action else { return nil }
            var input = bytes.span
            guard let message = try? Message(parsing: &input) else { return nil }
            return Sent(id: message.id, body: message.body, destination: destination)
        }
    }

    /// The bytes sent, whatever they mean.
    var datagrams: [[UInt8]] {
        compactMap { if case .send(let bytes, _, _) = $0 { bytes } else { nil } }
    }

    var events: [Event] {
        compactMap { if case .report(let event) = $0 { event } else { nil } }
    }

    var signingRequests: [SigningRequest] {
        compactMap { if case .sign(let request) = $0 { request } else { nil } }
    }

    /// The outcomes of the resolves that ended.
    var outcomes: [RequestID: ResolveOutcome] {
        reduce(into: [:]) { result, action in
            if case .completeResolve(let id, let outcome) = action { result[id] = outcome }
        }
    }
}
