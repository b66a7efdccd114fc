import PeerBase
import PeerSimulation
import Testing

@testable import PNRP

@Suite("What others get from us (behaviour 13.3, 13.4)")
struct AnsweringTests {
    private let asker = Peer(100)

    // MARK: LOOKUP

    @Test("the answer is closer to the target than whom the asker believes us to be")
    func closeness() throws {
        var (talk, own) = try Dialogue.publishing()
        let target = own &+ PeerID(1 << 40, 0, 0, 0)
        talk.place(RouteEntry(own &- PeerID(1 << 30, 0, 0, 0), at: 1))
        #expect(look(&talk, target, validate: own)?.routeEntry == nil)
        talk.place(RouteEntry(own &+ PeerID(1 << 30, 0, 0, 0), at: 2))
        #expect(look(&talk, target, validate: own)?.routeEntry?.id == own &+ PeerID(1 << 30, 0, 0, 0))
    }

    @Test("A lifts the rule that it must be closer")
    func acceptsNotCloser() throws {
        var (talk, own) = try Dialogue.publishing()
        let far = RouteEntry(own &- PeerID(1 << 30, 0, 0, 0), at: 1)
        talk.place(far)
        let target = own &+ PeerID(1 << 40, 0, 0, 0)
        #expect(look(&talk, target, validate: own, acceptsNotCloser: true)?.routeEntry == far)
    }

    @Test("nobody in the path is named, nor are we when the path holds us")
    func pathExclusion() throws {
        var (talk, own) = try Dialogue.publishing()
        let (near, next) = (RouteEntry(own.offset(10), at: 1), RouteEntry(own.offset(20), at: 2))
        talk.place(near)
        talk.place(next)
        let stale = Peer(50).id
        #expect(look(&talk, own.offset(10), validate: stale)?.routeEntry == near)
        #expect(look(&talk, own.offset(10), validate: stale, path: near.endpoints)?.routeEntry?.id == own)
        #expect(look(&talk, own.offset(10), validate: stale, path: near.endpoints + [Dialogue.own])?.routeEntry == next)
        let all = near.endpoints + next.endpoints + [Dialogue.own]
        #expect(look(&talk, own.offset(10), validate: stale, path: all)?.routeEntry == nil)
    }

    @Test("the same address under another port is another node")
    func endpointsNotAddresses() throws {
        var (talk, own) = try Dialogue.publishing()
        var neighbour = RouteEntry(own.offset(10), at: 1)
        neighbour.port = 4000
        talk.place(neighbour)
        #expect(look(&talk, own.offset(10), validate: own, path: [VirtualCloud.endpoint(1)])?.routeEntry == neighbour)
    }

    @Test("N says that the identifier is not ours; another of ours may then be named")
    func notFound() throws {
        var (talk, own) = try Dialogue.publishing()
        let answer = look(&talk, own.offset(5), validate: own.offset(1))
        #expect(answer?.flags.contains(.notFound) == true)
        #expect(answer?.routeEntry == RouteEntry(own, at: 0))
        #expect(look(&talk, own.offset(5), validate: own)?.flags.contains(.notFound) == false)
    }

    @Test("zero as Validate: no N, and nothing needs to be closer than nothing")
    func validateZero() throws {
        var (talk, own) = try Dialogue.publishing()
        let answer = look(&talk, .zero, validate: .zero)
        #expect(answer?.flags.contains(.notFound) == false)
        #expect(answer?.routeEntry == RouteEntry(own, at: 0))
        talk.place(RouteEntry(PeerID.zero.offset(-4), at: 3))
        #expect(look(&talk, .zero, validate: .zero)?.routeEntry?.id == PeerID.zero.offset(-4))
    }

    @Test("L: nobody to name, and the target would be a leaf of ours")
    func leafSetFlag() throws {
        var (talk, own) = try Dialogue.publishing()
        for number in 1...6 {
            talk.place(RouteEntry(own.offset(1000 * number), at: number))
            talk.place(RouteEntry(own.offset(-1000 * number), at: 20 + number))
        }
        #expect(look(&talk, own.offset(1), validate: own)?.flags == .leafSet)
        #expect(look(&talk, own.offset(990), validate: own)?.flags == [], "a remote candidate is closer")
        let everyone = talk.node.cache.entries.flatMap(\.route.endpoints)
        let far = own &+ PeerID(1 << 40, 0, 0, 0)
        #expect(look(&talk, far, validate: own, path: everyone)?.flags == [])
    }

    @Test("what the asker looks for is named for sure; among others chance decides, the nearest first")
    func weightedChoice() throws {
        var talk = Dialogue.alone()
        let target = Peer(1).id
        let stale = target &+ PeerID(1 << 62, 0, 0, 0)
        for number in 1...4 { talk.place(RouteEntry(target &+ PeerID(UInt64(number) << 50, 0, 0, 0), at: number)) }
        var counts: [Endpoint: Int] = [:]
        for _ in 0..<700 {
            talk.pass(.milliseconds(50))
            if let named = look(&talk, target, validate: stale)?.routeEntry?.endpoints.first {
                counts[named, default: 0] += 1
            }
        }
        let shares = (1...4).map { counts[VirtualCloud.endpoint($0), default: 0] }
        #expect((340...460).contains(shares[0]))
        #expect((150...250).contains(shares[1]))
        #expect((60...140).contains(shares[2]))
        #expect(shares[3] == 0)
        let match = RouteEntry(target.offset(77), at: 9)
        talk.place(match)
        for _ in 0..<50 {
            talk.pass(.milliseconds(50))
            #expect(look(&talk, target, validate: stale)?.routeEntry == match)
        }
    }

    @Test("a match is named even where somebody else is nearer on the ring")
    func matchBeatsDistance() {
        var talk = Dialogue.alone()
        let target = PeerID(0x1000_0000_0000_0000, 0, 0, 0)
        let match = RouteEntry(target.offset(0) &+ PeerID(1 << 40, 0, 0, 0), at: 1)
        let nearer = RouteEntry(target.offset(-1), at: 2)
        talk.place(match)
        talk.place(nearer)
        for _ in 0..<20 {
            #expect(look(&talk, target, validate: .zero, criteria: .upperBits, precision: 16)?.routeEntry == match)
        }
    }

    @Test("the asker's best match is a candidate for the cache")
    func bestMatch() {
        var talk = Dialogue.alone()
        let body = lookup(Peer(1).id, validate: .zero, bestMatch: asker.route)
        #expect(talk.hear(.lookup(body), from: asker.endpoint).sent.compactMap(\.inquire?.validate) == [asker.id])
    }

    @Test("an answer goes out from where the question came in, as often as it is asked")
    func repetition() throws {
        var (talk, own) = try Dialogue.publishing()
        for _ in 0..<2 {
            let actions = talk.hear(.lookup(lookup(own, validate: own)), from: asker.endpoint, id: 7)
            guard case .send(_, asker.endpoint, Dialogue.own) = try #require(actions.first) else {
                Issue.record("\(actions)")
                return
            }
            guard case .authority(let piece) = try #require(actions.sent.first).body else { return }
            #expect(piece.acked == 7)
        }
    }

    // MARK: INQUIRE

    @Test("N for what is not ours, and nothing else")
    func inquireNotFound() throws {
        var (talk, own) = try Dialogue.publishing()
        #expect(inquire(&talk, own.offset(1), [.cpa], Nonce(high: 1, low: 1)) == AuthorityBuffer(flags: .notFound))
    }

    @Test("a mere question gets a mere yes")
    func inquireFlagsOnly() throws {
        var (talk, own) = try Dialogue.publishing()
        #expect(inquire(&talk, own, [], nil) == AuthorityBuffer(flags: []))
    }

    @Test("A: the record over the nonce, with route entry and classifier")
    func inquireRecord() throws {
        var (talk, own) = try Dialogue.publishing()
        let nonce = Nonce(high: 3, low: 4)
        let buffer = try #require(inquire(&talk, own, [.cpa, .certificateChain], nonce))
        #expect(buffer.routeEntry == RouteEntry(own, at: 0))
        #expect(buffer.classifier == "here")
        let expected = RecordExpectation(
            validate: own, nonce: nonce, now: Dialogue.calendarOrigin, wantsPayload: true)
        let record = try expected.validate(buffer, with: ToyCryptography.functions)
        #expect(record.certified.serviceAddresses == [Dialogue.own])
        #expect(record.certified.notAfter == Dialogue.calendarOrigin + Limits.recordValidity)
    }

    @Test("X: the payload beside it, in as many pieces as it takes")
    func inquirePayload() throws {
        var talk = Dialogue.alone()
        var request = try RegistrationRequest("0.big")
        request.payload = .binary(Array(repeating: 7, count: 4096))
        let own = try talk.register(request)
        let nonce = Nonce(high: 3, low: 4)
        let body = Inquire(flags: [.cpa, .extendedPayload], validate: own, nonce: nonce)
        let pieces = talk.hear(.inquire(body), from: asker.endpoint, id: 9).sent
        #expect(pieces.count == 5)
        #expect(Set(pieces.map(\.id)).count == 1)
        var table = Reassembly()
        var whole: [UInt8] = []
        for piece in pieces {
            guard case .authority(let fragment) = piece.body else { continue }
            if case .complete(let bytes) = table.receive(fragment, id: piece.id, from: Dialogue.own) { whole = bytes }
        }
        var input = whole.span
        let buffer = try AuthorityBuffer(parsing: &input)
        let expected = RecordExpectation(
            validate: own, nonce: nonce, now: Dialogue.calendarOrigin, wantsPayload: true)
        #expect(try expected.validate(buffer, with: ToyCryptography.functions).payload == request.payload)
        let plain = try #require(inquire(&talk, own, [.cpa], nonce))
        #expect(plain.extendedPayload == nil)
    }

    @Test("X without A: the payload alone, signed over the nonce or over none; nothing where there is none")
    func payloadAlone() throws {
        var talk = Dialogue.alone()
        var request = try RegistrationRequest("0.small")
        request.payload = .binary([7, 8])
        let own = try talk.register(request)
        let bare = try talk.register(RegistrationRequest("0.bare"))
        let nonce = Nonce(high: 3, low: 4)
        let buffer = try #require(inquire(&talk, own, [.extendedPayload], nonce))
        #expect(buffer.cpa == nil && buffer.routeEntry == nil && buffer.classifier == nil)
        let bytes = try #require(buffer.extendedPayload)
        var input = bytes.span
        let payload = try ExtendedPayload(parsing: &input)
        #expect(payload.payload == request.payload && payload.nonce == nonce && payload.id == own)
        #expect(payload.signature == ToyCryptography.sign(payload.signedBytes, identity: request.identity))
        #expect(inquire(&talk, bare, [.extendedPayload], nonce) == AuthorityBuffer(flags: []))
        #expect(inquire(&talk, own, [.extendedPayload], nil) == AuthorityBuffer(flags: []), "nobody's nonce is signed")
    }

    @Test("busy while 64 signatures wait")
    func busy() throws {
        var (talk, own) = try Dialogue.publishing()
        talk.signs = false
        for number in 0..<64 {
            let body = Inquire(flags: .cpa, validate: own, nonce: Nonce(high: 0, low: UInt64(number)))
            #expect(talk.hear(.inquire(body), from: asker.endpoint).signingRequests.count == 1)
            talk.pass(.milliseconds(50))
        }
        #expect(inquire(&talk, own, .cpa, Nonce(high: 1, low: 0)) == AuthorityBuffer(flags: .busy))
        #expect(inquire(&talk, own, [], nil) == AuthorityBuffer(flags: []), "what needs no signature is answered")
    }

    @Test("a key that cannot be used gives no answer; a name taken back meanwhile gives N")
    func lateSignatures() throws {
        var (talk, own) = try Dialogue.publishing()
        talk.signs = false
        let body = Inquire(flags: .cpa, validate: own, nonce: .zero)
        let first = try #require(talk.hear(.inquire(body), from: asker.endpoint).signingRequests.first)
        #expect(talk.node.signed(first.id, signatures: nil, now: talk.now).isEmpty)
        let again = Inquire(flags: .cpa, validate: own, nonce: Nonce(high: 0, low: 1))
        let second = try #require(talk.hear(.inquire(again), from: asker.endpoint).signingRequests.first)
        _ = talk.unregister(own)
        #expect(talk.sign(second).sent.map(\.buffer) == [AuthorityBuffer(flags: .notFound)])
        #expect(talk.sign(second).isEmpty, "a signature is used once")
    }

    // MARK: Words

    private func lookup(
        _ target: PeerID, validate: PeerID, bestMatch: RouteEntry? = nil, path: [Endpoint] = []
    ) -> Lookup {
        Lookup(
            acceptsNotCloser: false, precision: 0, criteria: .anyPeerName, reason: .applicationRequest,
            target: target, validate: validate, bestMatch: bestMatch, path: [asker.endpoint] + path)
    }

    private func look(
        _ talk: inout Dialogue, _ target: PeerID, validate: PeerID, path: [Endpoint] = [],
        acceptsNotCloser: Bool = false, criteria: ResolveCriteria = .anyPeerName, precision: UInt16 = 0
    ) -> AuthorityBuffer? {
        var body = lookup(target, validate: validate, path: path)
        body.acceptsNotCloser = acceptsNotCloser
        body.criteria = criteria
        body.precision = precision
        return talk.hear(.lookup(body), from: asker.endpoint).sent.first?.buffer
    }

    private func inquire(
        _ talk: inout Dialogue, _ id: PeerID, _ flags: InquireFlags, _ nonce: Nonce?
    ) -> AuthorityBuffer? {
        talk.hear(.inquire(Inquire(flags: flags, validate: id, nonce: nonce)), from: asker.endpoint).sent.first?.buffer
    }
}
