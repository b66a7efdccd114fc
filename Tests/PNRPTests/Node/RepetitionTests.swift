import PeerBase
import PeerSimulation
import Testing

@testable import PNRP

@Suite("Questions that come again (behaviour 13)")
struct RepetitionTests {
    private let asker = Peer(100).endpoint

    @Test("the same bytes again for three seconds, then a fresh answer")
    func sameBytes() throws {
        var (talk, own) = try Dialogue.publishing()
        for body in [solicit, lookup(own), inquire(own, nonce: 1)] {
            let first = talk.hear(body, from: asker, id: 7).datagrams
            talk.pass(.milliseconds(2999))
            #expect(talk.hear(body, from: asker, id: 7).datagrams == first)
            talk.pass(.milliseconds(1))
            let later = talk.hear(body, from: asker, id: 7).datagrams
            #expect(later.count == first.count && later != first)
        }
        #expect(talk.node.counters.repeatedRequests == 3)
        #expect(talk.node.counters.lookupsAnswered == 2)
    }

    @Test("another source, another identifier and another type are other questions")
    func otherQuestions() throws {
        var (talk, own) = try Dialogue.publishing()
        talk.hear(lookup(own), from: asker, id: 7)
        talk.hear(lookup(own), from: Peer(101).endpoint, id: 7)
        talk.hear(lookup(own), from: asker, id: 8)
        talk.hear(solicit, from: asker, id: 7)
        #expect(talk.node.counters.repeatedRequests == 0)
    }

    @Test("a question repeated while its answer is signed waits for that answer")
    func signedOnce() throws {
        var (talk, own) = try Dialogue.publishing()
        talk.signs = false
        let question = inquire(own, nonce: 1)
        let request = try #require(talk.hear(question, from: asker, id: 7).signingRequests.first)
        talk.pass(.seconds(1))
        #expect(talk.hear(question, from: asker, id: 7).isEmpty)
        let answer = talk.sign(request).datagrams
        #expect(answer.count == 1)
        #expect(talk.hear(question, from: asker, id: 7).datagrams == answer)
    }

    @Test("one signature for each source and nonce, whatever the message is called")
    func noncesCount() throws {
        var (talk, own) = try Dialogue.publishing()
        #expect(buffer(talk.hear(inquire(own, nonce: 1), from: asker))?.cpa != nil)
        #expect(buffer(talk.hear(inquire(own, nonce: 1), from: asker)) == AuthorityBuffer(flags: .busy))
        #expect(buffer(talk.hear(inquire(own, nonce: 2), from: asker))?.cpa != nil)
        #expect(buffer(talk.hear(inquire(own, nonce: 1), from: Peer(101).endpoint))?.cpa != nil)
        #expect(talk.node.counters.throttledInquiries == 1)
        talk.pass(.seconds(3))
        #expect(buffer(talk.hear(inquire(own, nonce: 1), from: asker))?.cpa != nil)
    }

    @Test("a REQUEST that comes again is acknowledged again and nothing more")
    func request() throws {
        var (talk, own) = try Dialogue.publishing()
        let nonce = Nonce(high: 1, low: 2)
        let hash = ToyCryptography.functions.sha1(nonce.bytes)
        talk.hear(.solicit(Solicit(type: .any, routeEntry: nil, hashedNonce: hash)), from: asker)
        let request = Message.Body.request(Request(nonce: nonce, ids: [own]))
        let first = talk.hear(request, from: asker, id: 9)
        #expect(first.sent.count == 2)
        #expect(talk.hear(request, from: asker, id: 9).datagrams == [first.datagrams[0]])
        #expect(talk.hear(request, from: asker, id: 10).isEmpty, "the conversation is over")
    }

    @Test("a FLOOD that comes again is acknowledged again and not processed")
    func flood() throws {
        var (talk, own) = try Dialogue.publishing()
        let news = Message.Body.flood(
            Flood(wantsNoAck: false, validate: own, revoke: nil, routeEntry: Peer(5).route, flooded: []))
        let first = talk.hear(news, from: asker, id: 9)
        #expect(first.sent.count { $0.inquire != nil } == 1)
        talk.pass(.seconds(2))
        #expect(talk.hear(news, from: asker, id: 9).datagrams == [first.datagrams[0]])
    }

    @Test("repetitions do not get around the budget of bytes")
    func budget() throws {
        var talk = Dialogue.alone()
        var request = try RegistrationRequest("0.big")
        request.payload = .binary(Array(repeating: 7, count: Limits.payloadBytes))
        let own = try talk.register(request)
        let question = Message.Body.inquire(
            Inquire(flags: [.cpa, .extendedPayload], validate: own, nonce: Nonce(high: 0, low: 1)))
        var total = 0
        for _ in 0..<200 {
            total += talk.hear(question, from: asker, id: 7).datagrams.reduce(0) { $0 + $1.count }
        }
        #expect(total > Limits.answerByteBurst / 2)
        #expect(total <= Limits.answerByteBurst)
        #expect(talk.node.counters.withheldAnswers > 0)
    }

    @Test("what is kept is bounded in number and bytes, and forgotten")
    func bounded() throws {
        var talk = Dialogue.alone()
        var request = try RegistrationRequest("0.big")
        request.payload = .binary(Array(repeating: 7, count: Limits.payloadBytes))
        let own = try talk.register(request)
        var mostBytes = 0
        for number in 0..<2000 {
            let source = VirtualCloud.endpoint(100 + number)
            let inquire = Inquire(
                flags: [.cpa, .extendedPayload], validate: own, nonce: Nonce(high: 0, low: UInt64(number)))
            talk.hear(.inquire(inquire), from: source)
            talk.hear(lookup(own), from: source)
            talk.hear(
                .flood(Flood(wantsNoAck: false, validate: own, revoke: nil, routeEntry: nil, flooded: [])), from: source
            )
            talk.pass(.milliseconds(2))
            #expect(talk.node.replies.count <= 2 * Limits.replies)
            mostBytes = max(mostBytes, talk.node.replies.bytes)
        }
        #expect(mostBytes <= Limits.replyBytes)
        talk.pass(.seconds(10))
        #expect(talk.node.replies.count == 0 && talk.node.replies.bytes == 0)
    }

    // MARK: Words

    private var solicit: Message.Body {
        .solicit(Solicit(type: .any, routeEntry: nil, hashedNonce: .zero))
    }

    private func lookup(_ target: PeerID) -> Message.Body {
        .lookup(
            Lookup(
                acceptsNotCloser: true, precision: 0, criteria: .anyPeerName, reason: .applicationRequest,
                target: target, validate: .zero, bestMatch: nil, path: [asker]))
    }

    private func inquire(_ id: PeerID, nonce: UInt64) -> Message.Body {
        .inquire(Inquire(flags: .cpa, validate: id, nonce: Nonce(high: 0, low: nonce)))
    }

    private func buffer(_ actions: [Action]) -> AuthorityBuffer? { actions.sent.first?.buffer }
}
