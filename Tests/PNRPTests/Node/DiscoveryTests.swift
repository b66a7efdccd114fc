import PeerBase
import PeerSimulation
import Testing

@testable import PNRP

@Suite("Finding members on the link and through names (behaviour 7)")
struct DiscoveryTests {
    private let seeds = (1...3).map { Peer($0).endpoint }
    private let old = Peer(50)

    // MARK: The order of the stages

    @Test("the remembered, then the link for four seconds, then the names of the seeds, then the seeds, then alone")
    func order() {
        var talk = Dialogue(remembered: [old.route], searchesLink: true, looksUpSeeds: true)
        #expect(asked(talk.node.open(now: .zero)) == [old.endpoint])
        #expect(talk.pass(.seconds(2)).last == .search)
        talk.pass(.milliseconds(3999))
        #expect(talk.pass(.milliseconds(1)) == [.lookUpSeeds])
        talk.pass(.seconds(1))
        #expect(asked(talk.node.seedsFound(seeds, now: talk.now)) == [seeds[0], seeds[1]])
        talk.pass(.milliseconds(1999))
        #expect(asked(talk.pass(.milliseconds(1))) == [seeds[2]])
        talk.pass(.milliseconds(1999))
        #expect(talk.pass(.milliseconds(1)).events == [.stateChanged(.alone)])
    }

    @Test("DNS is waited for five seconds; without seeds the cloud is alone, until DNS names one after all")
    func slowNames() {
        var talk = Dialogue(looksUpSeeds: true)
        #expect(talk.node.open(now: .zero).last == .lookUpSeeds)
        talk.pass(.milliseconds(4999))
        #expect(talk.node.state == .synchronizing)
        talk.pass(.milliseconds(1))
        #expect(talk.node.state == .alone)
        #expect(asked(talk.node.seedsFound(seeds, now: talk.now)) == [seeds[0]])
        #expect(talk.node.seedsFound(seeds, now: talk.now).isEmpty, "they are no news")
        talk.pass(.seconds(2))
        #expect(asked(talk.pass(untilDue: .maintenance)) == [seeds[1]])
    }

    @Test("a name that hangs keeps nobody waiting: what is known is asked at once, the rest as DNS names it")
    func namesInParts() {
        var talk = Dialogue(looksUpSeeds: true)
        _ = talk.node.open(now: .zero)
        #expect(asked(talk.node.seedsFound([seeds[1]], isComplete: false, now: talk.now)) == [seeds[1]])
        #expect(talk.pass(.seconds(2)).events.isEmpty, "DNS may still name one that answers")
        // The order of the texts is another; nobody is passed by and nobody asked twice.
        let named = talk.node.seedsFound([seeds[0], seeds[1]], isComplete: false, now: talk.now)
        #expect(asked(named) == [seeds[0]])
        talk.pass(.milliseconds(500))
        #expect(talk.node.seedsFound(seeds, now: talk.now).isEmpty)
        talk.pass(.milliseconds(1499))
        #expect(asked(talk.pass(.milliseconds(1))) == [seeds[2]])
        #expect(talk.pass(.seconds(2)).events == [.stateChanged(.alone)])
    }

    @Test("with some seeds silent, the others are waited for as long as without them")
    func namesThatNeverCome() {
        var talk = Dialogue(looksUpSeeds: true)
        _ = talk.node.open(now: .zero)
        _ = talk.node.seedsFound([seeds[0]], isComplete: false, now: talk.now)
        #expect(talk.pass(.milliseconds(4999)).events.isEmpty)
        #expect(talk.pass(.milliseconds(1)).events == [.stateChanged(.alone)])
        #expect(asked(talk.node.seedsFound([seeds[0], seeds[1]], now: talk.now)) == [seeds[1]])
    }

    @Test("DNS knows nothing: what was configured is asked, and DNS again with the next run")
    func noNames() {
        var talk = Dialogue(seeds: [seeds[0]], looksUpSeeds: true)
        _ = talk.node.open(now: .zero)
        #expect(asked(talk.node.seedsFound([], now: talk.now)) == [seeds[0]])
        talk.pass(.seconds(2))
        #expect(talk.node.state == .alone)
        #expect(talk.pass(untilDue: .maintenance).last == .lookUpSeeds)
    }

    @Test("what DNS said is good for five minutes")
    func cachedNames() {
        var talk = Dialogue(looksUpSeeds: true)
        _ = talk.node.open(now: .zero)
        _ = talk.node.seedsFound(seeds, now: talk.now)
        #expect(!talk.pass(.seconds(299)).contains(.lookUpSeeds))
        #expect(talk.pass(.seconds(13)).contains(.lookUpSeeds))
    }

    @Test("alone, the link, one seed, the remembered, the link: a stage a tick, and the seeds in turn")
    func aloneInTurn() {
        var talk = Dialogue(seeds: [seeds[0], seeds[1]], remembered: [old.route], searchesLink: true)
        _ = talk.node.open(now: .zero)
        talk.pass(.seconds(8))
        #expect(talk.node.state == .alone)
        var found: [[Endpoint]] = []
        while found.count < 6 {
            let actions = talk.pass(untilDue: .maintenance)
            found.append(actions.contains(.search) ? [] : asked(actions))
            talk.pass(.seconds(2))
        }
        #expect(found == [[old.endpoint], [], [seeds[0]], [old.endpoint], [], [seeds[1]]])
    }

    @Test("fewer seeds than before: the index begins anew instead of running past the end")
    func shrinkingSeeds() {
        var talk = Dialogue(seeds: seeds)
        _ = talk.node.open(now: .zero)
        talk.pass(.seconds(4))
        #expect(asked(talk.pass(untilDue: .maintenance)) == [seeds[0]])
        talk.pass(.seconds(2))
        #expect(asked(talk.pass(untilDue: .maintenance)) == [seeds[1]])
        #expect(asked(talk.node.setSeeds([Peer(9).endpoint], now: talk.now)) == [Peer(9).endpoint])
        talk.pass(.seconds(2))
        #expect(asked(talk.pass(untilDue: .maintenance)) == [Peer(9).endpoint])
        talk.pass(.seconds(2))
        #expect(talk.node.setSeeds([], now: talk.now).isEmpty)
        #expect(asked(talk.pass(.seconds(60))).isEmpty)
    }

    @Test("a lonely publisher asks those it has known with every tick, two at a time; a resolver in their turn only")
    func knownNodes() throws {
        let known = (60..<64).map { Peer($0) }
        var talk = Dialogue(seeds: [seeds[0]], remembered: known.map(\.route))
        _ = try talk.register(RegistrationRequest("0.here"))
        talk.pass(.seconds(4))
        #expect(talk.node.state == .alone)
        #expect(asked(talk.pass(untilDue: .maintenance)) == known.map(\.endpoint), "their turn; nobody twice")
        talk.pass(.seconds(2))
        let second = asked(talk.pass(untilDue: .maintenance))
        #expect(second.first == seeds[0])
        #expect(second.count == 3)
        #expect(Set(second.dropFirst()).isSubset(of: known.map(\.endpoint)))
        var resolver = Dialogue(seeds: [seeds[0]], remembered: known.map(\.route))
        _ = resolver.node.open(now: .zero)
        resolver.pass(.seconds(4))
        resolver.pass(untilDue: .maintenance)
        resolver.pass(.seconds(2))
        #expect(asked(resolver.pass(untilDue: .maintenance)) == [seeds[0]])
    }

    // MARK: The link

    @Test("each answer to a search starts a conversation; five for one search, each member once")
    func answers() {
        var talk = Dialogue(searchesLink: true)
        #expect(talk.node.open(now: .zero).last == .search)
        for number in 1...5 {
            let endpoint = Peer(number).endpoint
            #expect(asked(talk.node.discovered(endpoint, now: talk.now)) == [endpoint])
            #expect(talk.node.discovered(endpoint, now: talk.now).isEmpty)
        }
        #expect(talk.node.discovered(Peer(6).endpoint, now: talk.now).isEmpty)
    }

    @Test("an answer that comes late is waited for; then comes the next stage")
    func lateAnswer() {
        var talk = Dialogue(seeds: [seeds[0]], searchesLink: true)
        _ = talk.node.open(now: .zero)
        talk.pass(.milliseconds(3900))
        _ = talk.node.discovered(Peer(7).endpoint, now: talk.now)
        talk.pass(.milliseconds(1999))
        #expect(asked(talk.pass(.milliseconds(1))) == [seeds[0]])
    }

    @Test("an early answer that leads nowhere does not end the search")
    func earlyFailure() {
        var talk = Dialogue(searchesLink: true)
        _ = talk.node.open(now: .zero)
        _ = talk.node.discovered(Peer(7).endpoint, now: talk.now)
        talk.pass(.milliseconds(3999))
        #expect(talk.node.state == .synchronizing)
        talk.pass(.milliseconds(1))
        #expect(talk.node.state == .alone)
    }

    @Test("an announcement is followed while alone, at any time")
    func announcement() {
        var talk = Dialogue.alone()
        talk.pass(.seconds(3))
        #expect(asked(talk.node.discovered(Peer(7).endpoint, now: talk.now)) == [Peer(7).endpoint])
        talk.introduce(Peer(7))
        #expect(talk.node.state == .active)
    }

    @Test("a stream of announcements buys five conversations a minute, and no memory")
    func hostileAnnouncements() {
        var talk = Dialogue.alone()
        var solicits = 0
        for second in 0..<120 {
            for number in 0..<100 {
                let endpoint = VirtualCloud.endpoint(1000 + second * 100 + number)
                solicits += asked(talk.node.discovered(endpoint, now: talk.now)).count
            }
            talk.pass(.seconds(1))
        }
        #expect(solicits == 10)
        #expect(talk.node.reliable.count <= Limits.linkFindings)
    }

    @Test("ourselves, another scope and a low port are nobody to ask")
    func unusable() throws {
        var talk = Dialogue.alone()
        let foreign = Endpoint(address: try #require(IPv6Address("fe80::1")), port: 3540)
        let low = Endpoint(address: Peer(1).endpoint.address, port: 1024)
        for endpoint in [Dialogue.own, foreign, low] {
            #expect(talk.node.discovered(endpoint, now: talk.now).isEmpty)
        }
    }

    @Test("Active, strangers are followed while few are known, and those known are not")
    func activeFindings() {
        var talk = Dialogue.alone()
        talk.introduce(Peer(1))
        #expect(talk.node.discovered(Peer(1).endpoint, now: talk.now).isEmpty)
        #expect(asked(talk.node.discovered(Peer(2).endpoint, now: talk.now)) == [Peer(2).endpoint])
        for number in 200..<208 { talk.place(Peer(number).route) }
        #expect(talk.node.discovered(Peer(3).endpoint, now: talk.now).isEmpty)
    }

    @Test("a closed cloud follows nobody")
    func closed() {
        var talk = Dialogue()
        #expect(talk.node.discovered(Peer(1).endpoint, now: talk.now).isEmpty)
        _ = talk.node.setEnabled(false, now: talk.now)
        #expect(talk.node.discovered(Peer(1).endpoint, now: talk.now).isEmpty)
    }

    // MARK: Being found

    @Test("discoverable from the first name to the last, at the address of the day, while there is a network")
    func advertised() throws {
        var talk = Dialogue(searchesLink: true)
        #expect(advertising(talk.node.open(now: .zero)).isEmpty)
        let (first, actions) = try talk.node.register(RegistrationRequest("0.here"), now: talk.now)
        #expect(advertising(actions) == [.advertise(Dialogue.own)])
        let (second, more) = try talk.node.register(RegistrationRequest("0.there"), now: talk.now)
        #expect(advertising(more).isEmpty)
        let moved = VirtualCloud.endpoint(70)
        #expect(advertising(talk.node.endpointsChanged(to: [moved], now: talk.now)) == [.advertise(moved)])
        #expect(advertising(talk.node.endpointsChanged(to: [], now: talk.now)) == [.withdraw])
        let back = talk.node.endpointsChanged(to: [Dialogue.own], now: talk.now)
        #expect(advertising(back) == [.advertise(Dialogue.own)])
        #expect(advertising(talk.unregister(first)).isEmpty)
        #expect(advertising(talk.unregister(second)) == [.withdraw])
    }

    @Test("where the policy forbids multicast nothing is searched for and nothing advertised")
    func silent() throws {
        var talk = Dialogue()
        let (_, actions) = try talk.node.register(RegistrationRequest("0.here"), now: .zero)
        #expect(advertising(actions).isEmpty)
        #expect(!talk.pass(.seconds(60)).contains(.search))
    }

    @Test("the first name of a node that is alone makes it search at once, the second does not")
    func firstName() throws {
        var talk = Dialogue(searchesLink: true)
        _ = talk.node.open(now: .zero)
        talk.pass(.seconds(5))
        #expect(talk.node.state == .alone)
        let (_, actions) = try talk.node.register(RegistrationRequest("0.here"), now: talk.now)
        #expect(actions.contains(.search))
        let (_, more) = try talk.node.register(RegistrationRequest("0.there"), now: talk.now)
        #expect(!more.contains(.search))
    }

    private func asked(_ actions: [Action]) -> [Endpoint] {
        actions.sent.filter { $0.solicit != nil }.map(\.destination)
    }

    private func advertising(_ actions: [Action]) -> [Action] {
        actions.filter { action in
            switch action {
            case .advertise, .withdraw: true
            default: false
            }
        }
    }
}
