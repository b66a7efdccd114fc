import PeerBase
import PeerSimulation
import Testing

@testable import Mesh

@Suite("Who is here (peer channel 20.6, 22)")
struct MemberTests {
    @Test("members see each other join, and leave", arguments: Profile.allCases)
    func presence(profile: Profile) {
        var circle = Circle.row(3, profile)
        circle.run()
        #expect(circle.nicknames(at: 0) == ["n0", "n1", "n2"])
        #expect(circle.nicknames(at: 2) == ["n2", "n0", "n1"], "ourselves first")
        #expect(circle.events[0].contains(.memberJoined(.numbered(2), nickname: "n2")))
        circle.perform(2) { $0.close(now: $1) }
        circle.run()
        #expect(circle.nicknames(at: 0) == ["n0", "n1"])
        #expect(circle.events[0].contains(.memberLeft(.numbered(2), nickname: "n2", isSilent: false)))
    }

    @Test("a newcomer knows who is here before they show themselves again", arguments: Profile.allCases)
    func newcomer(profile: Profile) {
        var circle = Circle.row(4, profile)
        circle.run(for: .seconds(40))
        circle.add(profile)
        circle.link(3, 4)
        circle.run(for: .seconds(2))
        #expect(circle.nicknames(at: 4) == ["n4", "n0", "n1", "n2", "n3"])
    }

    @Test("90 s without a sign is gone; one every 30 s is here")
    func silence() {
        var circle = Circle.row(3, .classic)
        circle.run(for: .seconds(200))
        #expect(circle.nicknames(at: 0) == ["n0", "n1", "n2"])
        circle.spoil = { _, _, _ in nil }
        // The last sign came 20 s before.
        circle.run(for: .seconds(69))
        #expect(circle.nicknames(at: 0) == ["n0", "n1", "n2"])
        circle.run(for: .seconds(3))
        #expect(circle.nicknames(at: 0) == ["n0"])
        #expect(circle.events[0].contains(.memberLeft(.numbered(2), nickname: "n2", isSilent: true)))
    }

    @Test("the second bearer of a nickname is marked, in whatever case it is written (check 19)")
    func sameNickname() throws {
        var circle = Circle()
        circle.add()
        circle.add { $0.nickname = "Ann" }
        circle.add { $0.nickname = "ann" }
        circle.link(0, 1)
        circle.run()
        circle.link(0, 2)
        circle.run()
        #expect(circle.events[0].contains(.nicknameTaken(.numbered(2), nickname: "ann")))
        try circle.say("I am Ann", by: 1)
        try circle.say("so am I", by: 2)
        circle.run()
        #expect(circle.deliveries[0].map(\.isNicknameTaken) == [false, true])
        #expect(circle.nodes[0].members.map(\.isNicknameTaken) == [false, false, true])
    }

    @Test(
        "a nickname that looks like another's is that one",
        arguments: [
            "Ann\u{200B}", "Ann ", " ann", "A\u{2060}nn", "ann\u{3000}", "A\u{FE0F}nn", "ANN\u{00AD}", "\u{FEFF}Ann",
        ])
    func lookAlike(nickname: String) {
        var circle = Circle()
        circle.add()
        circle.add { $0.nickname = "Ann" }
        circle.add { $0.nickname = nickname }
        circle.link(0, 1)
        circle.run()
        circle.link(0, 2)
        circle.run()
        #expect(circle.nodes[0].members.count { $0.isNicknameTaken } == 1)
        #expect(circle.events[0].contains { if case .nicknameTaken(.numbered(2), _) = $0 { true } else { false } })
    }

    @Test("words apart are another name than words together")
    func words() {
        var circle = Circle()
        circle.add()
        circle.add { $0.nickname = "Ann  Lee" }
        circle.add { $0.nickname = "AnnLee" }
        circle.link(0, 1)
        circle.link(0, 2)
        circle.run()
        #expect(circle.nodes[0].members.count { $0.isNicknameTaken } == 0)
    }

    @Test("who calls itself as we do is marked")
    func ourNickname() throws {
        var circle = Circle.row(2)
        circle.run()
        circle.perform(1) { $0.rename("n0", now: $1) }
        circle.run()
        #expect(circle.events[0].contains(.nicknameTaken(.numbered(1), nickname: "n0")))
        try circle.say("it is me", by: 1)
        circle.run()
        #expect(circle.deliveries[0].map(\.isNicknameTaken) == [true])
    }

    @Test("a new nickname is known at once, and cut to what others accept")
    func rename() {
        var circle = Circle.row(2)
        circle.run()
        circle.perform(1) { $0.rename("carol\u{1B}\n" + String(repeating: "é", count: 60), now: $1) }
        circle.run()
        #expect(circle.nicknames(at: 0) == ["n0", "carol" + String(repeating: "é", count: 29)])
        #expect(circle.areLinked(0, 1))
    }

    @Test("a private message is read by its member only; everybody relays it")
    func tell() throws {
        var circle = Circle.row(3)
        circle.run()
        try circle.tell(2, "between us", by: 0)
        circle.run()
        #expect(circle.heard(1) == [])
        #expect(circle.deliveries[2].map(\.privateText) == ["between us"])
        #expect(throws: SayError.unknownMember) { try circle.tell(7, "who?", by: 0) }
        #expect(throws: SayError.tooLong(limit: 16_384)) {
            try circle.tell(2, String(repeating: "x", count: 16_385), by: 0)
        }
    }

    @Test("without signatures there is nobody to seal to")
    func unsigned() throws {
        var circle = Circle()
        for _ in 0..<2 { circle.add(isSigning: false) }
        circle.link(0, 1)
        circle.run()
        #expect(throws: SayError.notSigning) { try circle.tell(1, "hm", by: 0) }
        try circle.say("aloud", by: 0)
        circle.run()
        #expect(circle.heard(1) == ["aloud"])
    }

    @Test("who has left cannot speak")
    func closed() {
        var circle = Circle.row(2)
        circle.perform(0) { $0.close(now: $1) }
        #expect(throws: SayError.closed) { try circle.say("late", by: 0) }
    }
}
