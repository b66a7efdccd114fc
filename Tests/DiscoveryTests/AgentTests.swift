import Discovery
import PeerBase
import Testing

/// Coming, being here, and leaving (collab 10.3, 10.4).
@Suite struct PresenceTests {
    @Test func whoSignsInAsksAtOnceAndSaysSoSoon() throws {
        var delays: [Duration] = []
        for seed in 0..<40 as Range<UInt64> {
            var agent = DiscoveryAgent(random: RandomSource(seed: seed), reader: read)
            #expect(agent.phase == .signedOut)
            let first = agent.signIn(amit, links: [Talk.link], unixNanoseconds: 0, now: .zero)
            #expect(first.compactMap(\.everybody).map(\.kind) == [.probe])
            #expect(first.first?.everybody?.body == .probe(ProbeQuestion(types: [person])))
            #expect(agent.phase == .signingIn)

            var talk = Talk(seed: seed)
            let said = talk.wait(.milliseconds(500)).filter { $0.action.everybody?.kind == .hello }
            delays.append(try #require(said.first?.time, "seed \(seed)"))
            #expect(talk.agent.phase == .signedIn)
        }
        #expect(delays.allSatisfy { $0 >= .zero && $0 <= .milliseconds(500) })
        #expect(delays.contains { $0 < .milliseconds(170) } && delays.contains { $0 > .milliseconds(330) })
    }

    /// Four times, the second after 50 to 250 ms, each further one after twice that but 500 ms at most.
    @Test(arguments: 0..<20 as Range<UInt64>) func aHelloIsSaidFourTimes(seed: UInt64) throws {
        var talk = Talk(seed: seed)
        let hellos = talk.wait(.seconds(5)).filter { $0.action.everybody?.kind == .hello }
        #expect(hellos.count == 4, "seed \(seed)")
        #expect(Set(hellos.map(\.action)).count == 1)
        let gaps = zip(hellos.dropFirst(), hellos).map { $0.time - $1.time }
        #expect(gaps[0] >= .milliseconds(50) && gaps[0] <= .milliseconds(250))
        #expect(gaps[1] == min(gaps[0] * 2, .milliseconds(500)))
        #expect(gaps[2] == min(gaps[0] * 4, .milliseconds(500)))
    }

    /// One Hello for every link: no address of any in it.
    @Test func aHelloTellsNoAddress() throws {
        var talk = Talk()
        let hello = try #require(talk.wait(.seconds(1)).compactMap(\.action.everybody).first { $0.kind == .hello })
        guard case .hello(let target) = hello.body else { return }
        #expect(target.transports.isEmpty)
        #expect(target.metadataVersion == 1)
        #expect(target.types == [device, person])
        #expect(hello.sequence?.instance == 1000 && hello.sequence?.number == 1)
    }

    @Test func whoLeavesSaysByeFourTimesAndNothingElse() throws {
        var talk = Talk()
        _ = talk.hear(probe(1))
        let first = talk.agent.signOut(now: talk.now)
        #expect(talk.agent.phase == .signingOut)
        let rest = talk.wait(.seconds(120)).map(\.action)
        let said = (first + rest).compactMap(\.everybody)
        #expect(said.map(\.kind) == [.bye, .bye, .bye, .bye] && first.count + rest.count == 4)
        #expect(said.first?.body == .bye("urn:uuid:\(amit.nearID)"))
        #expect(talk.agent.phase == .signedOut && talk.agent.nextDeadline == nil)
        #expect(talk.agent.signOut(now: talk.now).isEmpty)
    }

    @Test func aNewNicknameIsANewVersionAtOnce() throws {
        var talk = Talk()
        let first = talk.wait(.seconds(2)).compactMap(\.action.everybody).last
        var person = amit
        #expect(talk.agent.update(person, now: talk.now).isEmpty)
        person.nickname = "Amit3"
        let hello = try #require(talk.agent.update(person, now: talk.now).first?.everybody)
        guard case .hello(let target) = hello.body else { return }
        #expect(target.metadataVersion == 2 && target.scopes.first == "x-p2psh://near/nick/Amit3")
        #expect(target.address == "urn:uuid:\(amit.nearID)")
        #expect(hello.sequence?.id == first?.sequence?.id && hello.sequence?.instance == first?.sequence?.instance)
        #expect(hello.sequence?.number == 2)
        #expect(talk.agent.update(person, now: talk.now).isEmpty)
    }

    /// Every message gets the next number; what is said again keeps it.
    @Test func messagesAreNumbered() {
        var talk = Talk()
        for number in 0..<5 as Range<UInt64> { _ = talk.hear(probe(number)) }
        var numbers: [String: UInt64] = [:]
        for (_, action) in talk.wait(.seconds(5)) {
            let bytes: [UInt8]
            switch action {
            case .multicast(let said): bytes = said
            case .send(let said, _, _): bytes = said
            case .report: continue
            }
            guard let said = message(bytes), let sequence = said.sequence else { continue }
            #expect(numbers[said.id] ?? sequence.number == sequence.number)
            numbers[said.id] = sequence.number
        }
        #expect(numbers.values.sorted() == [1, 2, 3, 4, 5, 6])
    }

    @Test func whoComesAgainIsAnotherInstanceEvenInTheSameSecond() throws {
        var talk = Talk()
        let first = try #require(talk.wait(.seconds(1)).compactMap(\.action.everybody).last?.sequence)
        _ = talk.agent.signOut(now: talk.now)
        _ = talk.agent.signIn(amit, links: [Talk.link], unixNanoseconds: 1_000_500_000_000, now: talk.now)
        let hello = talk.wait(.seconds(1)).compactMap(\.action.everybody).first { $0.kind == .hello }
        let second = try #require(hello?.sequence)
        #expect(second.instance > first.instance && second.id != first.id && second.number == 1)
    }

    @Test(arguments: 0..<5 as Range<UInt64>) func everyMinuteOrSoItIsAskedAgain(seed: UInt64) {
        var talk = Talk(seed: seed)
        let probes = talk.wait(.seconds(1200)).filter { $0.action.everybody?.kind == .probe }
        let times = Dictionary(probes.map { ($0.action, $0.time) }, uniquingKeysWith: min).values.sorted()
        let gaps = zip(times.dropFirst(), times).map { $0 - $1 }
        #expect(gaps.count > 14)
        #expect(gaps.allSatisfy { $0 >= .seconds(50) && $0 <= .seconds(70) }, "seed \(seed)")
        #expect(Set(gaps).count > 3)
    }

    @Test func aChangeOfTheLinksIsAReasonToAskAndAnnounce() {
        var talk = Talk()
        _ = talk.wait(.seconds(3))
        let start = talk.now
        let other = DiscoveryLink(index: 3, name: "wlan0", addresses: [LinkAddress(v6("fe80::1"), prefixLength: 64)])
        talk.observe([Talk.link, other])
        let said = talk.wait(.seconds(1)).filter { $0.action.everybody != nil }
        #expect(said.first { $0.action.everybody?.kind == .probe }?.time == start + .milliseconds(500) - .zero)
        #expect(said.contains { $0.action.everybody?.kind == .hello })

        _ = talk.wait(.seconds(3))
        talk.observe([Talk.link])
        let kinds = talk.wait(.seconds(1)).compactMap(\.action.everybody).map(\.kind)
        #expect(kinds.contains(.probe) && !kinds.contains(.hello), "nobody new can hear it")
        _ = talk.wait(.seconds(3))
        talk.observe([Talk.link])
        #expect(talk.wait(.seconds(1)).isEmpty, "nothing changed")
    }

    @Test(arguments: [(29, false), (31, true)]) func whoSleptAsksAgain(seconds: Int, asks: Bool) {
        var talk = Talk()
        _ = talk.wait(.seconds(3))
        talk.observe([Talk.link], asleep: .seconds(seconds))
        #expect(talk.wait(.seconds(1)).contains { $0.action.everybody?.kind == .probe } == asks)
    }
}

/// Being asked (collab 10.2, 10.3).
@Suite struct AnsweringTests {
    @Test func whoAsksIsAnsweredTwiceWithinTheTimeOfAFew() throws {
        var delays: [Duration] = []
        for seed in 0..<40 as Range<UInt64> {
            var talk = Talk(seed: seed)
            _ = talk.wait(.seconds(5))
            let start = talk.now - .zero
            #expect(talk.hear(probe(1)).isEmpty)
            let said = talk.wait(.seconds(2))
            #expect(said.count == 2 && Set(said.map(\.action)).count == 1, "seed \(seed)")
            delays.append(try #require(said.first?.time) - start)
        }
        #expect(delays.allSatisfy { $0 >= .zero && $0 <= .milliseconds(300) })
        #expect(delays.contains { $0 < .milliseconds(100) } && delays.contains { $0 > .milliseconds(200) })
    }

    @Test func inACrowdAnswersAreSpreadFurther() throws {
        var delays: [Duration] = []
        for seed in 0..<40 as Range<UInt64> {
            var talk = Talk(seed: seed)
            _ = talk.wait(.seconds(5))
            for number in 0..<10 as Range<UInt64> {
                var chris = Chris(100 + number)
                _ = talk.hear(chris.hello())
            }
            let start = talk.now - .zero
            _ = talk.hear(probe(1))
            delays.append(try #require(talk.wait(.seconds(2)).first?.time) - start)
        }
        #expect(delays.allSatisfy { $0 <= .milliseconds(500) } && delays.contains { $0 > .milliseconds(300) })
    }

    /// One address, of the link and family by which the question came (collab 10.2).
    @Test(arguments: [
        ("fe80::99", "https://[fe80::1]:5358/"), ("2001:db8::7", "https://[2001:db8::1]:5358/"),
        ("::ffff:192.0.2.77", "https://192.0.2.1:5358/"), ("::ffff:169.254.3.4", "https://192.0.2.1:5358/"),
    ])
    func theAddressIsThatOfTheWayOfTheQuestion(source: String, address: String) throws {
        var talk = Talk()
        _ = talk.hear(probe(1), from: Endpoint(address: v6(source), port: 4000))
        guard case .probeMatches(let targets) = try #require(talk.answers(in: .seconds(1)).first).body else { return }
        #expect(targets.map(\.transports) == [["\(address)\(amit.nearID)"]])
    }

    @Test func theAnswerGoesBackWhereTheQuestionCameFrom() {
        let other = DiscoveryLink(index: 9, name: "eth1", addresses: [LinkAddress(v6("fe80::5"), prefixLength: 64)])
        var talk = Talk(links: [Talk.link, other])
        _ = talk.hear(probe(1), on: 9)
        let ways = talk.wait(.seconds(1)).compactMap { (_, action) -> String? in
            guard case .send(let bytes, let to, let link) = action,
                case .probeMatches(let found)? = message(bytes)?.body
            else { return nil }
            return "\(to) \(link) \(found.first?.transports.first ?? "")"
        }
        #expect(ways.first == "\(neighbour) 9 https://[fe80::5]:5358/\(amit.nearID)" && ways.count == 2)
    }

    /// The same question twice is one question, and two where it comes in both families: one of them may carry nothing to
    /// a single host.
    @Test(arguments: [true, false]) func aQuestionHeardAgainIsAnsweredOncePerFamily(isResolve: Bool) {
        var talk = Talk()
        let resolve = DiscoveryMessage(id: uuid(1), .resolve("urn:uuid:\(amit.nearID)"))
        let question = isResolve ? resolve : probe(1)
        let other = Endpoint(address: v6("::ffff:192.0.2.99"), port: 4000)
        var said: [DiscoveryAction] = []
        for source in [neighbour, other, neighbour, other] { said += talk.hear(question, from: source) }
        said += talk.wait(.seconds(2)).map(\.action)
        var answers: [String: Set<String>] = [:]
        for case .send(let bytes, let destination, _) in said {
            if let answer = message(bytes) { answers["\(destination)", default: []].insert(answer.id) }
        }
        #expect(answers.mapValues(\.count) == ["\(neighbour)": 1, "\(other)": 1])
        #expect(talk.agent.counters.dropped[.duplicate] == 2)
    }

    @Test(arguments: [
        ProbeQuestion(types: [XMLElement.Name("Printer", in: "urn:x-p2psh:pnm:1")]),
        ProbeQuestion(scopes: ["x-p2psh://near/nick/Nobody"]),
        ProbeQuestion(scopes: ["x-p2psh://near"], rule: .unknown),
    ])
    func whoAsksForOthersHearsNothing(question: ProbeQuestion) {
        var talk = Talk()
        // An unknown rule cannot be written by us.
        let bytes = String(decoding: probe(1, question).encoded(), as: UTF8.self)
            .split(separator: "<d:Scopes>", maxSplits: 1).joined(separator: "<d:Scopes MatchBy=\"urn:x\">")
        let isUnknown = question.rule == .unknown
        let datagram = isUnknown ? Array(bytes.utf8) : probe(1, question).encoded()
        _ = talk.agent.receive(datagram, from: neighbour, on: 2, now: talk.now)
        #expect(talk.answers(in: .seconds(2)).isEmpty)
        #expect(talk.agent.counters.dropped[.otherQuestion] == 1)
    }

    @Test(arguments: [
        ("2001:db8:1::9", 2, DiscoveryCounters.Drop.offLink), ("::ffff:192.0.3.1", 2, .offLink),
        ("::ffff:8.8.8.8", 2, .offLink), ("::", 2, .offLink), ("ff02::1", 2, .offLink),
        ("::ffff:239.255.255.250", 2, .offLink), ("::ffff:0.0.0.0", 2, .offLink), ("::1", 2, .offLink),
        ("fe80::99", 3, .strangeInterface), ("fe80::99", 0, .strangeInterface),
    ])
    func nobodyOutsideTheLinkIsAnswered(source: String, link: UInt32, reason: DiscoveryCounters.Drop) {
        var talk = Talk()
        _ = talk.hear(probe(1), from: Endpoint(address: v6(source), port: 4000), on: link)
        #expect(talk.answers(in: .seconds(2)).isEmpty)
        #expect(talk.agent.counters.dropped == [reason: 1])
    }

    @Test func oneSourceGetsTenAnswersInASecond() {
        var talk = Talk()
        for number in 0..<30 as Range<UInt64> { _ = talk.hear(probe(number)) }
        #expect(Set(talk.answers(in: .milliseconds(999)).map(\.id)).count == 10)
        #expect(talk.agent.counters.dropped[.tooMany] == 20)
        _ = talk.wait(.milliseconds(1))
        _ = talk.hear(probe(99))
        #expect(Set(talk.answers(in: .seconds(1)).map(\.id)).count == 1)
    }

    @Test func allSourcesTogetherGetFiftyAnswersInASecond() {
        var talk = Talk()
        for number in 0..<200 as Range<UInt64> {
            let source = Endpoint(address: IPv6Address(high: 0xfe80 << 48, low: 1000 + number), port: 4000)
            _ = talk.hear(probe(number), from: source)
        }
        #expect(Set(talk.answers(in: .seconds(3)).map(\.id)).count == 50)
    }

    @Test func whoIsAskedForByNameAnswersAtOnce() throws {
        var talk = Talk()
        let mine = DiscoveryMessage(id: uuid(1), .resolve("urn:uuid:\(amit.nearID)"))
        let other = DiscoveryMessage(id: uuid(2), .resolve("urn:uuid:\(bea.nearID)"))
        let actions = talk.hear(mine)
        guard case .send(let bytes, neighbour, 2) = try #require(actions.first) else {
            Issue.record("no answer")
            return
        }
        let said = try #require(message(bytes))
        #expect(said.relatesTo == uuid(1) && said.kind == .resolveMatches)
        #expect(talk.hear(other).isEmpty)
    }

    /// The known trick sends little and hopes for much (collab 10.3).
    @Test func rubbishIsDroppedWithoutAWord() {
        var talk = Talk()
        let deep = String(repeating: "<a>", count: 20)
        for text in ["", "<", "<a/>", "<?xml", deep, "<!DOCTYPE a><a/>", String(repeating: " ", count: 32_768)] {
            _ = talk.agent.receive(Array(text.utf8), from: neighbour, on: 2, now: talk.now)
        }
        #expect(talk.answers(in: .seconds(2)).isEmpty)
        #expect(talk.agent.counters.dropped == [.unreadable: 5, .foreign: 1, .tooLong: 1])
        #expect(talk.agent.counters.received.isEmpty)
    }

    @Test func aQuestionWithAnEndlessIdGetsNoDatagramThatIsTooLong() {
        var talk = Talk()
        let id = "urn:" + String(repeating: "&", count: 252)
        _ = talk.hear(DiscoveryMessage(id: id, .probe(ProbeQuestion())))
        let sizes = talk.wait(.seconds(2)).compactMap { _, action in
            if case .send(let bytes, _, _) = action { bytes.count } else { nil }
        }
        #expect(sizes.allSatisfy { $0 <= 1400 })
    }

    @Test func ourOwnVoiceIsKnown() throws {
        var talk = Talk()
        let said = talk.agent.probe(now: talk.now)
        guard case .multicast(let bytes) = try #require(said.first) else { return }
        #expect(talk.agent.counters.heardOwnProbe == nil)
        #expect(talk.agent.receive(bytes, from: neighbour, on: 2, now: talk.now).isEmpty)
        #expect(talk.agent.counters.heardOwnProbe == talk.now)
        #expect(talk.answers(in: .seconds(1)).isEmpty)
    }
}

extension Talk {
    /// The links as they are now, after the host slept for so long.
    mutating func observe(_ links: [DiscoveryLink], asleep: Duration = .zero) {
        let today = 1_000_000_000_000 + (now - .zero).wholeNanoseconds + asleep.wholeNanoseconds
        agent.observe(links: links, unixNanoseconds: today, now: now)
    }
}
