import PeerBase
import PeerSimulation
import Testing

@testable import PNRP

@Suite("Addresses that no member can have (behaviour 9.3 rule 1, 17.3; wire 1)")
struct ForbiddenAddressTests {
    private static let forbidden = ["ff02::c", "ff0e::1", "::", "::1", "fe80::7", "fec0::7"]
    private let gossip = Peer(900).endpoint

    @Test("nobody is asked there, whoever names it and in which message", arguments: forbidden)
    func neverAsked(text: String) throws {
        let address = try #require(IPv6Address(text))
        var (talk, own) = try Dialogue.publishing()
        let target = Peer(1)
        for addresses in [[address], [target.endpoint.address, address]] {
            let route = RouteEntry(id: target.id, port: 3540, addresses: addresses)
            let lookup = Lookup(
                acceptsNotCloser: true, precision: 0, criteria: .anyPeerName, reason: .applicationRequest,
                target: own, validate: .zero, bestMatch: route, path: [gossip])
            let bodies: [Message.Body] = [
                .flood(.about(route, validate: own)), .lookup(lookup),
                .solicit(Solicit(type: .any, routeEntry: route, hashedNonce: .zero)),
            ]
            for body in bodies { #expect(talk.hear(body, from: gossip).sent.allSatisfy { $0.destination == gossip }) }
        }
        #expect(talk.node.admissions.count == 0)
    }

    @Test("no walk goes there", arguments: forbidden)
    func neverWalked(text: String) throws {
        let address = try #require(IPv6Address(text))
        var talk = Dialogue.alone()
        talk.introduce(Peer(1))
        let (_, actions) = try talk.resolve("0.wanted")
        let lookup = try #require(actions.sent.first { $0.lookup != nil })
        let target = try #require(lookup.lookup?.target)
        let suggestion = RouteEntry(id: target, port: 3540, addresses: [address])
        let next = talk.answer(lookup, AuthorityBuffer(flags: [], routeEntry: suggestion)).sent
        #expect(next.allSatisfy { $0.destination.address != address })
    }

    @Test("a probe or a seed there sends nothing and ends like one that nobody answers", arguments: forbidden)
    func neverSolicited(text: String) throws {
        let endpoint = Endpoint(address: try #require(IPv6Address(text)), port: 3540)
        var talk = Dialogue(seeds: [endpoint])
        #expect(talk.node.open(now: talk.now).sent.isEmpty)
        let (ping, actions) = talk.node.beginPing(endpoint, now: talk.now)
        #expect(actions.isEmpty)
        #expect(talk.pass(.seconds(1)).contains(.completePing(ping, .unanswered)))
    }

    @Test("nobody there is answered", arguments: forbidden)
    func neverAnswered(text: String) throws {
        let source = Endpoint(address: try #require(IPv6Address(text)), port: 3540)
        var (talk, own) = try Dialogue.publishing()
        let inquire = Message.Body.inquire(Inquire(flags: [], validate: own, nonce: nil))
        #expect(talk.hear(inquire, from: source).isEmpty)
        #expect(talk.hear(inquire, from: Endpoint(address: gossip.address, port: 1024)).isEmpty)
        #expect(talk.node.counters.refusedSources == 2)
        #expect(!talk.hear(inquire, from: Endpoint(address: gossip.address, port: 1025)).isEmpty)
    }
}
