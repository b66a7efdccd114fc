import PeerBase
import PeerSimulation
import Testing

@testable import PNRP

/// What somebody gets sent whose address another forges (behaviour 17.3, invariant 24.8): bytes of UDP payload for one
/// datagram of each kind, at a publisher that knows twenty others.
@Suite("What a forged address brings upon its owner")
struct ReflectionTests {
    private let victim = Endpoint(address: IPv6Address(high: 0x2a00 << 48, low: 1), port: 3540)

    struct Cost: Hashable {
        var asked: Int
        /// To the victim.
        var answered: Int
        /// To anybody else, both transmissions.
        var elsewhere = 0
    }

    @Test("a SOLICIT: one ADVERTISE and no FLOOD, and one INQUIRE about the route it may carry")
    func solicit() throws {
        var (talk, _) = try stocked()
        let bare = Solicit(type: .any, routeEntry: nil, hashedNonce: .zero)
        #expect(cost(.solicit(bare), &talk) == Cost(asked: 36, answered: 216))
        let full = Solicit(type: .any, routeEntry: Peer(50).route, hashedNonce: sha1([1]))
        #expect(cost(.solicit(full), &talk) == Cost(asked: 104, answered: 216, elsewhere: 2 * 56))
    }

    @Test("a REQUEST that guesses the nonce: nothing")
    func request() throws {
        var (talk, _) = try stocked()
        talk.hear(.solicit(Solicit(type: .any, routeEntry: nil, hashedNonce: sha1([1]))), from: victim)
        let guess = Request(nonce: Nonce(high: 1, low: 1), ids: [Peer(1).id])
        #expect(cost(.request(guess), &talk) == Cost(asked: 76, answered: 0))
    }

    @Test("a REQUEST that knows the nonce and repeats every name: each one advertised once, and from the budget")
    func repeatedNames() throws {
        var (talk, _) = try stocked()
        let known = talk.node.cache.entries.map(\.id)
        func open(_ nonce: Nonce) -> Message.Body {
            .solicit(Solicit(type: .any, routeEntry: nil, hashedNonce: sha1(nonce.bytes)))
        }
        let (first, second) = (Nonce(high: 1, low: 1), Nonce(high: 1, low: 2))
        talk.hear(open(first), from: victim)
        let answered = 20 + Limits.advertisedIDs * 146
        #expect(
            cost(.request(Request(nonce: first, ids: known + known)), &talk) == Cost(asked: 1324, answered: answered))
        talk.hear(open(second), from: victim)
        // Others have asked in the victim's name and used up what it may have.
        while talk.node.throttle.spend(50, on: talk.node.sourceKey(victim), now: talk.now) {}
        #expect(cost(.request(Request(nonce: second, ids: known)), &talk) == Cost(asked: 684, answered: 20))
        #expect(talk.node.counters.withheldAnswers == Limits.advertisedIDs)
    }

    @Test("a LOOKUP: one AUTHORITY with one route, and one INQUIRE about the route it may carry")
    func lookup() throws {
        var (talk, own) = try stocked()
        var body = Lookup(
            acceptsNotCloser: true, precision: 0, criteria: .anyPeerName, reason: .applicationRequest,
            target: own, validate: .zero, bestMatch: nil, path: [victim])
        #expect(cost(.lookup(body), &talk) == Cost(asked: 126, answered: 96))
        body.bestMatch = Peer(50).route
        #expect(cost(.lookup(body), &talk) == Cost(asked: 186, answered: 96, elsewhere: 2 * 56))
    }

    @Test("an INQUIRE: bare, for the record, and for the largest payload")
    func inquire() throws {
        var (talk, own) = try stocked(payload: Limits.payloadBytes)
        func ask(_ flags: InquireFlags, _ nonce: Nonce?) -> Cost {
            cost(.inquire(Inquire(flags: flags, validate: own, nonce: nonce)), &talk)
        }
        #expect(ask([], nil) == Cost(asked: 56, answered: 36))
        #expect(ask(.cpa, Nonce(high: 0, low: 1)) == Cost(asked: 76, answered: 545))
        #expect(ask([.cpa, .extendedPayload], Nonce(high: 0, low: 2)) == Cost(asked: 76, answered: 4969))
    }

    @Test("a FLOOD: one ACK and one INQUIRE, with a route, a revocation, or both")
    func flood() throws {
        var (talk, own) = try stocked()
        let (known, other, stranger) = (Peer(1), Peer(2), Peer(51))
        func flood(_ route: RouteEntry?, _ revoke: [UInt8]?) -> Cost {
            let body = Flood(wantsNoAck: false, validate: own, revoke: revoke, routeEntry: route, flooded: [victim])
            return cost(.flood(body), &talk)
        }
        #expect(flood(stranger.route, nil) == Cost(asked: 146, answered: 20, elsewhere: 2 * 76))
        #expect(flood(nil, known.revocation()) == Cost(asked: 474, answered: 20, elsewhere: 2 * 56))
        #expect(flood(stranger.route, other.revocation()) == Cost(asked: 534, answered: 20, elsewhere: 2 * 56))
    }

    @Test("whatever is asked and however often, a second brings no more than the budget", arguments: [1, 2, 3])
    func perSecond(seed: UInt64) throws {
        var (talk, own) = try stocked(payload: Limits.payloadBytes)
        var random = RandomSource(seed: seed)
        var answered = 0
        for number in 0..<4000 {
            let nonce = Nonce(high: seed, low: UInt64(number))
            let body: Message.Body =
                switch Int.random(in: 0..<3, using: &random) {
                case 0: .inquire(Inquire(flags: [.cpa, .extendedPayload], validate: own, nonce: nonce))
                case 1: .solicit(Solicit(type: .any, routeEntry: nil, hashedNonce: sha1(nonce.bytes)))
                default:
                    .lookup(
                        Lookup(
                            acceptsNotCloser: true, precision: 0, criteria: .anyPeerName,
                            reason: .applicationRequest, target: own, validate: .zero, bestMatch: nil, path: [victim]))
                }
            answered += cost(body, &talk).answered
            talk.pass(.milliseconds(1))
        }
        // Four seconds. What is smaller than its question is not counted against the budget.
        let small = 4000 * Inquire.minimumSize
        #expect(answered <= Limits.answerByteBurst + 4 * Limits.answerBytesPerSecond + small, "seed \(seed)")
    }

    // MARK: Words

    private func stocked(payload: Int = 0) throws -> (Dialogue, PeerID) {
        var talk = Dialogue.alone()
        var request = try RegistrationRequest("0.here")
        if payload > 0 { request.payload = .binary(Array(repeating: 7, count: payload)) }
        let own = try talk.register(request)
        for number in 1...20 { talk.place(Peer(number).route) }
        return (talk, own)
    }

    private func cost(_ body: Message.Body, _ talk: inout Dialogue) -> Cost {
        let actions = talk.hear(body, from: victim)
        func bytes(_ isMeant: (Endpoint) -> Bool) -> Int {
            actions.reduce(0) { sum, action in
                guard case .send(let bytes, let destination, _) = action, isMeant(destination) else { return sum }
                return sum + bytes.count
            }
        }
        return Cost(
            asked: Message(id: 1, body: body).encoded().count, answered: bytes { $0 == victim },
            elsewhere: Limits.transmissions * bytes { $0 != victim })
    }

    private func sha1(_ bytes: [UInt8]) -> SHA1Digest { ToyCryptography.functions.sha1(bytes) }
}
