import PeerBase
import Testing

@testable import Mesh

@Suite("Maintenance (peer channel 6, 22)") struct MaintenanceTests {
    @Test("a classic node alone asks at most twice a pass: at the open, after 10 s, after 5 min")
    func classicPasses() {
        var we = Dialogue(.classic)
        #expect(we.hasResolved)
        we.resolved([])
        #expect(we.hasResolved, "twice a pass")
        we.resolved([])
        #expect(!we.hasResolved)
        we.wait(.seconds(10) - .milliseconds(1))
        #expect(!we.hasResolved)
        we.wait(.milliseconds(1))
        #expect(we.hasResolved)
        we.resolved([])
        we.resolved([])
        we.wait(.seconds(299))
        #expect(!we.hasResolved)
        we.wait(.seconds(1))
        #expect(we.hasResolved)
    }

    @Test("a classic node wants two at first and three later; below two it acts at once")
    func classicGoals() throws {
        var we = Dialogue(.classic)
        we.resolved([1, 2, 3])
        #expect(we.dialled.count == 2)
        for link in we.dialled {
            let number = try #require((1...3).first { VirtualWire.address($0) == we.dialledAddress(link) })
            we.open(link, to: number)
            we.hear(.welcomeFrom(number), on: link)
        }
        #expect(we.node.neighbours.count == 2)
        we.wait(.seconds(299))
        #expect(we.dialled.isEmpty)
        we.wait(.seconds(2))
        #expect(we.dialled.count == 1, "the third, with the pass after 5 min")
        let third = try #require(we.dialled.first)
        we.lose(third, .unreachable)
        we.resolved([])
        we.resolved([])
        let lost = try #require(we.node.neighbours.first?.link)
        we.wait(.seconds(200))
        we.lose(lost)
        #expect(we.hasResolved, "below two, and nobody known: at once")
    }

    @Test("a modern node fills up to four at the open, and to five with the check of every 30 s")
    func modernGoals() throws {
        var we = Dialogue()
        we.resolved([1, 2, 3, 4, 5, 6])
        #expect(we.dialled.count == 4)
        for link in we.dialled {
            let number = try #require((1...6).first { VirtualWire.address($0) == we.dialledAddress(link) })
            we.open(link, to: number)
            we.hear(.welcomeFrom(number), on: link)
        }
        #expect(we.node.neighbours.count == 4)
        for _ in 0..<29 {
            we.wait(.seconds(1))
            #expect(we.dialled.isEmpty)
            for neighbour in we.node.neighbours { we.hear(.pong(nonce: 0), on: neighbour.link) }
        }
        we.wait(.milliseconds(1001))
        #expect(we.dialled.count == 1)
    }

    @Test("below the minimum the resolver is asked less and less while it brings nobody new, at last every half minute")
    func pauses() {
        var we = Dialogue()
        we.resolved([])
        let link = we.welcome(5)
        let times = asking(&we, for: 240) { $0.hear(.pong(nonce: 0), on: link) }
        #expect((10...24).contains(times.count), "\(times)")
        #expect(zip(times, times.dropFirst()).allSatisfy { $1 - $0 <= 46 }, "\(times)")
    }

    @Test("without any neighbour it is asked every one or two seconds for as long as that lasts (check 13)")
    func alone() {
        var we = Dialogue()
        let times = asking(&we, for: 240) { _ in }
        #expect(Set(times).count >= 100, "\(times)")
        #expect(zip(times, times.dropFirst()).allSatisfy { $1 - $0 <= 2 }, "\(times)")
        let link = we.welcome(5)
        let later = asking(&we, for: 120) { $0.hear(.pong(nonce: 0), on: link) }
        #expect(later.count <= 16, "\(later)")
    }

    /// The seconds at which the resolver is asked, which never knows anybody.
    private func asking(_ we: inout Dialogue, for seconds: Int, _ everySecond: (inout Dialogue) -> Void) -> [Int] {
        var times: [Int] = []
        for second in 0..<seconds {
            while we.node.maintenance.isResolving {
                times.append(second)
                we.resolved([])
            }
            we.wait(.seconds(1))
            everySecond(&we)
        }
        return times
    }

    @Test("a node that failed its admission is left alone for ten minutes, one that was busy for ten seconds")
    func avoidance() throws {
        var we = Dialogue()
        we.resolved([1, 2])
        let links = Dictionary(uniqueKeysWithValues: we.dialled.map { (we.dialledAddress($0), $0) })
        let (stranger, busy) = (
            try #require(links[VirtualWire.address(1)]), try #require(links[VirtualWire.address(2)])
        )
        we.lose(stranger, .notAdmitted)
        #expect(we.events.contains(.dialFailed(VirtualWire.address(1).endpoints[0].endpoint, .notAdmitted)))
        we.open(busy, to: 2)
        we.hear(.refuse(.init(reason: .nodeBusy, referrals: [])), on: busy)
        let before = we.all.count
        for _ in 0..<599 {
            we.wait(.seconds(1))
            we.resolved([1, 2])
        }
        let dialled = we.all[before...].compactMap { if case .dial(_, let address) = $0 { address } else { nil } }
        #expect(!dialled.contains(VirtualWire.address(1)))
        #expect(dialled.contains(VirtualWire.address(2)))
        we.wait(.seconds(2))
        we.resolved([1])
        we.wait(.seconds(1))
        #expect(we.all.suffix(4).contains { if case .dial(_, VirtualWire.address(1)) = $0 { true } else { false } })
    }

    @Test("refresh asks the resolver whatever is known, wants one more, and forgives")
    func refresh() throws {
        var we = Dialogue()
        we.resolved([1])
        let stranger = try #require(we.dialled.first)
        we.lose(stranger, .notAdmitted)
        for number in 11...16 { _ = we.welcome(number) }
        we.resolved([])
        we.perform { $0.refresh(now: $1) }
        #expect(we.hasResolved)
        we.resolved([1])
        #expect(we.dialled.compactMap(we.dialledAddress) == [VirtualWire.address(1)])
    }

    @Test("a changed address is told to whom we connect later; neighbours are asked for a sign of life")
    func addressChange() throws {
        var we = Dialogue()
        let link = we.welcome(5)
        we.perform { $0.addressChanged(VirtualWire.address(1000), now: $1) }
        guard case .ping? = we.said(on: link).first else {
            Issue.record("no Ping")
            return
        }
        we.resolved([6])
        let dial = try #require(we.dialled.first)
        we.open(dial, to: 6)
        #expect(we.said(on: dial) == [.connect(.init(node: we.node.id, address: VirtualWire.address(1000)))])
    }

    @Test("a changed address is told to neighbours, who send others there; an unchanged one is not told")
    func addressFollowed() throws {
        var mover = Dialogue()
        let link = mover.welcome(5)
        mover.perform { $0.addressChanged(VirtualWire.address(999), now: $1) }
        #expect(mover.said(on: link).map(\.name) == ["Ping"])
        mover.perform { $0.addressChanged(VirtualWire.address(1000), now: $1) }
        let sample = mover.said(on: link).compactMap { if case .shuffle(let told) = $0 { told } else { nil } }
        #expect(sample == [[Referral(node: mover.node.id, address: VirtualWire.address(1000))]])

        var we = Dialogue()
        let neighbour = we.welcome(5)
        let moved = Referral(node: .numbered(5), address: VirtualWire.address(55))
        we.hear(.shuffle([moved]), on: neighbour)
        let visit = we.welcome(6)
        #expect(we.said(on: visit).first == .welcome(.init(node: we.node.id, referrals: [moved])))
    }

    @Test("nobody tells where another neighbour is, or that a neighbour is nowhere")
    func addressOfOthers() {
        var we = Dialogue()
        let (_, other) = (we.welcome(5), we.welcome(7))
        we.hear(.shuffle([Referral(node: .numbered(5), address: VirtualWire.address(66))]), on: other)
        we.hear(.shuffle([Referral(node: .numbered(7), address: NodeAddress([]))]), on: other)
        let visit = we.welcome(6)
        #expect(we.said(on: visit).first == .welcome(.init(node: we.node.id, referrals: [.to(5), .to(7)])))
    }
}

@Suite("Pruning (peer channel 6.3, 22)") struct PruningTests {
    /// Six neighbours, of which the first `heard` have sent 40 messages; those of neighbour `least` were useless.
    static func node(_ profile: Profile, heard: Int, least: Int) -> Dialogue {
        var we = Dialogue(profile)
        for number in 1...7 { _ = we.welcome(number) }
        we.perform { node, _ in
            for (index, link) in node.connectedLinks.enumerated() where index < heard {
                for _ in 0..<40 { node.links[link]?.flow.noteReceived(isUseful: index + 1 != least) }
            }
            return []
        }
        return we
    }

    /// Everybody gives signs of life for so long.
    static func keep(_ we: inout Dialogue, _ seconds: Int) {
        for _ in 0..<seconds {
            we.wait(.seconds(1))
            for neighbour in we.node.neighbours { we.hear(.pong(nonce: 0), on: neighbour.link) }
        }
    }

    @Test("classic: down to three, the least useful first, with referrals; who sent too little to be judged stays")
    func classic() throws {
        var we = Self.node(.classic, heard: 2, least: 2)
        let least = we.node.neighbours[1]
        we.wait(.seconds(300))
        guard case .disconnect(let disconnect)? = we.said(on: least.link).last else {
            Issue.record("no Disconnect")
            return
        }
        #expect(disconnect.reason == .notUsefulNeighbor)
        #expect(disconnect.referrals.count == 6)
        #expect(we.node.neighbours.count == 5, "two qualified")
        #expect(we.node.counters.pruned == 2)

        var all = Self.node(.classic, heard: 7, least: 4)
        all.wait(.seconds(301))
        #expect(all.node.neighbours.count == 3)
        #expect(!all.neighbourIDs.contains(.numbered(4)))
    }

    @Test("modern: one a minute, and five stay")
    func modern() {
        var we = Self.node(.modern, heard: 7, least: 4)
        Self.keep(&we, 31)
        #expect(we.node.neighbours.count == 6)
        #expect(!we.neighbourIDs.contains(.numbered(4)))
        Self.keep(&we, 31)
        #expect(we.node.neighbours.count == 6, "not yet")
        Self.keep(&we, 31)
        #expect(we.node.neighbours.count == 5)
        Self.keep(&we, 120)
        #expect(we.node.neighbours.count == 5)
    }

    @Test("the two of a pruned link do not dial each other for a minute")
    func backOff() throws {
        var we = Dialogue()
        let link = we.welcome(5)
        we.hear(.disconnect(.init(reason: .notUsefulNeighbor, referrals: [])), on: link)
        let before = we.all.count
        for _ in 0..<59 {
            we.wait(.seconds(1))
            we.resolved([5])
        }
        #expect(!we.all[before...].contains { if case .dial = $0 { true } else { false } })
        we.wait(.seconds(2))
        #expect(we.dialled.count == 1)
    }
}
