import PeerBase
import PeerSimulation
import Testing

@testable import PNRP

@Suite("Resolving, message by message (behaviour 12, 20)")
struct ResolvingTests {
    private let publisher = Peer(1, isSecure: true)

    @Test("where datagrams get lost a walk begins anew, but not as often as answers come")
    func anew() throws {
        var talk = Dialogue.alone()
        talk.introduce(Peer(1))
        for number in 100..<132 {
            talk.node.loss.answered(
                isLate: true, by: talk.node.sourceKey(VirtualCloud.endpoint(number)), now: talk.now)
        }
        let (id, first) = try talk.resolve("0.nobody")
        var actions = first
        var questions = 0
        while let question = actions.sent.first, questions < 100 {
            questions += 1
            actions = talk.answer(question, AuthorityBuffer(flags: []))
        }
        #expect(actions.outcomes[id]?.result == .notFound)
        #expect(questions == 1 + Limits.walksAnew)
    }

    @Test("LOOKUP, dead end, INQUIRE, record")
    func found() throws {
        var talk = knowing([publisher.route])
        let (id, actions) = try talk.resolve(publisher.name.description)
        let lookup = try #require(actions.sent.first)
        #expect(lookup.lookup?.criteria == .anyPeerName)
        #expect(lookup.lookup?.reason == .applicationRequest)
        #expect(lookup.lookup?.validate == publisher.id)
        #expect(lookup.lookup?.target.serviceLocation.suffix == 1 << 63)
        #expect(lookup.lookup?.acceptsNotCloser == true, "the cache is small")
        talk.pass(.milliseconds(20))
        let inquire = try #require(talk.answer(lookup, AuthorityBuffer(flags: [])).sent.first)
        #expect(inquire.inquire?.flags == [.cpa, .extendedPayload, .certificateChain])
        talk.pass(.milliseconds(30))
        let outcome = try #require(
            talk.answer(inquire, publisher.proof(inquire.inquire?.nonce)).outcomes[id])
        guard case .found(let record) = outcome.result else {
            Issue.record("\(outcome)")
            return
        }
        #expect(record.id == publisher.id)
        #expect(record.endpoints.map(\.port) == [80])
        #expect(outcome.target == lookup.lookup?.target)
        let bits = lookup.lookup.map { $0.target.commonPrefixLength(with: publisher.id) } ?? 0
        #expect(
            outcome.trace == [
                TraceStep(endpoint: Dialogue.own, id: nil, matchingBits: 0, elapsed: .zero, verdict: .accepted),
                TraceStep(
                    endpoint: publisher.endpoint, id: publisher.id, matchingBits: bits, elapsed: .milliseconds(20),
                    verdict: .deadEnd),
                TraceStep(
                    endpoint: publisher.endpoint, id: publisher.id, matchingBits: 0, elapsed: .milliseconds(30),
                    verdict: .acceptedFinalInquire),
            ])
        #expect(bits >= 128)
    }

    @Test("the deadline ends it with the way so far, and nothing follows")
    func deadline() throws {
        var talk = knowing([Peer(2).route])
        talk.stopUpkeep()
        let query = ResolveQuery(name: try PeerName("0.nobody"), timeout: .milliseconds(1500))
        let (second, _) = talk.node.beginResolve(query, now: talk.now)
        let outcome = try #require(talk.pass(.milliseconds(1500)).outcomes[second])
        #expect(outcome.result == .timedOut)
        #expect(outcome.elapsed == .milliseconds(1500))
        #expect(outcome.trace.map(\.verdict) == [.accepted])
        #expect(!talk.pass(.seconds(10)).sent.contains { $0.lookup?.reason == .applicationRequest })
    }

    @Test("a cancelled resolve sends nothing more and says nothing more")
    func cancelled() throws {
        var talk = knowing([publisher.route])
        talk.stopUpkeep()
        let (id, actions) = try talk.resolve(publisher.name.description)
        let lookup = try #require(actions.sent.first)
        #expect(talk.node.cancelResolve(id, now: talk.now).isEmpty)
        #expect(talk.answer(lookup, AuthorityBuffer(flags: [])).isEmpty)
        #expect(talk.node.reliable.count == 0)
        let later = talk.pass(.seconds(60))
        #expect(later.outcomes.isEmpty)
        #expect(!later.sent.contains { $0.lookup?.reason == .applicationRequest })
    }

    @Test("a publisher that keeps silent is asked again by a node that cannot know yet what silence means")
    func silentPublisher() throws {
        var talk = knowing([publisher.route, Peer(2).route])
        talk.stopUpkeep()
        let (_, actions) = try talk.resolve(publisher.name.description)
        #expect(actions.sent.map(\.destination) == [publisher.endpoint])
        let again = talk.pass(.seconds(2)).sent.last { $0.lookup != nil }
        #expect(again?.destination == publisher.endpoint)
        #expect(talk.pass(.seconds(2)).sent.last?.destination == publisher.endpoint)
        #expect(talk.pass(.seconds(2)).sent.last?.destination == Peer(2).endpoint, "three times are enough")
    }

    @Test("a silent hop is noted, forgotten and passed over")
    func unreachable() throws {
        var talk = knowing([publisher.route, Peer(2).route])
        for _ in 0..<Limits.tellingAnswers {
            talk.node.loss.answered(isLate: false, by: talk.node.sourceKey(Peer(9).endpoint), now: talk.now)
        }
        let (id, actions) = try talk.resolve(publisher.name.description)
        #expect(actions.sent.first?.destination == publisher.endpoint)
        let next = talk.pass(.seconds(2))
        #expect(next.sent.last?.destination == Peer(2).endpoint)
        #expect(next.sent.last?.lookup?.path == [Dialogue.own, publisher.endpoint])
        #expect(next.events.contains(.routeRemoved(publisher.id)))
        guard
            case .hopTaken(id, let step) = next.events.first(where: { if case .hopTaken = $0 { true } else { false } })
        else {
            Issue.record("no step was told")
            return
        }
        #expect(step.verdict == .unreachable)
        #expect(step.elapsed == .seconds(2))
        #expect(talk.node.counters.staleCacheHits == 1)
    }

    @Test("N removes the hop; a liar about somebody else's identifier removes nobody")
    func denied() throws {
        var talk = knowing([Peer(2).route, Peer(3).route])
        let (_, actions) = try talk.resolve(publisher.name.description)
        let lookup = try #require(actions.sent.first)
        let asked = try #require(lookup.lookup?.validate)
        let other = asked == Peer(2).id ? Peer(3) : Peer(2)
        let lie = AuthorityBuffer(flags: .notFound, routeEntry: RouteEntry(other.id, at: 77))
        let second = talk.answer(lookup, lie)
        #expect(talk.node.cache[asked] == nil)
        let asking = try #require(second.sent.first)
        #expect(asking.destination == VirtualCloud.endpoint(77))
        talk.answer(asking, AuthorityBuffer(flags: .notFound))
        #expect(talk.node.cache[other.id]?.route == other.route)
    }

    @Test("a busy publisher is asked three times, a second apart, each time with a fresh nonce")
    func busyPublisher() throws {
        var talk = knowing([publisher.route])
        let (id, actions) = try talk.resolve(publisher.name.description)
        let lookup = try #require(actions.sent.first)
        var inquire = try #require(talk.answer(lookup, AuthorityBuffer(flags: [])).sent.first)
        var nonces: Set<Nonce?> = [inquire.inquire?.nonce]
        for _ in 0..<2 {
            #expect(talk.answer(inquire, AuthorityBuffer(flags: .busy)).sent.isEmpty)
            #expect(talk.pass(.milliseconds(999)).sent.isEmpty)
            inquire = try #require(talk.pass(.milliseconds(1)).sent.first)
            nonces.insert(inquire.inquire?.nonce)
        }
        #expect(nonces.count == 3)
        let outcome = try #require(talk.answer(inquire, AuthorityBuffer(flags: .busy)).outcomes[id])
        #expect(outcome.result == .notFound)
        #expect(outcome.trace.map(\.verdict) == [.accepted, .deadEnd, .tooBusy, .tooBusy, .tooBusy])
        #expect(talk.node.cache[publisher.id] != nil)
    }

    @Test("a secure name signed with another key is never accepted")
    func impostor() throws {
        let impostor = Peer(66)
        let claim = RouteEntry(PeerID(p2pID: publisher.id.p2pID, serviceLocation: impostor.id.serviceLocation), at: 66)
        var talk = knowing([claim])
        let (id, actions) = try talk.resolve(publisher.name.description)
        let lookup = try #require(actions.sent.first)
        let inquire = try #require(talk.answer(lookup, AuthorityBuffer(flags: [])).sent.first)
        #expect(inquire.destination == impostor.endpoint)
        let forged = AuthorityBuffer(
            flags: [], classifier: "peer", routeEntry: claim,
            cpa: impostor.record(inquire.inquire?.nonce) { record in
                record.authority = ToyCryptography.functions.sha1(publisher.key)
                record.classifierHash = publisher.name.classifierHash(sha1: ToyCryptography.functions.sha1)
                record.serviceLocation = claim.id.serviceLocation
                record.publicKey = publisher.key
            })
        let after = talk.answer(inquire, forged)
        #expect(after.outcomes[id]?.result == .notFound)
        #expect(talk.node.cache[claim.id] == nil)
        #expect(talk.node.counters.invalidRecords == 1)
    }

    @Test("a valid record of another name is not what was asked for")
    func otherName() throws {
        var talk = knowing([publisher.route])
        let (id, actions) = try talk.resolve(publisher.name.description)
        let lookup = try #require(actions.sent.first)
        let inquire = try #require(talk.answer(lookup, AuthorityBuffer(flags: [])).sent.first)
        let other = Peer(2)
        #expect(talk.answer(inquire, other.proof(inquire.inquire?.nonce)).outcomes[id]?.result == .notFound)
    }

    @Test("while the cloud synchronizes a resolve waits, and ends when nobody is found")
    func waiting() throws {
        var talk = Dialogue(seeds: [Peer(2).endpoint])
        let (id, actions) = try talk.resolve("0.any")
        #expect(actions.sent.allSatisfy { $0.solicit != nil })
        #expect(talk.pass(.milliseconds(7999)).outcomes[id] == nil)
        #expect(talk.pass(.milliseconds(1)).outcomes[id]?.result == .notFound)
    }

    @Test("a match that nobody can ask any more gives way to the hops that are left")
    func withoutAddress() throws {
        var talk = Dialogue(seeds: [Peer(1).endpoint])
        let own = try talk.register(RegistrationRequest("0.here"))
        let query = ResolveQuery(name: try PeerName("0.here"), criteria: .any)
        let (id, _) = talk.node.beginResolve(query, now: talk.now)
        // The best match is our own name, taken back before the walk begins.
        _ = talk.unregister(own)
        let question = try #require(talk.hear(.flood(.about(Peer(2).route)), from: Peer(900).endpoint).sent.first)
        let walk = talk.answer(question, Peer(2).proof(question.inquire?.nonce))
        #expect(walk.outcomes[id] == nil)
        #expect(walk.sent.map { $0.lookup?.validate } == [Peer(2).id])
    }

    @Test("the hundred and first resolve is too much")
    func tooMuch() throws {
        var talk = knowing([publisher.route])
        for _ in 0..<100 { _ = try talk.resolve(publisher.name.description) }
        let (id, actions) = try talk.resolve(publisher.name.description)
        #expect(actions.outcomes[id]?.result == .tooMuchLoad)
        #expect(actions.sent.isEmpty)
    }

    private func knowing(_ routes: [RouteEntry]) -> Dialogue {
        var talk = Dialogue.alone()
        talk.node.state = .active
        for route in routes { talk.place(route) }
        return talk
    }
}
