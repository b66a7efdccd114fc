import PeerBase
import PeerSimulation
import Testing

@testable import Mesh

@Suite("A message is judged before it is delivered or handed on (peer channel 17, 20.6; check 18)")
struct VerificationTests {
    /// A message of member 9, as its neighbour 1 passes it on to 0.
    private func flood(
        _ text: String = "hello", sequence: UInt64 = 1, opening: UInt64 = 5, ageSeconds: Int64 = 0,
        meshHash: [UInt8] = [UInt8](repeating: 7, count: 32), nickname: String = "nine", at circle: Circle
    ) -> Frame.Flood {
        let content = Content(
            meshHash: meshHash, path: "/chat", sender: .numbered(9), nickname: nickname, sequence: sequence,
            opening: opening, time: 1_800_000_000_000 + circle.now.nanoseconds / 1_000_000 - ageSeconds * 1000,
            body: .text(text))
        let (signed, signature) = ToySeal.functions().seal(content)
        return Frame.Flood(signed: signed, signature: signature, hopsLeft: nil, hopsDone: 3)
    }

    /// Node 0 between its neighbours 1 and 2.
    private func middle() -> Circle {
        var circle = Circle()
        for _ in 0..<3 { circle.add() }
        circle.link(0, 1)
        circle.link(0, 2)
        circle.run()
        return circle
    }

    private func refusals(_ circle: Circle) -> [Refusal] {
        circle.events[0].compactMap { if case .messageRefused(let refusal, _) = $0 { refusal } else { nil } }
    }

    @Test("what is right passes")
    func right() {
        var circle = middle()
        circle.hear(.flood(flood(at: circle)), at: 0, from: 1)
        circle.run()
        #expect(circle.heard(0) == ["hello"] && circle.heard(2) == ["hello"])
        #expect(circle.deliveries[0].first?.hops == 4)
    }

    @Test("a flipped bit ends the link to whoever passed it on, and keeps nobody from the true message")
    func flippedBit() {
        var circle = middle()
        var damaged = flood(at: circle)
        damaged.signature[0] ^= 1
        circle.hear(.flood(damaged), at: 0, from: 1)
        #expect(!circle.areLinked(0, 1) && refusals(circle) == [.badSignature])
        circle.hear(.flood(flood(at: circle)), at: 0, from: 2)
        circle.run()
        #expect(circle.heard(0) == ["hello"])
    }

    @Test("a message of another mesh, without an end, or without a number ends the link")
    func foreign() {
        var circle = middle()
        circle.hear(.flood(flood(meshHash: [UInt8](repeating: 8, count: 32), at: circle)), at: 0, from: 1)
        #expect(!circle.areLinked(0, 1) && refusals(circle) == [.wrongMesh])
        circle.hear(.flood(flood(sequence: 0, at: circle)), at: 0, from: 2)
        #expect(!circle.areLinked(0, 2) && refusals(circle) == [.wrongMesh, .malformed])
        #expect(circle.heard(0) == [])
    }

    @Test("a nickname that moves the cursor is malformed")
    func nickname() {
        var circle = middle()
        circle.hear(.flood(flood(nickname: "x\u{1B}[2J", at: circle)), at: 0, from: 1)
        #expect(!circle.areLinked(0, 1))
    }

    @Test(
        "two minutes either way, not a second more",
        arguments: [(119, true), (121, false), (-119, true), (-121, false)])
    func time(age: Int64, isTaken: Bool) {
        var circle = middle()
        circle.hear(.flood(flood(ageSeconds: age, at: circle)), at: 0, from: 1)
        circle.run()
        #expect(circle.heard(0) == (isTaken ? ["hello"] : []) && circle.heard(2) == circle.heard(0))
        #expect(circle.areLinked(0, 1), "the clocks of two honest nodes may differ")
        #expect(refusals(circle) == (isTaken ? [] : [.time]))
    }

    @Test("a number that was used is a replay; the same number of another opening is not")
    func replay() {
        var circle = middle()
        circle.hear(.flood(flood("first", at: circle)), at: 0, from: 1)
        circle.hear(.flood(flood("again", at: circle)), at: 0, from: 1)
        circle.hear(.flood(flood("reborn", opening: 6, at: circle)), at: 0, from: 1)
        circle.run()
        #expect(circle.heard(0) == ["first", "reborn"] && circle.heard(2) == ["first", "reborn"])
        #expect(refusals(circle) == [.replay])
    }

    @Test("a number too far below the highest cannot be told from a replay")
    func window() {
        var circle = middle()
        circle.hear(.flood(flood("far", sequence: 2000, at: circle)), at: 0, from: 1)
        circle.hear(.flood(flood("just within", sequence: 977, at: circle)), at: 0, from: 1)
        circle.hear(.flood(flood("without", sequence: 976, at: circle)), at: 0, from: 1)
        circle.run()
        #expect(circle.heard(0) == ["just within", "far"])
        #expect(refusals(circle) == [.replay])
    }

    @Test("a sender gets 100 messages at once and 20 a second; the rest is dropped and not forwarded (20.7)")
    func rate() {
        var circle = middle()
        // Node 1 said none of this, and would not understand a report of it.
        circle.spoil = { frame, _, _ in if case .linkUtility = frame { nil } else { frame } }
        for number in 1...130 {
            circle.hear(.flood(flood("\(number)", sequence: UInt64(number), at: circle)), at: 0, from: 1)
        }
        circle.run(for: .seconds(1))
        #expect(circle.heard(0).count == 100 && circle.copies(from: 0, to: 2).count == 100)
        #expect(refusals(circle) == [.tooMany], "told once a second")
        #expect(circle.areLinked(0, 1), "the neighbour is not to blame")
        for number in 131...160 {
            circle.hear(.flood(flood("\(number)", sequence: UInt64(number), at: circle)), at: 0, from: 1)
        }
        #expect(circle.copies(from: 0, to: 2).count == 120)
    }

    @Test("untrusted senders are no neighbour's fault; of new ones only so many are judged", arguments: [true, false])
    func untrusted(areNew: Bool) {
        var circle = Circle()
        circle.add(distrust: .untrustedSender(isNew: areNew))
        circle.add()
        circle.link(0, 1)
        circle.run()
        // Node 1 said none of this, and would not understand a report of it.
        circle.spoil = { frame, _, _ in if case .linkUtility = frame { nil } else { frame } }
        for number in 1...Limits.judgementRate.burst {
            circle.hear(.flood(flood("\(number)", sequence: UInt64(number), at: circle)), at: 0, from: 1)
        }
        #expect(circle.areLinked(0, 1) && refusals(circle) == [.untrustedSender])
        let last = flood("one more", sequence: 1000, at: circle)
        circle.hear(.flood(last), at: 0, from: 1)
        #expect(circle.areLinked(0, 1), "an honest neighbour may have many such members behind it")
        let id = circle.nodes[0].seal.identify(last.signed)
        #expect(circle.nodes[0].flooding.seen.contains(id) == !areNew, "not judged, and another may bring it")
        circle.run(for: .seconds(1))
        circle.hear(.flood(last), at: 0, from: 1)
        #expect(circle.nodes[0].flooding.seen.contains(id), "a second later there is time for one")
    }

    @Test("we do not say more than others would pass on")
    func ownRate() throws {
        var circle = middle()
        for number in 0..<80 { try circle.say("\(number)", by: 0) }
        #expect(throws: SayError.tooFast) { try circle.say("one more", by: 0) }
        circle.run()
        #expect(circle.heard(1).count == 80)
        try circle.say("now it goes", by: 0)
    }

    @Test("what a peer sends does not grow the tables beyond their bounds")
    func bounds() {
        var circle = middle()
        let ids = (0..<12_000).compactMap { number in
            MessageID((0..<20).map { UInt8(truncatingIfNeeded: number >> ($0 * 8 % 24)) })
        }
        for start in stride(from: 0, to: ids.count, by: 3000) {
            circle.hear(.iHave(Array(ids[start..<start + 3000])), at: 0, from: 1)
        }
        circle.run(for: .milliseconds(90))
        let flow = circle.nodes[0].links[circle.nodes[0].connectedLinks[0]]?.flow
        #expect(flow?.announced == Limits.announcementsPerSecond)
        circle.run()
        #expect(circle.nodes[0].counters.grafts == Limits.missingOfOneLink, "each is asked for once, and given up")
        var seen = SeenMemory()
        for number in 0..<100_010 {
            seen.insert(ids[number % 12_000].changed(by: number / 12_000), now: .zero)
        }
        #expect(seen.count == Limits.seenIDs && seen.overflowed == 10)
    }
}

extension MessageID {
    fileprivate func changed(by number: Int) -> MessageID {
        MessageID(bytes.dropLast() + [UInt8(truncatingIfNeeded: number)]) ?? self
    }
}
