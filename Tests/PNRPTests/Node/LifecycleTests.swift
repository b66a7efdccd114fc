import PeerBase
import PeerSimulation
import Testing

@testable import PNRP

@Suite("The states of a cloud (behaviour 6.3, 6.4)")
struct LifecycleTests {
    private let here: PeerName
    private let sha1 = ToyCryptography.functions.sha1
    private let other = Endpoint(address: VirtualCloud.endpoint(70).address, port: 3540)

    init() throws {
        here = try PeerName("0.here")
    }

    // MARK: Into the cloud

    @Test("a registration, a resolve and a probe open a Virtual cloud as an opening does")
    func lazily() throws {
        var talk = Dialogue(seeds: [Peer(1).endpoint])
        #expect(talk.node.state == .virtual)
        #expect(talk.pass(.seconds(3600)).isEmpty, "nothing is heard of a cloud that nobody uses")
        let opened = try talk.resolve("0.other").1
        #expect(opened.events.first == .stateChanged(.synchronizing))
        var second = Dialogue(seeds: [Peer(1).endpoint])
        let (_, registered) = try second.node.register(RegistrationRequest("0.here"), now: .zero)
        #expect(registered.sent.count == 1)
        #expect(second.node.state == .synchronizing)
        var third = Dialogue(seeds: [Peer(1).endpoint])
        _ = third.node.beginPing(Peer(2).endpoint, now: .zero)
        #expect(third.node.state == .synchronizing)
    }

    @Test("Virtual without an address: nothing opens it; what was opened opens with the first address")
    func withoutAddress() throws {
        var talk = Dialogue(seeds: [Peer(1).endpoint])
        #expect(talk.node.endpointsChanged(to: [], now: talk.now).isEmpty)
        #expect(throws: RegistrationError.networkUnreachable) { try talk.register(RegistrationRequest("0.here")) }
        let (id, actions) = try talk.resolve("0.other")
        #expect(actions.outcomes[id]?.result == .networkUnreachable)
        #expect(talk.node.open(now: talk.now).isEmpty)
        #expect(talk.node.state == .virtual)
        let back = talk.node.endpointsChanged(to: [other], now: talk.now)
        #expect(back.events == [.stateChanged(.synchronizing)])
        #expect(back.sent.map(\.destination) == [Peer(1).endpoint])
    }

    @Test("Synchronizing to Active: names are announced, and what waited is resolved")
    func firstRoute() throws {
        var talk = Dialogue(seeds: [Peer(1).endpoint])
        let own = try talk.register(RegistrationRequest("0.here"))
        let (id, waiting) = try talk.resolve("0.peer-2")
        #expect(waiting.sent.isEmpty)
        let question = try #require(talk.hear(.flood(.about(Peer(2).route)), from: Peer(1).endpoint).sent.first)
        let admitted = talk.answer(question, Peer(2).proof(question.inquire?.nonce))
        #expect(admitted.events.contains(.stateChanged(.active)))
        let targets = admitted.sent.compactMap(\.lookup?.target)
        #expect(targets.contains(own.successor))
        #expect(targets.count == 2)
        #expect(talk.node.resolves[id]?.isWaiting == false)
    }

    @Test("Synchronizing to Alone: what waited is not found")
    func nobodyThere() throws {
        var talk = Dialogue(seeds: [Peer(1).endpoint])
        let (id, _) = try talk.resolve("0.peer-2")
        // A seed that kept silent is asked three times more while somebody waits.
        #expect(talk.pass(.milliseconds(7999)).outcomes[id] == nil)
        let end = talk.pass(.milliseconds(1))
        #expect(end.events.contains(.stateChanged(.alone)))
        #expect(end.outcomes[id]?.result == .notFound)
        let (second, _) = try talk.resolve("0.peer-2")
        #expect(talk.node.resolves[second] == nil, "alone, it ends at once")
    }

    @Test("Alone to Active with the first route; Active to Alone, and at once to those known, with the last")
    func aloneAndBack() {
        var talk = Dialogue.alone()
        #expect(talk.node.state == .alone)
        talk.introduce(Peer(1))
        #expect(talk.node.state == .active)
        let flushed = talk.node.flush(now: talk.now)
        #expect(flushed.entries == 1)
        #expect(flushed.actions.events == [.stateChanged(.alone)])
        #expect(flushed.actions.sent.map(\.destination) == [Peer(1).endpoint])
        #expect(talk.node.cache.isEmpty)
    }

    @Test("a flush keeps the names and announces them to whoever comes next")
    func flushKeepsNames() throws {
        var (talk, own) = try Dialogue.publishing()
        talk.introduce(Peer(1))
        #expect(talk.node.registrations[own]?.isAnnounced == true)
        _ = talk.node.flush(now: talk.now)
        #expect(talk.node.registrations[own]?.isAnnounced == false)
        talk.introduce(Peer(2))
        #expect(talk.node.registrations[own]?.isAnnounced == true)
        #expect(talk.node.flush(now: talk.now).entries == 1)
        #expect(talk.node.flush(now: talk.now).entries == 0)
    }

    // MARK: Out of it

    @Test("unused for fifteen minutes: remembered, Virtual, nothing left, the sockets released")
    func cleanup() throws {
        var talk = Dialogue.alone()
        talk.introduce(Peer(1))
        #expect(talk.node.close(now: talk.now).isEmpty)
        let before = talk.pass(.milliseconds(899_999))
        #expect(!before.contains(.release))
        talk.introduce(Peer(1))
        let end = talk.pass(.milliseconds(1))
        #expect(end.events == [.stateChanged(.virtual)])
        #expect(end.last == .release)
        let known = end.flatMap { action -> [RememberedRoute] in
            if case .remember(let routes) = action { routes } else { [] }
        }
        #expect(known.map(\.route.id) == [Peer(1).id])
        #expect(talk.node.cache.isEmpty)
        #expect(talk.node.nextDeadline == nil)
        talk.hear(.solicit(Solicit(type: .any, routeEntry: nil, hashedNonce: sha1([1]))), from: other)
        #expect(talk.node.conversations.count == 0)
        #expect(talk.node.counters.refusedSources == 0, "nobody's fault")
        #expect(talk.node.open(now: talk.now).sent.map(\.destination) == [Peer(1).endpoint], "the list survives")
    }

    @Test("an opening, a registration and a running resolve each keep the cloud; the last to go starts the clock")
    func holds() throws {
        var talk = Dialogue.alone()
        let own = try talk.register(RegistrationRequest("0.here"))
        let (resolve, _) = try talk.resolve("0.there")
        #expect(talk.node.resolves[resolve] == nil, "alone, a resolve ends at once")
        #expect(talk.node.openCount == 2)
        _ = talk.node.close(now: talk.now)
        talk.pass(.seconds(3600))
        #expect(talk.node.state == .alone)
        _ = talk.unregister(own)
        #expect(talk.node.openCount == 0)
        talk.pass(.seconds(800))
        _ = talk.node.open(now: talk.now)
        talk.pass(.seconds(3600))
        #expect(talk.node.state == .alone, "opening again stopped the clock")
        _ = talk.node.close(now: talk.now)
        talk.pass(.seconds(900))
        #expect(talk.node.state == .virtual)
    }

    @Test("a resolve or a probe alone opens the cloud for fifteen minutes after its end")
    func passingUse() throws {
        var talk = Dialogue(seeds: [Peer(1).endpoint])
        _ = try talk.resolve("0.there")
        talk.pass(.milliseconds(907_999))
        #expect(talk.node.state == .alone)
        talk.pass(.milliseconds(1))
        #expect(talk.node.state == .virtual)
        _ = talk.node.beginPing(Peer(1).endpoint, now: talk.now)
        talk.pass(.seconds(900))
        #expect(talk.node.state == .virtual)
        let (id, _) = try talk.resolve("0.there")
        _ = talk.node.cancelResolve(id, now: talk.now)
        talk.pass(.seconds(900))
        #expect(talk.node.state == .virtual)
    }

    @Test("the interface vanishes: everything ends with cloud dead, and nothing works any more", arguments: [0, 1])
    func dead(routes: Int) throws {
        var talk = Dialogue(seeds: [Peer(9).endpoint])
        let own = try talk.register(RegistrationRequest("0.here"))
        for number in 0..<routes { talk.introduce(Peer(number + 1)) }
        let (resolve, _) = try talk.resolve("0.there")
        let (ping, _) = talk.node.beginPing(Peer(3).endpoint, now: talk.now)
        let (meeting, _) = talk.node.beginSynchronization(with: Peer(4).endpoint, now: talk.now)
        let end = talk.node.interfaceVanished(now: talk.now)
        #expect(end.events == [.stateChanged(.dead), .nameUnregistered(here, own)])
        #expect(end.outcomes[resolve]?.result == .cloudDead)
        #expect(end.contains(.completePing(ping, .unanswered)))
        #expect(end.contains(.completeSynchronization(meeting, .unanswered)))
        #expect(end.last == .release)
        #expect(talk.node.registrations.isEmpty)
        #expect(talk.node.nextDeadline == nil)
        #expect(throws: RegistrationError.cloudDead) { try talk.register(RegistrationRequest("0.here")) }
        let (late, refusal) = try talk.resolve("0.there")
        #expect(refusal.outcomes[late]?.result == .cloudDead)
        #expect(talk.node.endpointsChanged(to: [other], now: talk.now).isEmpty)
        #expect(talk.node.open(now: talk.now).isEmpty)
        #expect(talk.node.state == .dead)
    }

    @Test("No Net to Dead; a cloud that was never opened does not die")
    func deadBefore() throws {
        var talk = Dialogue.alone()
        _ = talk.node.endpointsChanged(to: [], now: talk.now)
        #expect(talk.node.interfaceVanished(now: talk.now).events == [.stateChanged(.dead)])
        var lazy = Dialogue()
        #expect(lazy.node.interfaceVanished(now: lazy.now).isEmpty)
        #expect(lazy.node.state == .virtual)
    }

    // MARK: The policy

    @Test("disabled from Virtual and Alone: at once; enabled again: Virtual, and open for those who hold it")
    func disabled() throws {
        var talk = Dialogue()
        #expect(talk.node.setEnabled(false, now: talk.now) == [.report(.stateChanged(.disabled))])
        #expect(throws: RegistrationError.cloudDisabled) { try talk.register(RegistrationRequest("0.here")) }
        let (id, refusal) = try talk.resolve("0.there")
        #expect(refusal.outcomes[id]?.result == .cloudDisabled)
        #expect(talk.node.setEnabled(true, now: talk.now) == [.report(.stateChanged(.virtual))])
        var open = Dialogue.alone()
        let own = try open.register(RegistrationRequest("0.here"))
        let off = open.node.setEnabled(false, now: open.now)
        #expect(off.events == [.stateChanged(.disabled), .nameUnregistered(here, own)])
        #expect(off.last == .release)
        #expect(open.node.setEnabled(false, now: open.now).isEmpty)
        let on = open.node.setEnabled(true, now: open.now)
        #expect(on.events.prefix(2) == [.stateChanged(.virtual), .stateChanged(.synchronizing)])
    }

    @Test("an Active cloud takes its names back before it is disabled, and takes no others meanwhile")
    func disabledWhenActive() throws {
        var (talk, own) = try Dialogue.publishing()
        talk.introduce(Peer(1))
        let signing = talk.node.setEnabled(false, now: talk.now)
        #expect(signing.events == [.nameUnregistered(here, own)])
        let revocations = signing.signingRequests.flatMap { talk.sign($0) }.sent
        #expect(revocations.first?.flood?.revoke != nil)
        #expect(talk.node.state == .active)
        #expect(throws: RegistrationError.cloudDisabled) { try talk.register(RegistrationRequest("0.more")) }
        #expect(talk.node.setEnabled(false, now: talk.now).isEmpty)
        for revocation in revocations { talk.acknowledge(revocation) }
        talk.pass(.milliseconds(2999))
        let denial = talk.hear(.inquire(Inquire(flags: [], validate: own, nonce: nil)), from: Peer(1).endpoint)
        #expect(denial.sent.first?.buffer?.flags == .notFound, "those further out are told that it is true")
        #expect(talk.pass(.milliseconds(1)).events == [.stateChanged(.disabled)])
        #expect(talk.node.nextDeadline == nil)
    }

    @Test("an Active cloud whose network goes while it takes its names back is disabled at once, and stays so")
    func networkLostWhileDisabling() throws {
        var (talk, _) = try Dialogue.publishing()
        talk.introduce(Peer(1))
        _ = talk.node.setEnabled(false, now: talk.now)
        let lost = talk.node.endpointsChanged(to: [], now: talk.now)
        #expect(lost.events == [.stateChanged(.disabled)])
        #expect(lost.last == .release)
        #expect(talk.node.endpointsChanged(to: [Dialogue.own], now: talk.now).isEmpty)
        #expect(talk.node.state == .disabled)
        #expect(talk.node.nextDeadline == nil)
    }

    @Test("enabled before the names were taken back: the cloud goes on without them")
    func changeOfMind() throws {
        var (talk, _) = try Dialogue.publishing()
        talk.introduce(Peer(1))
        for request in talk.node.setEnabled(false, now: talk.now).signingRequests {
            for revocation in talk.sign(request).sent { talk.acknowledge(revocation) }
        }
        _ = talk.node.setEnabled(true, now: talk.now)
        #expect(talk.node.state == .active)
        talk.pass(.seconds(5))
        #expect(talk.node.state != .disabled)
        _ = try talk.register(RegistrationRequest("0.here"))
    }

    @Test("a resolve-only cloud takes no names, and gives back those it has")
    func resolveOnly() throws {
        var (talk, own) = try Dialogue.publishing()
        talk.introduce(Peer(1))
        let actions = talk.node.setResolveOnly(true, now: talk.now)
        #expect(actions.events == [.nameUnregistered(here, own)])
        #expect(actions.signingRequests.count == 1)
        #expect(throws: RegistrationError.resolveOnly) { try talk.register(RegistrationRequest("0.here")) }
        let (_, lookups) = try talk.resolve("0.there")
        #expect(lookups.sent.count == 1)
        #expect(talk.node.setResolveOnly(false, now: talk.now).isEmpty)
        _ = try talk.register(RegistrationRequest("0.here"))
    }

    @Test("an unregistration whose cloud is left has done what it could, signed or not")
    func unfinishedFarewells() throws {
        var (talk, first) = try Dialogue.publishing()
        let second = try talk.register(RegistrationRequest("0.second"))
        talk.introduce(Peer(1))
        _ = talk.unregister(first)
        talk.signs = false
        let farewell = talk.node.unregister(second, now: talk.now)
        let (unsigned, _) = try #require(farewell)
        let lost = talk.node.endpointsChanged(to: [], now: talk.now)
        let completed = lost.filter { if case .completeUnregistration = $0 { true } else { false } }
        #expect(completed.count == 2)
        #expect(completed.contains(.completeUnregistration(unsigned)))
    }
}
