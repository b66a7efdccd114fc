import PeerBase
import PeerSimulation
import Testing

@testable import PNRP

@Suite("No route enters the cache unverified (behaviour 9.3)")
struct AdmissionTests {
    private let peer = Peer(1)
    private let gossip = Peer(900).endpoint

    @Test("what cannot be a member is not even asked")
    func refusedRoutes() throws {
        var (talk, own) = try Dialogue.publishing()
        var lowPort = peer.route
        lowPort.port = 1024
        var ourselves = peer.route
        ourselves.addresses = [Dialogue.own.address]
        for text in ["fe80::1", "ff02::1", "::1", "::", "fec0::1"] {
            var foreign = peer.route
            foreign.addresses.append(try #require(IPv6Address(text)))
            #expect(hear(&talk, foreign).isEmpty, "\(text)")
        }
        for route in [lowPort, ourselves, RouteEntry(own, at: 5), RouteEntry(.zero, at: 5)] {
            #expect(hear(&talk, route).isEmpty)
        }
        #expect(talk.node.cache.isEmpty)
    }

    @Test("an ordinary place takes an answer, a leaf's place a record over our nonce")
    func questions() throws {
        var talk = Dialogue.alone()
        #expect(hear(&talk, peer.route).first?.inquire == Inquire(flags: [], validate: peer.id, nonce: nil))
        var (publisher, _) = try Dialogue.publishing()
        let question = try #require(hear(&publisher, peer.route).first?.inquire)
        #expect(question.flags == [.cpa, .certificateChain])
        #expect(question.nonce != nil)
    }

    @Test("a good record opens the leaf set")
    func goodRecord() throws {
        var (talk, _) = try Dialogue.publishing()
        let question = try #require(hear(&talk, peer.route).first)
        talk.answer(question, peer.proof(question.inquire?.nonce))
        #expect(talk.node.cache[peer.id]?.route == peer.route)
        #expect(talk.node.state == .active)
    }

    struct Spoiled: CustomTestStringConvertible {
        var testDescription: String
        var change: @Sendable (inout CertifiedPeerAddress) -> Void
    }

    @Test(
        "a record that is wrong in one respect does not",
        arguments: [
            Spoiled(testDescription: "another nonce") { $0.nonce.low ^= 1 },
            Spoiled(testDescription: "another place") { $0.serviceLocation.suffix ^= 1 },
            Spoiled(testDescription: "another name") { $0.classifierHash = ToyCryptography.functions.sha1([1]) },
            Spoiled(testDescription: "expired") {
                $0.notAfter = CalendarTime(ticks: Dialogue.calendarOrigin.ticks - 1)
            },
            Spoiled(testDescription: "a revocation") { $0.isRevocation = true },
            Spoiled(testDescription: "service addresses elsewhere") { $0.serviceAddresses = [Peer(2).endpoint] },
            Spoiled(testDescription: "more service addresses") { $0.serviceAddresses.append(Peer(2).endpoint) },
            Spoiled(testDescription: "another port") { $0.serviceAddresses[0].port += 1 },
            Spoiled(testDescription: "an authority that is not the key's") {
                $0.authority = ToyCryptography.functions.sha1([2])
            },
            Spoiled(testDescription: "signed with another key") { $0.publicKey = ToyCryptography.publicKey(77) },
        ])
    func badRecord(spoiled: Spoiled) throws {
        var (talk, _) = try Dialogue.publishing()
        let question = try #require(hear(&talk, peer.route).first)
        talk.answer(question, peer.proof(question.inquire?.nonce, change: spoiled.change))
        #expect(talk.node.cache.isEmpty)
        #expect(talk.node.counters.invalidRecords == 1)
        #expect(hear(&talk, peer.route).count == 1, "it may try again")
    }

    @Test("nor does an answer without a record, or with the route of another")
    func incomplete() throws {
        var (talk, _) = try Dialogue.publishing()
        let first = try #require(hear(&talk, peer.route).first)
        talk.answer(first, AuthorityBuffer(flags: []))
        let second = try #require(hear(&talk, peer.route).first)
        var buffer = peer.proof(second.inquire?.nonce)
        buffer.routeEntry?.id = Peer(2).id
        talk.answer(second, buffer)
        let third = try #require(hear(&talk, peer.route).first)
        buffer = peer.proof(third.inquire?.nonce)
        buffer.classifier = "somebody else"
        talk.answer(third, buffer)
        #expect(talk.node.cache.isEmpty)
        #expect(talk.node.counters.invalidRecords == 3)
    }

    @Test("a malformed buffer leaves the question open")
    func malformedBuffer() throws {
        var (talk, _) = try Dialogue.publishing()
        let question = try #require(hear(&talk, peer.route).first)
        let junk = Authority(acked: question.id, size: 4, offset: 0, fragment: [1, 2, 3, 4])
        talk.hear(.authority(junk), from: peer.endpoint)
        talk.answer(question, peer.proof(question.inquire?.nonce))
        #expect(talk.node.cache[peer.id] != nil)
        #expect(talk.node.counters.malformed == 1)
    }

    @Test("N discards the candidate and its cached copy; B the candidate alone")
    func notFoundAndBusy() throws {
        var (talk, _) = try Dialogue.publishing()
        talk.stopUpkeep()
        talk.introduce(peer)
        talk.introduce(Peer(2))
        talk.pass(.seconds(61))
        let first = try #require(hear(&talk, peer.route).first)
        talk.answer(first, AuthorityBuffer(flags: .busy))
        #expect(talk.node.cache[peer.id] != nil)
        let second = try #require(hear(&talk, peer.route).first)
        #expect(talk.answer(second, AuthorityBuffer(flags: .notFound)).events == [.routeRemoved(peer.id)])
        #expect(talk.node.cache[peer.id] == nil)
    }

    @Test("silence discards both")
    func silence() throws {
        var (talk, _) = try Dialogue.publishing()
        talk.stopUpkeep()
        talk.introduce(peer)
        talk.introduce(Peer(2))
        talk.pass(.seconds(61))
        #expect(hear(&talk, peer.route).count == 1)
        #expect(talk.pass(.seconds(2)).events == [.routeRemoved(peer.id)])
    }

    @Test("a wrong address for a known identifier drives nobody out", arguments: [true, false])
    func slander(saysNo: Bool) throws {
        var (talk, _) = try Dialogue.publishing()
        talk.introduce(peer)
        let elsewhere = RouteEntry(peer.id, at: 66)
        let question = try #require(hear(&talk, elsewhere).first)
        if saysNo {
            talk.answer(question, AuthorityBuffer(flags: .notFound))
        } else {
            talk.pass(.seconds(2))
        }
        #expect(talk.node.cache[peer.id]?.route == peer.route)
    }

    @Test("what was verified within a minute is not asked again, unless its addresses differ")
    func freshness() throws {
        var (talk, own) = try Dialogue.publishing()
        talk.stopUpkeep()
        talk.introduce(peer)
        talk.pass(.milliseconds(59_999))
        // In a LOOKUP; a FLOOD about a leaf is a question of life and death (behaviour 9.6).
        let lookup = Lookup(
            acceptsNotCloser: false, precision: 0, criteria: .none, reason: .registration, target: own,
            validate: own, bestMatch: peer.route, path: [gossip])
        #expect(!talk.hear(.lookup(lookup), from: gossip).sent.contains { $0.inquire != nil })
        var moved = peer.route
        moved.addresses.append(Peer(2).endpoint.address)
        #expect(hear(&talk, moved).count == 1)
        talk.pass(.milliseconds(1))
        #expect(talk.node.admissions.count == 1)
        #expect(hear(&talk, peer.route).isEmpty, "one question at a time")
    }

    @Test("a place that became a leaf's while the question was out takes a record after all")
    func becameLeaf() throws {
        var talk = Dialogue.alone()
        let question = try #require(hear(&talk, peer.route).first)
        _ = try talk.register(RegistrationRequest("0.here"))
        let second = try #require(talk.answer(question, AuthorityBuffer(flags: [])).sent.first)
        #expect(talk.node.cache.isEmpty)
        #expect(second.inquire?.flags == [.cpa, .certificateChain])
        talk.answer(second, peer.proof(second.inquire?.nonce))
        #expect(talk.node.cache[peer.id] != nil)
    }

    @Test("32 candidates of one source are under test, 256 of all")
    func limits() {
        var talk = Dialogue.alone()
        for number in 1...40 { talk.hear(.flood(.about(Peer(number).route)), from: gossip) }
        #expect(talk.node.admissions.count == Limits.pendingAdmissionsPerSource)
        // More FLOODs would not be heeded.
        for number in 1...300 {
            talk.node.consider(Peer(number).route, origin: .flood(Peer(1000 + number).endpoint), now: talk.now)
        }
        #expect(talk.node.admissions.count == Limits.pendingAdmissions)
        talk.pass(.seconds(2))
        #expect(talk.node.admissions.count == 0)
    }

    @Test("the address that answered comes first")
    func testedFirst() throws {
        var talk = Dialogue.alone()
        var route = peer.route
        let far = try #require(IPv6Address("2a00::1"))
        route.addresses = [far, peer.endpoint.address]
        let question = try #require(hear(&talk, route).first)
        #expect(question.destination == peer.endpoint, "it shares most bits with ours")
        talk.answer(question, AuthorityBuffer(flags: []))
        #expect(talk.node.cache[peer.id]?.route.addresses == [peer.endpoint.address, far])
    }

    private func hear(_ talk: inout Dialogue, _ route: RouteEntry) -> [Sent] {
        talk.hear(.flood(.about(route)), from: gossip).sent
    }
}
