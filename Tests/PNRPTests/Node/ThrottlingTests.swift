import PeerBase
import PeerSimulation
import Testing

@testable import PNRP

@Suite("What others may have (behaviour 18)")
struct ThrottlingTests {
    // MARK: LOOKUP

    @Test("forty LOOKUPs of one source are answered at once, twenty a second; the rest is dropped")
    func lookupsOfOneSource() throws {
        var (talk, own) = try Dialogue.publishing()
        let atOnce = (0..<60).count { _ in look(&talk, own, from: far(1)) != nil }
        #expect(atOnce == Limits.sourceLookupBurst)
        #expect(talk.node.counters.throttledResolves == 20)
        #expect(talk.node.counters.lookupsAnswered == Limits.sourceLookupBurst)
        talk.pass(.seconds(1))
        let afterASecond = (0..<60).count { _ in look(&talk, own, from: far(1)) != nil }
        #expect(afterASecond == Limits.sourceLookupsPerSecond)
        #expect(look(&talk, own, from: far(2)) != nil, "the others have theirs")
    }

    @Test("all addresses of a /64 are one source; on our own link every address is")
    func sources() throws {
        var (talk, own) = try Dialogue.publishing()
        let sameHome = (0..<60).map { Endpoint(address: IPv6Address(high: 7 << 48, low: UInt64($0)), port: 3540) }
        let ofOneHome = sameHome.count { look(&talk, own, from: $0) != nil }
        #expect(ofOneHome == Limits.sourceLookupBurst)
        let sameLink = (1...60).map { VirtualCloud.endpoint($0) }
        let ofOneLink = sameLink.count { look(&talk, own, from: $0) != nil }
        #expect(ofOneLink == 60)
    }

    @Test("two hundred of all are answered at once; then everybody is told that we are busy")
    func lookupsOfAll() throws {
        var (talk, own) = try Dialogue.publishing()
        let answers = (0..<250).compactMap { look(&talk, own, from: far($0))?.flags }
        #expect(answers.count == 250)
        let busy = answers.count { $0 == .busy }
        #expect(busy == 50)
        #expect(talk.node.counters.throttledResolves == 50)
        talk.pass(.seconds(1))
        let later = (0..<150).compactMap { look(&talk, own, from: far(300 + $0))?.flags }
        let busyLater = later.count { $0 == .busy }
        #expect(busyLater == 50)
    }

    @Test("one source's excess costs the others nothing")
    func isolation() throws {
        var (talk, own) = try Dialogue.publishing()
        for _ in 0..<2000 { _ = look(&talk, own, from: far(1)) }
        let answers = (2..<162).compactMap { look(&talk, own, from: far($0))?.flags }
        #expect(answers.count == 160)
        #expect(!answers.contains(.busy))
    }

    @Test("a throttled LOOKUP makes us ask nobody")
    func noCandidates() throws {
        var (talk, own) = try Dialogue.publishing()
        for _ in 0..<40 { _ = look(&talk, own, from: far(1)) }
        let body = lookup(own, bestMatch: Peer(5).route, from: far(1))
        #expect(talk.hear(.lookup(body), from: far(1)).isEmpty)
    }

    // MARK: The others

    @Test("SOLICITs beyond twenty at once get an empty list")
    func solicits() throws {
        var (talk, own) = try Dialogue.publishing()
        func offered(_ number: Int, _ talk: inout Dialogue) -> [PeerID]? {
            let body = Solicit(type: .any, routeEntry: nil, hashedNonce: .zero)
            return talk.hear(.solicit(body), from: far(number)).sent.first?.advertise?.ids
        }
        let atOnce = (0..<30).count { offered($0, &talk) == [own] }
        #expect(atOnce == Limits.solicitBurst)
        #expect(offered(40, &talk) == [])
        #expect(talk.node.counters.throttledSolicits == 11)
        talk.pass(.seconds(1))
        let afterASecond = (50..<70).count { offered($0, &talk) == [own] }
        #expect(afterASecond == Limits.solicitsPerSecond)
    }

    @Test("FLOODs beyond a hundred at once are acknowledged and not processed")
    func floods() throws {
        var (talk, own) = try Dialogue.publishing()
        var inquired = 0
        for number in 1...130 {
            let news = Flood(
                wantsNoAck: false, validate: own, revoke: nil, routeEntry: Peer(number).route, flooded: [])
            let sent = talk.hear(.flood(news), from: VirtualCloud.endpoint(number)).sent
            #expect(sent.first?.ack?.notFound == false)
            inquired += sent.count { $0.inquire != nil }
        }
        #expect(inquired == Limits.floodBurst)
        #expect(talk.node.counters.throttledFloods == 30)
    }

    @Test("forty signatures at once, twenty a second, then B")
    func signatures() throws {
        var (talk, own) = try Dialogue.publishing()
        func isProved(_ number: Int, _ talk: inout Dialogue) -> Bool {
            let body = Inquire(flags: .cpa, validate: own, nonce: Nonce(high: 0, low: UInt64(number)))
            return talk.hear(.inquire(body), from: far(number)).sent.first?.buffer?.cpa != nil
        }
        let atOnce = (0..<60).count { isProved($0, &talk) }
        #expect(atOnce == Limits.signatureBurst)
        #expect(talk.node.counters.throttledInquiries == 20)
        talk.pass(.seconds(1))
        let afterASecond = (100..<160).count { isProved($0, &talk) }
        #expect(afterASecond == Limits.signaturesPerSecond)
        let bare = talk.hear(.inquire(Inquire(flags: [], validate: own, nonce: nil)), from: far(1))
        #expect(bare.sent.first?.buffer == AuthorityBuffer(flags: []))
    }

    @Test("a record with its payload takes two signatures")
    func payloadSignatures() throws {
        var talk = Dialogue.alone()
        var request = try RegistrationRequest("0.here")
        request.payload = .binary([7])
        let own = try talk.register(request)
        let proved = (0..<60).count { number in
            let nonce = Nonce(high: 0, low: UInt64(number))
            let body = Inquire(flags: [.cpa, .extendedPayload], validate: own, nonce: nonce)
            return talk.hear(.inquire(body), from: far(number)).sent.first?.buffer?.cpa != nil
        }
        #expect(proved == Limits.signatureBurst / 2)
    }

    // MARK: Bytes

    @Test("one source is sent no more than its share of bytes; another still gets its own")
    func bytes() throws {
        var talk = Dialogue.alone()
        var request = try RegistrationRequest("0.big")
        request.payload = .binary(Array(repeating: 7, count: Limits.payloadBytes))
        let own = try talk.register(request)
        func ask(_ number: UInt64, from source: Endpoint, _ talk: inout Dialogue) -> Int {
            let body = Inquire(flags: [.cpa, .extendedPayload], validate: own, nonce: Nonce(high: 0, low: number))
            return talk.hear(.inquire(body), from: source).datagrams.reduce(0) { $0 + $1.count }
        }
        let one = ask(0, from: far(9), &talk)
        // Signatures for twenty such answers are there at once; the source has had others.
        var total = 8 * one
        let isGranted = talk.node.throttle.spend(total, on: talk.node.sourceKey(far(1)), now: talk.now)
        #expect(isGranted)
        // Every datagram of a busy publisher is smaller than the question.
        for number in 0..<40 { total += ask(UInt64(number), from: far(1), &talk) }
        #expect(total > Limits.answerByteBurst - one)
        #expect(total <= Limits.answerByteBurst + 40 * Inquire.minimumSize)
        talk.pass(.seconds(2))
        #expect(ask(99, from: far(2), &talk) == one)
    }

    @Test("the table of sources never holds more than its limit, and empties")
    func accounts() throws {
        var (talk, own) = try Dialogue.publishing()
        var most = 0
        for number in 0..<6000 {
            // An answer with a classifier is larger than its question and costs no signature.
            let body = Inquire(flags: .certificateChain, validate: own, nonce: nil)
            talk.hear(.inquire(body), from: far(number))
            _ = look(&talk, own, from: far(number))
            if number % 10 == 0 { talk.pass(.milliseconds(1)) }
            most = max(most, talk.node.throttle.count)
        }
        #expect(most <= Limits.accounts)
        talk.pass(.seconds(10))
        #expect(talk.node.throttle.count == 0)
        #expect(talk.node.replies.count == 0)
    }

    // MARK: A private cloud

    @Test("a private cloud asks as fast as it can")
    func loopback() throws {
        var configuration = Dialogue.alone().node.configuration
        configuration.localEndpoints = [Endpoint(address: .loopback, port: 3540)]
        configuration.reach = .loopback
        var node = Node(
            configuration: configuration, cryptography: ToyCryptography.functions, random: RandomSource(seed: 1))
        let (own, _) = try node.register(RegistrationRequest("0.here"), now: .zero)
        let (asker, here) = (Endpoint(address: .loopback, port: 4000), Endpoint(address: .loopback, port: 3540))
        for number in 0..<5000 {
            let message = Message(id: MessageID(number), body: .lookup(lookup(own, from: asker)))
            let answer = node.receive(message.encoded().span, from: asker, at: here, now: .zero)
            #expect(answer.sent.first?.buffer?.routeEntry?.id == own)
        }
    }

    // MARK: Words

    /// The n-th home far away: a /64 of its own.
    private func far(_ number: Int) -> Endpoint {
        Endpoint(address: IPv6Address(high: 0x2a00_0000_0000_0000 + UInt64(number), low: 1), port: 3540)
    }

    private func lookup(_ target: PeerID, bestMatch: RouteEntry? = nil, from source: Endpoint) -> Lookup {
        Lookup(
            acceptsNotCloser: true, precision: 0, criteria: .anyPeerName, reason: .applicationRequest,
            target: target, validate: .zero, bestMatch: bestMatch, path: [source])
    }

    private func look(_ talk: inout Dialogue, _ target: PeerID, from source: Endpoint) -> AuthorityBuffer? {
        talk.hear(.lookup(lookup(target, from: source)), from: source).sent.first?.buffer
    }
}
