import PeerBase
import Testing

@testable import Mesh

@Suite("Frames out of place and lists that cannot be (peer channel 17)") struct HostileTests {
    static let anyFrames: [Frame] = [
        .welcomeFrom(5), .refuse(.init(reason: .nodeBusy, referrals: [])),
        .disconnect(.init(reason: .leavingMesh, referrals: [])), .linkUtility(.init(total: 1, useful: 1)),
        .ping(nonce: 1), .pong(nonce: 1), .flood(.init(signed: [1], signature: [], hopsLeft: nil, hopsDone: 0)),
        .iHave([]), .graft([]), .prune, .iDontWant([]), .shuffle([.to(7)]), .shuffleReply([]),
        .syncRequest(.init(messages: 1, bytes: 1)), .syncReply(.init(floods: [], isLast: true)),
    ]

    @Test("a visitor may say nothing but Connect", arguments: anyFrames)
    func beforeConnect(frame: Frame) {
        var we = Dialogue()
        let link = we.accept(from: 5)
        we.hear(frame, on: link)
        #expect(we.isClosed(link))
        #expect(we.said(on: link).isEmpty, "silent on the wire")
        #expect(we.node.counters.causes["misbehaved"] == 1)
        #expect(we.node.reserve.entries.isEmpty)
    }

    @Test(
        "to our Connect the only answers are Welcome and Refuse", arguments: [.connectFrom(5)] + anyFrames.dropFirst(2))
    func insteadOfWelcome(frame: Frame) throws {
        var we = Dialogue()
        we.resolved([5])
        let link = try #require(we.dialled.first)
        we.open(link, to: 5)
        we.hear(frame, on: link)
        #expect(we.isClosed(link))
        #expect(we.node.neighbours.isEmpty)
    }

    @Test(
        "a neighbour does not introduce itself again",
        arguments: [.connectFrom(5), .connectFrom(6)] + anyFrames.prefix(2))
    func introductionTwice(frame: Frame) {
        var we = Dialogue()
        let link = we.welcome(5)
        we.hear(frame, on: link)
        #expect(we.isClosed(link))
        #expect(we.allEvents.contains(.wentOffline))
    }

    @Test(
        "a Refuse may carry three reasons; any other ends the link, and its referrals count for nothing",
        arguments: [Reason.leavingMesh, .notUsefulNeighbor, .internalFailure])
    func reasonsOfRefuse(reason: Reason) throws {
        var we = Dialogue()
        we.resolved([5])
        let link = try #require(we.dialled.first)
        we.open(link, to: 5)
        we.hear(.refuse(.init(reason: reason, referrals: [.to(7)])), on: link)
        #expect(we.isClosed(link))
        #expect(!we.node.reserve.knows(.numbered(7), VirtualWire.address(7)))
    }

    static let noAddresses = [
        NodeAddress([]),
        NodeAddress([ScopedEndpoint(Endpoint(address: .unspecified, port: 9000))]),
        NodeAddress([ScopedEndpoint(Endpoint(address: IPv6Address(high: 0xff02 << 48, low: 1), port: 9000))]),
        NodeAddress([ScopedEndpoint(Endpoint(address: VirtualWire.ip(5), port: 0))]),
        NodeAddress((0..<11).map { ScopedEndpoint(Endpoint(address: VirtualWire.ip($0 + 1), port: 9000)) }),
    ]

    @Test("a Connect without a usable address is cut off silently", arguments: noAddresses)
    func badAddress(address: NodeAddress) {
        var we = Dialogue()
        let link = we.accept(from: 5)
        we.hear(.connect(.init(node: .numbered(5), address: address)), on: link)
        #expect(we.isClosed(link))
        #expect(we.said(on: link).isEmpty)
    }

    @Test("one bad referral costs a classic neighbour its link, a modern one only the third", arguments: noAddresses)
    func badReferral(address: NodeAddress) throws {
        let list = [Referral.to(7), Referral(node: .numbered(8), address: address)]
        for (profile, strikes) in [(Profile.classic, 1), (.modern, 3)] {
            var we = Dialogue(profile)
            we.resolved([5])
            let link = try #require(we.dialled.first)
            we.open(link, to: 5)
            we.hear(.welcomeFrom(5, list), on: link)
            if profile == .classic {
                #expect(we.isClosed(link))
                #expect(we.node.reserve.entries.isEmpty, "the whole list is refused")
                continue
            }
            #expect(we.node.neighbours.count == 1)
            #expect(we.node.reserve.knows(.numbered(7), VirtualWire.address(7)))
            for strike in 2...strikes {
                we.wait(.seconds(11))
                we.hear(.shuffle(list), on: link)
                #expect(we.isClosed(link) == (strike == strikes))
            }
        }
    }

    @Test("more than ten referrals end the link")
    func tooManyReferrals() throws {
        var we = Dialogue()
        we.resolved([5])
        let link = try #require(we.dialled.first)
        we.open(link, to: 5)
        we.hear(.welcomeFrom(5, (20..<31).map(Referral.to)), on: link)
        #expect(we.isClosed(link))
        #expect(!we.node.reserve.knows(.numbered(20), VirtualWire.address(20)))
    }

    @Test("invented nodes cannot make the reserve larger than it is", arguments: Profile.allCases)
    func floodOfReferrals(profile: Profile) {
        var reserve = Reserve(limit: profile.settings.reserve)
        var random = RandomSource(seed: 3)
        for number in 1...10_000 { reserve.add(.numbered(number), VirtualWire.address(number), random: &random) }
        #expect(reserve.entries.count == (profile == .classic ? 50 : 30))
    }

    @Test("the memory of what not to dial is bounded; what would end first goes")
    func floodOfAvoidance() {
        var avoidance = Avoidance<NodeAddress>()
        for number in 1...1000 {
            avoidance.avoid(VirtualWire.address(number), until: .zero + .seconds(number), now: .zero)
        }
        #expect(!avoidance.contains(VirtualWire.address(744), now: .zero))
        #expect(avoidance.contains(VirtualWire.address(745), now: .zero))
        #expect(!avoidance.contains(VirtualWire.address(745), now: .zero + .seconds(745)))
    }

    @Test("visitors that say nothing are bounded")
    func silentVisitors() {
        var we = Dialogue()
        for number in 1...16 {
            let link = we.accept(from: number)
            #expect(!we.isClosed(link))
        }
        let oneMore = we.accept(from: 17)
        #expect(we.isClosed(oneMore))
        #expect(we.events.contains { if case .turnedAway(_, .crowded) = $0 { true } else { false } })
        #expect(we.node.counters.turnedAway == 1)
        we.wait(.seconds(31))
        let later = we.accept(from: 18)
        #expect(!we.isClosed(later))
    }

    @Test("a neighbour that passes on a bad signature is cut off, and its key is kept out for ten minutes")
    func bannedKey() throws {
        var seal = Seal.plain
        seal.open = { _, _ in .failure(.badSignature) }
        var we = Dialogue(seal: seal)
        let link = we.accept(from: 5, key: [1, 2, 3])
        we.hear(.connectFrom(5), on: link)
        we.hear(.flood(.init(signed: [1], signature: [9], hopsLeft: nil, hopsDone: 0)), on: link)
        #expect(we.isClosed(link))
        let again = we.accept(from: 6, key: [1, 2, 3])
        #expect(we.isClosed(again), "from wherever it comes")
        #expect(we.events.contains { if case .turnedAway(_, .banned) = $0 { true } else { false } })
        let other = we.accept(from: 5, key: [4, 5, 6])
        #expect(!we.isClosed(other))
        we.wait(.seconds(600))
        let later = we.accept(from: 5, key: [1, 2, 3])
        #expect(!we.isClosed(later))
    }

    @Test("a classic mesh knows no Shuffle, and a modern one no answer that was not asked for")
    func unasked() {
        var classic = Dialogue(.classic)
        let first = classic.welcome(5)
        classic.hear(.shuffle([.to(7)]), on: first)
        #expect(classic.isClosed(first))
        var modern = Dialogue(.modern)
        let second = modern.welcome(5)
        modern.hear(.shuffleReply([.to(7)]), on: second)
        #expect(modern.isClosed(second))
    }

    @Test("samples faster than every ten seconds are passed over")
    func fastShuffles() {
        var we = Dialogue()
        let link = we.welcome(5)
        we.hear(.shuffle([.to(20)]), on: link)
        #expect(we.said(on: link).contains { if case .shuffleReply = $0 { true } else { false } })
        we.hear(.shuffle([.to(21)]), on: link)
        #expect(we.said(on: link).isEmpty)
        #expect(!we.node.reserve.knows(.numbered(21), VirtualWire.address(21)))
    }

    @Test("frames that cross with our closing are passed over")
    func late() {
        var we = Dialogue()
        let link = we.welcome(5)
        we.perform { $0.close(now: $1) }
        we.hear(.ping(nonce: 1), on: link)
        #expect(we.actions.isEmpty)
        we.resolved([5])
        #expect(we.actions.isEmpty)
        let visit = we.accept(from: 6)
        #expect(we.isClosed(visit))
    }

    @Test("a visitor cannot keep us from dialling somebody by naming its address as its own")
    func claimedAddress() {
        var we = Dialogue()
        let link = we.accept(from: 5)
        we.hear(.connect(.init(node: .numbered(5), address: VirtualWire.address(8))), on: link)
        we.resolved([8])
        #expect(we.dialled.compactMap(we.dialledAddress) == [VirtualWire.address(8)])
    }
}
