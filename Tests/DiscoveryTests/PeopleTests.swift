import Discovery
import PeerBase
import Testing

/// Who is here (collab 10.4).
@Suite struct PeopleTests {
    private var talk = Talk()
    private var chris = Chris()

    /// The id of a question of ours to everybody.
    private mutating func question() throws -> String {
        try #require(talk.agent.probe(now: talk.now).compactMap(\.everybody).first).id
    }

    @Test mutating func aHelloAddsSomebodyWithoutAnAddress() throws {
        talk.now = talk.now + .seconds(1)
        let added = try #require(talk.hear(chris.hello()).events.first?.added)
        #expect(
            added
                == DiscoveredPerson(
                    nearID: chris.nearID, nickname: "Chris", host: "laptop", endpoint: nil, metadataVersion: 1,
                    firstSeen: talk.now, lastSeen: talk.now))
        #expect(talk.agent.people == [added])
        #expect(talk.hear(chris.hello()).isEmpty)
    }

    @Test mutating func anAnswerAddsSomebodyWithAnAddressOnTheInterfaceHeardBy() throws {
        let question = try question()
        let added = try #require(talk.hear(chris.match(question)).events.first?.added)
        #expect(added.endpoint == ScopedEndpoint(Endpoint(address: v6("fe80::99"), port: 5358), zone: 2))
    }

    /// What only a Hello told is asked for when somebody needs it.
    @Test mutating func anAddressIsAskedForByName() throws {
        _ = talk.hear(chris.hello())
        let question = try #require(talk.agent.resolve(chris.nearID, now: talk.now).compactMap(\.everybody).first)
        #expect(question.body == .resolve("urn:uuid:\(chris.nearID)"))
        #expect(talk.wait(.seconds(1)).filter { $0.action.everybody == question }.count == 1)

        let answer = chris.say(.resolveMatches(chris.target(withAddress: true)), to: question.id)
        let updated = try #require(talk.hear(answer).events.first?.updated)
        #expect(updated.endpoint?.endpoint.port == 5358)
        #expect(talk.agent.person(chris.nearID) == updated)
    }

    @Test mutating func anAddressOfIPv4HasNoZone() throws {
        chris.address = "192.0.2.9:5000"
        let question = try question()
        let source = Endpoint(address: v6("::ffff:192.0.2.9"), port: 4000)
        let added = try #require(talk.hear(chris.match(question), from: source).events.first?.added)
        #expect(added.endpoint == ScopedEndpoint(Endpoint(address: v6("::ffff:192.0.2.9"), port: 5000)))
    }

    /// Nobody has us connect elsewhere, or nowhere.
    @Test(arguments: [
        "[2001:db8:9::1]:5358", "[::1]:5358", "127.0.0.1:5358", "[ff02::1]:5358", "[::]:5358", "8.8.8.8:443",
        "[fe80::99]:0", "[fe80::99]", "fe80::99:5358", "[fe80::99%2]:5358", "0.0.0.0:1", "224.0.0.1:1", "host:1",
        "[fe80::99]:65536", "", "u@[fe80::99]:1",
    ])
    mutating func anAddressThatCannotBeIsNone(address: String) throws {
        chris.address = address
        let question = try question()
        #expect(try #require(talk.hear(chris.match(question)).events.first?.added).endpoint == nil)
    }

    @Test mutating func theAddressOfSomebodyElseIsNone() throws {
        let question = try question()
        var target = chris.target(withAddress: false)
        target.transports = ["https://[fe80::99]:1/\(bea.nearID)", "http://[fe80::99]:1/\(chris.nearID)"]
        let answer = chris.say(.probeMatches([target]), to: question)
        #expect(try #require(talk.hear(answer).events.first?.added).endpoint == nil)
    }

    @Test mutating func aByeRemovesAtOnce() throws {
        _ = talk.hear(chris.hello())
        #expect(try #require(talk.hear(chris.bye()).events.first?.deleted).nickname == "Chris")
        #expect(talk.agent.people.isEmpty)
    }

    /// Only from the sequence that is known, and after what it announced (collab 10.13).
    @Test mutating func aByeOutOfTurnIsIgnored() {
        chris.number = 5
        _ = talk.hear(chris.hello())
        let byes: [(inout Chris) -> Void] = [
            { $0.number = 5 }, { $0.number = 0 }, { $0.instance += 1 }, { $0.instance -= 1 }, { $0.sequence = "urn:x" },
        ]
        for (index, change) in byes.enumerated() {
            var liar = Chris(2 + UInt64(index + 1) << 20)
            liar.nearID = chris.nearID
            liar.number = 9
            change(&liar)
            liar.number -= liar.number > 0 ? 1 : 0
            #expect(talk.hear(liar.bye()).isEmpty, "\(index)")
        }
        let nameless = DiscoveryMessage(id: uuid(1), .bye("urn:uuid:\(chris.nearID)"))
        #expect(talk.hear(nameless).isEmpty)
        #expect(talk.agent.people.count == 1)
        #expect(talk.agent.counters.dropped[.old] == 6)
    }

    /// What was said before a Bye and comes after it does not bring anybody back; who never left is back with the next
    /// sweep (collab 10.13).
    @Test mutating func aLateAnswerDoesNotUndoABye() throws {
        let first = try question()
        _ = talk.hear(chris.hello())
        let late = chris.match(first)
        _ = talk.hear(chris.bye())
        #expect(talk.hear(late).isEmpty)

        _ = talk.wait(.seconds(6))
        var again = Chris(77)
        again.nearID = chris.nearID
        let second = try question()
        #expect(talk.hear(again.match(second)).events.first?.added != nil)
    }

    @Test mutating func whoIsSilentForThreeMinutesHasLeft() throws {
        _ = talk.hear(chris.hello())
        var other = Chris(3)
        _ = talk.wait(.seconds(100))
        _ = talk.hear(other.hello())
        _ = talk.wait(.milliseconds(79_999))
        #expect(talk.agent.people.count == 2)
        let gone = talk.wait(.milliseconds(1)).compactMap(\.action.event)
        #expect(gone.map(\.deleted?.nearID) == [chris.nearID])
        #expect(talk.wait(.seconds(100)).compactMap(\.action.event?.deleted?.nearID) == [other.nearID])
    }

    @Test mutating func whoAnswersStays() throws {
        for _ in 0..<10 {
            let question = try question()
            _ = talk.hear(chris.match(question))
            #expect(talk.wait(.seconds(100)).compactMap(\.action.event).isEmpty)
        }
        #expect(talk.agent.people.first?.firstSeen == .zero)
        #expect(talk.agent.people.first?.lastSeen == .zero + .seconds(900))
    }

    @Test mutating func whoRefusesConnectionsHasLeft() {
        _ = talk.hear(chris.hello())
        #expect(talk.agent.drop(chris.nearID).events.first?.deleted?.nearID == chris.nearID)
        #expect(talk.agent.drop(chris.nearID).isEmpty)
    }

    /// A higher version replaces name and address; the id stays (collab 10.4).
    @Test mutating func aNewVersionReplacesTheOld() throws {
        let question = try question()
        _ = talk.hear(chris.match(question))
        chris.nickname = "Christine"
        #expect(talk.hear(chris.hello()).isEmpty, "the version says that nothing changed")
        chris.version = 2
        let updated = try #require(talk.hear(chris.hello()).events.first?.updated)
        #expect(updated.nickname == "Christine" && updated.nearID == chris.nearID && updated.metadataVersion == 2)
        #expect(updated.endpoint == nil, "it may be another now")
        chris.version = 1
        #expect(talk.hear(chris.match(question)).isEmpty)
        #expect(talk.agent.people.map(\.nickname) == ["Christine"])
    }

    @Test mutating func aHelloOutOfTurnIsIgnored() throws {
        chris.number = 5
        let sixth = chris.hello()
        chris.number = 4
        chris.version = 2
        let fifth = chris.hello()
        _ = talk.hear(sixth)
        #expect(talk.hear(fifth).isEmpty)
        #expect(talk.agent.people.first?.metadataVersion == 1)
        #expect(talk.agent.counters.dropped == [.old: 1])
    }

    @Test mutating func aNewInstanceReplacesAndAnOldOneIsIgnored() throws {
        chris.version = 7
        _ = talk.hear(chris.hello())
        chris.instance += 1
        chris.version = 1
        chris.number = 0
        #expect(talk.hear(chris.hello()).events.first?.updated?.metadataVersion == 1)
        chris.instance -= 1
        chris.version = 9
        #expect(talk.hear(chris.hello()).isEmpty)
    }

    @Test mutating func twoOfOneNameAreTwo() {
        var other = Chris(3)
        other.host = "tower"
        _ = talk.hear(chris.hello())
        _ = talk.hear(other.hello())
        #expect(talk.agent.people.map(\.host) == ["laptop", "tower"])
        _ = talk.hear(other.bye())
        #expect(talk.agent.people.map(\.host) == ["laptop"])
    }

    /// Who answers in both families does not seem to move; who has only the other one after two sweeps does.
    @Test mutating func anAddressHoldsAgainstTheOtherFamily() throws {
        let first = try question()
        _ = talk.hear(chris.match(first))
        chris.address = "192.0.2.9:5358"
        let source = Endpoint(address: v6("::ffff:192.0.2.9"), port: 4000)
        #expect(talk.hear(chris.match(first), from: source).isEmpty)
        for _ in 0..<2 {
            _ = talk.wait(.seconds(60))
            let question = try question()
            #expect(talk.hear(chris.match(question), from: source).isEmpty)
        }
        _ = talk.wait(.seconds(10))
        let last = try question()
        let updated = try #require(talk.hear(chris.match(last), from: source).events.first?.updated)
        #expect(updated.endpoint?.endpoint.address.isIPv4 == true)

        chris.address = "192.0.2.10:5358"
        #expect(talk.hear(chris.match(last), from: source).events.first?.updated != nil, "a new lease")
    }

    /// A host on two links answers on each; it stays where it was found until it is silent there (collab 10.2, 10.4).
    @Test func whoIsOnTwoLinksDoesNotMoveBetweenThem() throws {
        let other = DiscoveryLink(
            index: 3, name: "wlan0", addresses: [LinkAddress(v6("fe80::1"), prefixLength: 64)])
        var (talk, chris) = (Talk(links: [Talk.link, other]), Chris())
        func question() throws -> String {
            try #require(talk.agent.probe(now: talk.now).compactMap(\.everybody).first).id
        }
        let found = try #require(talk.hear(chris.match(try question())).events.first?.added)
        chris.address = "[fe80::77]:5358"
        let source = Endpoint(address: v6("fe80::77"), port: 4000)
        for _ in 0..<2 {
            #expect(talk.hear(chris.match(try question()), from: source, on: 3).isEmpty)
            _ = talk.wait(.seconds(60))
        }
        #expect(talk.agent.people.map(\.endpoint) == [found.endpoint] && found.endpoint?.zone == 2)
        _ = talk.wait(.seconds(10))
        let moved = try #require(talk.hear(chris.match(try question()), from: source, on: 3).events.first?.updated)
        #expect(moved.endpoint == ScopedEndpoint(Endpoint(address: v6("fe80::77"), port: 5358), zone: 3))
        #expect(moved.nearID == found.nearID && talk.agent.people.count == 1)
    }

    /// A global address and the link-local one are two ways to one person (collab 2.3).
    @Test mutating func anAddressOfWiderReachIsNoOtherPerson() throws {
        let question = try question()
        let found = try #require(talk.hear(chris.match(question)).events.first?.added)
        chris.address = "[2001:db8::99]:5358"
        let source = Endpoint(address: v6("2001:db8::99"), port: 4000)
        #expect(talk.hear(chris.match(question), from: source).isEmpty)
        #expect(talk.agent.people.map(\.endpoint) == [found.endpoint])
        chris.version = 2
        let said = try #require(talk.hear(chris.match(question), from: source).events.first?.updated)
        #expect(said.endpoint == ScopedEndpoint(Endpoint(address: v6("2001:db8::99"), port: 5358)), "a change of his")
    }

    @Test mutating func whatIsNoPersonIsCountedOnly() throws {
        var target = chris.target(withAddress: true)
        target.types = [device]
        #expect(talk.hear(chris.say(.hello(target))).isEmpty)
        let question = try question()
        #expect(talk.hear(chris.say(.probeMatches([target]), to: question)).isEmpty)
        #expect(talk.agent.counters.dropped == [.notAPerson: 2] && talk.agent.people.isEmpty)
    }

    @Test(
        arguments: [
            { $0.address = "urn:uuid:1" }, { $0.address = "urn:x:\(bea.nearID)" }, { $0.metadataVersion = nil },
            { $0.scopes.removeFirst() }, { $0.scopes[0] = "x-p2psh://near/nick/" },
            { $0.scopes[0] = "x-p2psh://near/nick/%ff" }, { $0.scopes[0] = "x-p2psh://near/nick/%4" },
        ] as [@Sendable (inout DiscoveryTarget) -> Void])
    mutating func aPersonWithoutAllItNeedsIsNone(change: @Sendable (inout DiscoveryTarget) -> Void) {
        var target = chris.target(withAddress: false)
        change(&target)
        #expect(talk.hear(chris.say(.hello(target))).isEmpty)
        #expect(talk.agent.counters.dropped == [.incomplete: 1])
    }

    @Test mutating func aHelloWithoutAPlaceInASequenceIsIgnored() {
        let hello = DiscoveryMessage(id: uuid(1), .hello(chris.target(withAddress: false)))
        #expect(talk.hear(hello).isEmpty)
        #expect(talk.agent.counters.dropped == [.incomplete: 1])
    }

    @Test mutating func namesOfOthersAreCut() throws {
        chris.nickname = String(repeating: "n", count: 5000)
        chris.host = "e" + String(repeating: "%CC%81", count: 3000)
        let added = try #require(talk.hear(chris.hello()).events.first?.added)
        #expect(added.nickname.count == 64 && added.host.utf8.count <= 512 && !added.host.isEmpty)
    }

    @Test mutating func nobodyIsOurselves() {
        var mirror = Chris()
        mirror.nearID = amit.nearID
        #expect(talk.hear(mirror.hello()).isEmpty)
        #expect(talk.agent.counters.dropped == [.own: 1])
    }

    /// Answers to nothing that we asked, or not of late.
    @Test mutating func whoWasNotAskedIsIgnored() throws {
        #expect(talk.hear(chris.match(uuid(9))).isEmpty)
        let unrelated = chris.say(.probeMatches([chris.target(withAddress: true)]))
        #expect(talk.hear(unrelated).isEmpty)
        let question = try question()
        let wrong = chris.say(.resolveMatches(chris.target(withAddress: true)), to: question)
        #expect(talk.hear(wrong).isEmpty)
        _ = talk.wait(.seconds(10))
        #expect(talk.hear(chris.match(question)).isEmpty)
        #expect(talk.agent.counters.dropped == [.unasked: 4])
    }

    /// Lost sweeps drop nobody who is there: before the three minutes of collab 10.4 are over, he himself is asked.
    @Test mutating func whoIsSilentIsAskedForOnceBeforeHeIsDropped() throws {
        _ = talk.hear(chris.hello())
        #expect(asked(in: .milliseconds(149_999)).isEmpty)
        #expect(Set(asked(in: .milliseconds(1)).map(\.id)).count == 1)
        let question = try #require(asked(in: .seconds(1)).first, "said twice")
        #expect(question.body == .resolve("urn:uuid:\(chris.nearID)"))
        _ = talk.hear(chris.say(.resolveMatches(chris.target(withAddress: true)), to: question.id))
        #expect(asked(in: .seconds(149)).isEmpty && talk.agent.people.count == 1)
        #expect(Set(asked(in: .seconds(29)).map(\.id)).count == 1, "the next silence")
        #expect(talk.agent.people.count == 1)
        #expect(asked(in: .seconds(2)).isEmpty && talk.agent.people.isEmpty)
    }

    /// Nobody makes us shout by inventing people.
    @Test mutating func aCrowdThatFallsSilentIsAskedForAFewAtATime() {
        for number in 0..<500 as Range<UInt64> {
            var somebody = Chris(100 + number)
            _ = talk.hear(somebody.hello())
        }
        #expect(asked(in: .seconds(149)).isEmpty)
        for _ in 0..<25 { #expect(Set(asked(in: .seconds(1)).map(\.id)).count <= 2 * DiscoveryLimits.doubtsPerSecond) }
        _ = talk.wait(.seconds(8))
        #expect(talk.agent.people.isEmpty)
    }

    /// What is asked of everybody but for who is here.
    private mutating func asked(in duration: Duration) -> [DiscoveryMessage] {
        talk.wait(duration).compactMap(\.action.everybody).filter { $0.kind == .resolve }
    }

    /// The longest silent makes room (collab 10.4).
    @Test mutating func fiveHundredAreKnownAtMost() throws {
        for number in 0..<500 as Range<UInt64> {
            var somebody = Chris(100 + number)
            _ = talk.hear(somebody.hello())
            talk.now = talk.now + .milliseconds(1)
        }
        var first = Chris(100)
        _ = first.hello()
        let question = try question()
        _ = talk.hear(first.say(.probeMatches([first.target(withAddress: true)]), to: question))
        let events = talk.hear(chris.hello()).events
        #expect(events.map(\.deleted?.nearID.low) == [101, nil])
        #expect(events.last?.added?.nearID == chris.nearID)
        #expect(talk.agent.people.count == 500)
    }

    /// Repeats are known among the last 1,024 (collab 10.3).
    @Test mutating func whatWasHeardIsRememberedForAWhile() {
        let first = probe(5000)
        _ = talk.hear(first)
        for number in 0..<1023 as Range<UInt64> {
            _ = talk.hear(DiscoveryMessage(id: uuid(number), .resolve("urn:x")))
        }
        _ = talk.hear(first)
        #expect(talk.agent.counters.dropped[.duplicate] == 1)
        _ = talk.hear(DiscoveryMessage(id: uuid(2000), .resolve("urn:x")))
        _ = talk.hear(first)
        #expect(talk.agent.counters.dropped[.duplicate] == 1)
    }

    @Test mutating func signingOutForgetsEverybodyWithoutAWord() {
        _ = talk.hear(chris.hello())
        #expect(talk.agent.signOut(now: talk.now).events.isEmpty)
        #expect(talk.agent.people.isEmpty)
        #expect(talk.hear(chris.hello()).isEmpty)
        #expect(talk.agent.counters.dropped[.signedOut] == 1)
    }
}

/// One host asked by its address (collab 9, 11).
@Suite struct DirectedQuestionTests {
    @Test func aHostOutsideTheLinksMayAnswerWhatItWasAsked() throws {
        var (talk, chris) = (Talk(), Chris())
        let far = v6("2001:db8:77::5")
        let actions = talk.agent.probe(far, link: 0, now: talk.now)
        guard case .send(let bytes, let to, 0) = try #require(actions.first), let question = message(bytes) else {
            Issue.record("not asked")
            return
        }
        #expect(to == Endpoint(address: far, port: 3702))
        #expect(talk.wait(.seconds(1)).filter { $0.action == actions.first }.count == 1)

        chris.address = "[2001:db8:77::5]:5358"
        let source = Endpoint(address: far, port: 4000)
        let added = try #require(talk.hear(chris.match(question.id), from: source, on: 7).events.first?.added)
        #expect(added.endpoint == ScopedEndpoint(Endpoint(address: far, port: 5358)))

        _ = talk.hear(probe(1), from: source, on: 7)
        #expect(talk.answers(in: .seconds(1)).isEmpty, "it may answer, not ask")
        #expect(talk.hear(chris.match(question.id), from: neighbour).isEmpty, "nobody answers for another")
    }

    @Test func aLinkLocalAddressWithoutAnInterfaceIsTriedOnEach() {
        let links = [3, 4].map {
            DiscoveryLink(index: $0, name: "e\($0)", addresses: [LinkAddress(v6("fe80::1"), prefixLength: 64)])
        }
        var talk = Talk(links: links)
        func ways(_ link: UInt32) -> [UInt32] {
            talk.agent.probe(v6("fe80::5"), link: link, now: talk.now).compactMap {
                if case .send(_, _, let link) = $0 { link } else { nil }
            }
        }
        #expect(ways(0) == [3, 4])
        #expect(ways(4) == [4])
    }

    @Test func aNeighbourIsAskedOnItsLinkAndAGroupNowhere() {
        var talk = Talk()
        let actions = talk.agent.probe(v6("::ffff:192.0.2.8"), link: 0, now: talk.now)
        if case .send(_, _, let link)? = actions.first { #expect(link == 2) } else { Issue.record("not asked") }
        #expect(talk.agent.probe(v6("ff02::c"), link: 2, now: talk.now).isEmpty)
        #expect(talk.agent.probe(v6("::ffff:255.255.255.255"), link: 2, now: talk.now).isEmpty)
    }
}
