import PeerBase
import SSDP
import Testing

/// What is said unasked, by others and by ourselves.
@Suite struct ListeningTests {
    @Test func announcementsArePassedOnOnceAMinute() {
        var talk = LinkTalk()
        let found = SSDPAction.report(.found(one, .linkLocal, interface: 2))
        let gone = SSDPAction.report(.byebye(one, .linkLocal, interface: 2))
        #expect(talk.hear(.alive(.linkLocal, one)) == [found])
        #expect(talk.hear(.alive(.linkLocal, one)).isEmpty)
        #expect(talk.hear(.byebye(.linkLocal, one)) == [gone])
        #expect(talk.hear(.byebye(.linkLocal, one)).isEmpty)
        #expect(talk.hear(.alive(.linkLocal, one)) == [found])
        _ = talk.wait(.seconds(60))
        #expect(talk.hear(.alive(.linkLocal, one)) == [found])
    }

    @Test func aFloodOfAnnouncementsIsCutOffForItsLinkAlone() {
        var talk = LinkTalk()
        func flood(_ talk: inout LinkTalk, on link: UInt32) -> Int {
            (1...500 as ClosedRange<UInt64>).flatMap { talk.hear(.alive(.linkLocal, linkLocal($0)), on: link) }.count
        }
        #expect(flood(&talk, on: 2) == 20)
        #expect(flood(&talk, on: 3) == 20)
        // Coming and going counts as well.
        #expect(talk.hear(.byebye(.linkLocal, linkLocal(1)), on: 2).isEmpty)
        _ = talk.wait(.seconds(60))
        #expect(flood(&talk, on: 2) == 20)
    }

    @Test func aFloodDoesNotHideTheAnswersToASearch() {
        var talk = LinkTalk()
        for host in 1...500 as ClosedRange<UInt64> { _ = talk.hear(.alive(.linkLocal, linkLocal(host))) }
        _ = talk.search(on: 2)
        #expect(talk.hear(.answer(.linkLocal, linkLocal(501))).count == 1)
    }

    @Test func ourOwnVoiceIsNoFinding() {
        var talk = LinkTalk()
        _ = talk.publish(on: 2)
        _ = talk.search(on: 2)
        #expect(talk.hear(.alive(.linkLocal, one)).isEmpty)
        #expect(talk.hear(.answer(.linkLocal, one)).isEmpty)
        _ = talk.withdraw(on: 2)
        #expect(talk.hear(.byebye(.linkLocal, one)).isEmpty)
        #expect(talk.agent.counters.own == 3)

        // Somebody else may take the endpoint later.
        _ = talk.wait(.seconds(5))
        #expect(talk.hear(.alive(.linkLocal, one)).count == 1)
    }

    @Test func aProcessBesidesUsAndAHostOfAnotherLinkAreOthers() {
        var talk = LinkTalk()
        _ = talk.publish(on: 2)
        #expect(talk.hear(.alive(.linkLocal, linkLocal(1, port: 3541)), on: 2).count == 1)
        #expect(talk.hear(.alive(.linkLocal, one), on: 3).count == 1)
    }

    /// Any messages in any order, on any link, at any time: nothing grows without bound and no answer goes astray.
    @Test(arguments: 0..<4 as Range<UInt64>) func anythingMayBeSaid(seed: UInt64) {
        var random = RandomSource(seed: seed)
        var talk = LinkTalk(seed: seed)
        _ = talk.publish(on: 2, 3)
        var sent = 0
        var (found, searches) = (0, 0)
        for _ in 0..<1000 {
            let endpoint = linkLocal(.random(in: 1...300, using: &random), port: .random(in: 1...4000, using: &random))
            let message = [
                SSDPMessage.search(.linkLocal, maximumDelay: 9), .alive(.linkLocal, endpoint),
                .answer(.linkLocal, endpoint),
                .byebye(.linkLocal, endpoint),
            ][Int.random(in: 0..<4, using: &random)]
            let actions = talk.hear(message, from: endpoint, on: .random(in: 2...5, using: &random))
            found += actions.count
            if Int.random(in: 0..<100, using: &random) == 0 { searches += talk.search(on: 2, 3).count / 2 }
            sent += talk.wait(.milliseconds(Int.random(in: 0..<10, using: &random))).count { $0.action.isAnswer }
        }
        let seconds = Int((talk.now - .zero).components.seconds)
        #expect(sent <= 64 * (seconds / 3 + 2), "seed \(seed)")
        #expect(found <= 4 * 20 + 5 * searches, "seed \(seed)")
        #expect(talk.agent.counters.turnedAway > 0, "seed \(seed)")
    }
}

extension SSDPAction {
    fileprivate var isAnswer: Bool { if case .send = self { true } else { false } }
}
