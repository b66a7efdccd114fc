import PeerBase
import Testing

@testable import Mesh

@Suite("Becoming neighbours (peer channel 5)") struct ConnectTests {
    @Test("a visitor says Connect, hears Welcome, and we are online")
    func visitor() {
        var we = Dialogue()
        let link = we.accept(from: 5)
        #expect(we.node.neighbours.isEmpty)
        we.hear(.connectFrom(5), on: link)
        #expect(we.said(on: link).first == .welcome(.init(node: we.node.id, referrals: [])))
        #expect(we.neighbourIDs == [.numbered(5)])
        let caller = Endpoint(address: VirtualWire.ip(5), port: 40_000)
        #expect(we.events == [.neighbourConnected(.numbered(5), caller), .wentOnline])
        #expect(we.node.isOnline)
    }

    @Test("we dial what the resolver knows, say Connect with our address, and hear Welcome")
    func dial() throws {
        var we = Dialogue()
        #expect(we.hasResolved)
        we.resolved([5])
        let link = try #require(we.dialled.first)
        #expect(we.dialledAddress(link) == VirtualWire.address(5))
        we.open(link, to: 5)
        #expect(we.said(on: link) == [.connect(.init(node: we.node.id, address: VirtualWire.address(999)))])
        we.hear(.welcomeFrom(5), on: link)
        #expect(we.neighbourIDs == [.numbered(5)])
        #expect(we.node.neighbours.first?.isInitiator == true)
    }

    @Test("our own address among the answers is not dialled; a Connect or a Welcome with our own id ends the link")
    func ourselves() throws {
        var we = Dialogue()
        we.resolved([999])
        #expect(we.dialled.isEmpty)
        let visit = we.accept(from: 5)
        we.hear(.connect(.init(node: we.node.id, address: VirtualWire.address(5))), on: visit)
        #expect(we.said(on: visit) == [.refuse(.init(reason: .duplicateNodeID, referrals: []))])
        #expect(we.isClosed(visit))

        var other = Dialogue()
        other.resolved([5])
        let dial = try #require(other.dialled.first)
        other.open(dial, to: 5)
        other.hear(.welcome(.init(node: other.node.id, referrals: [])), on: dial)
        #expect(other.isClosed(dial))
        #expect(other.events.contains(.dialFailed(VirtualWire.address(5).endpoints[0].endpoint, .ourselves)))
    }

    @Test(
        "the eighth visitor of a classic node and the ninth of a modern one are refused, with referrals",
        arguments: [(Profile.classic, 7), (.modern, 8)])
    func busy(profile: Profile, most: Int) throws {
        var we = Dialogue(profile)
        for number in 1...most { _ = we.welcome(number) }
        #expect(we.node.neighbours.count == most)
        let late = we.welcome(50)
        guard case .refuse(let refuse)? = we.said(on: late).first else {
            Issue.record("no Refuse")
            return
        }
        #expect(refuse.reason == .nodeBusy)
        #expect(Set(refuse.referrals.map(\.node)) == Set((1...most).map(NodeID.numbered)))
        #expect(we.isClosed(late))
        #expect(we.node.neighbours.count == most)
    }

    @Test("an initiator that has no room any more closes the link before it says Connect")
    func fullMeanwhile() throws {
        var we = Dialogue()
        we.resolved([100])
        let link = try #require(we.dialled.first)
        for number in 1...8 { _ = we.welcome(number) }
        we.open(link, to: 100)
        #expect(we.said(on: link).isEmpty)
        #expect(we.isClosed(link))
    }

    @Test("referrals: at most ten, never the asker, and none when the mesh does not share them")
    func referrals() {
        var we = Dialogue(.classic)
        _ = we.welcome(1)
        _ = we.welcome(2)
        let third = we.welcome(3)
        #expect(we.said(on: third).first == .welcome(.init(node: we.node.id, referrals: [.to(1), .to(2)])))

        var silent = Dialogue(.classic) { $0.sharesReferrals = false }
        _ = silent.welcome(1)
        let second = silent.welcome(2)
        #expect(silent.said(on: second).first == .welcome(.init(node: silent.node.id, referrals: [])))
    }

    @Test(
        "who does not say Connect, or does not answer it, is given up in time",
        arguments: [(Profile.classic, 60), (.modern, 30)])
    func handshakeLimit(profile: Profile, seconds: Int) throws {
        var we = Dialogue(profile)
        we.resolved([5])
        let dial = try #require(we.dialled.first)
        we.open(dial, to: 5)
        let visit = we.accept(from: 6)
        we.wait(.seconds(seconds) - .milliseconds(1))
        #expect(!we.isClosed(dial) && !we.isClosed(visit))
        we.wait(.milliseconds(2))
        #expect(we.isClosed(dial) && we.isClosed(visit))
        #expect(we.node.counters.causes["timed out"] == 2)
    }

    @Test("link-local addresses are told only where they lead, and heard with the interface they came by")
    func scopes() throws {
        let local = IPv6Address(high: 0xfe80 << 48, low: 1)
        let scoped = NodeAddress([ScopedEndpoint(Endpoint(address: local, port: 9000), zone: 3)])
        var we = Dialogue { $0.address.endpoints += scoped.endpoints }
        let far = LinkPeer(endpoint: Endpoint(address: VirtualWire.ip(4), port: 1))
        let near = LinkPeer(endpoint: Endpoint(address: local, port: 1), zone: 3)
        let elsewhere = LinkPeer(endpoint: Endpoint(address: local, port: 1), zone: 4)
        let ours = we.node.configuration.address
        #expect(ours.said(to: far) == VirtualWire.address(999))
        #expect(ours.said(to: near).endpoints.map(\.zone) == [0, 0])
        #expect(ours.said(to: elsewhere) == VirtualWire.address(999))
        let heard = NodeAddress([ScopedEndpoint(Endpoint(address: local, port: 9000))])
        #expect(heard.heard(from: near) == scoped)
        #expect(heard.heard(from: far).endpoints.isEmpty)
        let loopback = NodeAddress([ScopedEndpoint(Endpoint(address: .loopback, port: 22))])
        #expect(loopback.heard(from: far).endpoints.isEmpty)
        _ = we.welcome(1)
    }
}
