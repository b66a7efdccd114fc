import PeerBase
import SSDP
import Testing

/// Finding others (behaviour 7 stage 2).
@Suite struct SearchingTests {
    @Test func aSearchIsSentOnEveryLinkAndAnAnswerIsAFinding() {
        var talk = LinkTalk()
        let question = SSDPMessage.search(.linkLocal, maximumDelay: 3).encoded()
        #expect(
            talk.search(on: 3, 2) == [.multicast(question, interface: 2), .multicast(question, interface: 3)])

        #expect(talk.hear(.answer(.linkLocal, one), on: 2) == [.report(.found(one, .linkLocal, interface: 2))])
        // The same address on another link is somebody else.
        #expect(talk.hear(.answer(.linkLocal, one), on: 3) == [.report(.found(one, .linkLocal, interface: 3))])
    }

    @Test func fiveFindingsOfASearchArePassedOn() {
        var talk = LinkTalk()
        _ = talk.search(on: 2)
        let found = (1...9 as ClosedRange<UInt64>).flatMap { talk.hear(.answer(.linkLocal, linkLocal($0))) }
        #expect(found == (1...5).map { .report(.found(linkLocal($0), .linkLocal, interface: 2)) })
        #expect(talk.agent.counters.turnedAway == 4)

        _ = talk.search(on: 2)
        #expect(talk.hear(.answer(.linkLocal, linkLocal(9))).count == 1)
    }

    @Test func anAnswerSaidTwiceIsOneFinding() {
        var talk = LinkTalk()
        _ = talk.search(on: 2)
        #expect(talk.hear(.answer(.linkLocal, one)).count == 1)
        #expect(talk.hear(.answer(.linkLocal, one)).isEmpty)
    }

    @Test func whoeverJustAnsweredIsNotFoundAgainWhenItAnnouncesItself() {
        var talk = LinkTalk()
        _ = talk.search(on: 2)
        #expect(talk.hear(.answer(.linkLocal, one)).count == 1)
        #expect(talk.hear(.alive(.linkLocal, one)).isEmpty)
        _ = talk.wait(.seconds(4))
        #expect(talk.hear(.alive(.linkLocal, one)).count == 1)
    }

    @Test func anAnswerToNothingAskedIsDropped() {
        var talk = LinkTalk()
        #expect(talk.hear(.answer(.linkLocal, one)).isEmpty)
        _ = talk.search(.global, on: 2)
        #expect(talk.hear(.answer(.linkLocal, one)).isEmpty)
        #expect(talk.hear(.answer(.global, global(1)), on: 3).isEmpty)
        _ = talk.wait(.seconds(4))
        #expect(talk.hear(.answer(.global, global(1))).isEmpty)
        #expect(talk.agent.counters.unmatchedAnswers == 4)
    }

    /// Two clouds search at the same time: an answer belongs to that of its target.
    @Test func searchesDoNotDisturbEachOther() {
        var talk = LinkTalk()
        _ = talk.search(.linkLocal, on: 2)
        _ = talk.search(.global, on: 2, 3)
        for host in 1...5 as ClosedRange<UInt64> { _ = talk.hear(.answer(.linkLocal, linkLocal(host))) }
        #expect(talk.hear(.answer(.global, global(1)), on: 3) == [.report(.found(global(1), .global, interface: 3))])
    }

    @Test func aSearchOnNoLinkIsNone() {
        var talk = LinkTalk()
        #expect(talk.agent.search(.global, interfaces: [], now: talk.now).isEmpty)
        #expect(talk.hear(.answer(.global, global(1))).isEmpty)
    }

    @Test func answersComeFromTheLinkOnly() {
        var talk = LinkTalk()
        _ = talk.search(.global, on: 2)
        #expect(talk.hear(.answer(.global, global(1)), from: global(1)).isEmpty)
        #expect(talk.hear(.answer(.global, global(1)), from: neighbour).count == 1)
    }
}
