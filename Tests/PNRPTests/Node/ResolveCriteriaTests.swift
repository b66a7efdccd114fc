import PeerBase
import PeerSimulation
import Testing

@testable import PNRP

@Suite("What an application may ask for (behaviour 12.1)")
struct ResolveCriteriaTests {
    private let hint = IPv6Address(high: 0x2001_0db8_1234_5678, low: 9)

    @Test(
        "nearest looks by 64 bits more and around an address, the others anywhere",
        arguments: ResolveQuery.Criteria.allCases)
    func target(criteria: ResolveQuery.Criteria) throws {
        let isNearest = [.nearestRemote, .nearestOtherProcess, .nearest].contains(criteria)
        let ask = { (hint: IPv6Address?) in try lookup(criteria, hint: hint) }
        let plain = try ask(nil)
        #expect(plain.criteria == (isNearest ? .nearest64PeerName : .anyPeerName))
        #expect(plain.target.serviceLocation.suffix == 1 << 63)
        #expect((plain.target.serviceLocation.prefix == Dialogue.own.address.high) == isNearest)
        #expect((try ask(hint).target.serviceLocation.prefix == hint.high) == isNearest)
    }

    @Test("a name of this node answers only any and nearest", arguments: ResolveQuery.Criteria.allCases)
    func ownNames(criteria: ResolveQuery.Criteria) throws {
        var (talk, own) = try Dialogue.publishing()
        let query = ResolveQuery(name: try PeerName("0.here"), criteria: criteria)
        let (id, actions) = talk.node.beginResolve(query, now: talk.now)
        let outcome = try #require(actions.outcomes[id])
        switch (outcome.result, criteria) {
        case (.found(let record), .any), (.found(let record), .nearest): #expect(record.id == own)
        case (.notFound, .remote), (.notFound, .nearestRemote): break
        case (.notFound, .otherProcess), (.notFound, .nearestOtherProcess): break
        default: Issue.record("\(criteria): \(outcome.result)")
        }
    }

    @Test("another process of this host is found, but not by those who look for another host")
    func sameHost() throws {
        let publisher = Peer(1)
        let neighbour = RouteEntry(id: publisher.id, port: 4000, addresses: [Dialogue.own.address])
        for criteria in ResolveQuery.Criteria.allCases {
            var talk = Dialogue.alone()
            talk.node.state = .active
            talk.place(neighbour)
            let query = ResolveQuery(name: publisher.name, criteria: criteria)
            let (id, actions) = talk.node.beginResolve(query, now: talk.now)
            let lookup = try #require(actions.sent.first)
            #expect(lookup.destination == neighbour.endpoints[0], "as a hop it is as good as any")
            let after = talk.answer(lookup, AuthorityBuffer(flags: []))
            let isAskedForProof = after.sent.contains { $0.inquire?.flags.contains(.extendedPayload) == true }
            #expect(isAskedForProof == ![.remote, .nearestRemote].contains(criteria), "\(criteria)")
            #expect((after.outcomes[id]?.result == .notFound) == !isAskedForProof, "\(criteria)")
        }
    }

    @Test("no more than a thousand records, no fewer than one, no longer than ten minutes")
    func bounds() throws {
        let name = try PeerName("0.any")
        #expect(ResolveQuery(name: name, limit: 0).limit == 1)
        #expect(ResolveQuery(name: name, limit: .max).limit == 1000)
        #expect(ResolveQuery(name: name, timeout: .seconds(3600)).timeout == .seconds(600))
    }

    private func lookup(_ criteria: ResolveQuery.Criteria, hint: IPv6Address?) throws -> Lookup {
        var talk = Dialogue.alone()
        talk.node.state = .active
        talk.place(Peer(1).route)
        let query = ResolveQuery(name: try PeerName("0.any"), criteria: criteria, locationHint: hint)
        return try #require(talk.node.beginResolve(query, now: talk.now).1.sent.first?.lookup)
    }
}
