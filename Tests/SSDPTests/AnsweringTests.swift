import PeerBase
import SSDP
import Testing

/// Answering searches, and not being anybody's loudspeaker (wire 14.2, 14.3).
@Suite struct AnsweringTests {
    @Test(arguments: [(1, 1), (3, 3), (120, 3)]) func aSearchIsAnsweredAfterSomeOfTheTimeGranted(
        granted: Int, most: Int
    ) {
        var delays: [Duration] = []
        for seed in 0..<40 as Range<UInt64> {
            var talk = published(seed: seed)
            #expect(talk.hear(.search(.linkLocal, maximumDelay: granted)).isEmpty)
            let said = talk.wait(.seconds(most))
            #expect(said.map(\.action) == [answer()], "seed \(seed)")
            delays += said.map { $0.time - .seconds(100) }
        }
        #expect(delays.allSatisfy { $0 >= .zero && $0 < .seconds(most) })
        #expect(delays.contains { $0 < .seconds(most) / 3 } && delays.contains { $0 > .seconds(most) * 2 / 3 })
    }

    @Test func whoWaitsNotAtAllIsAnsweredAtOnce() {
        var talk = published()
        _ = talk.hear(.search(.linkLocal, maximumDelay: 0))
        #expect(talk.agent.advance(to: talk.now) == [answer()])
    }

    @Test func onlyTheCloudAndLinkAskedForAnswer() {
        var talk = published()
        _ = talk.publish(global(1), .global, on: 2)
        _ = talk.hear(.search(.linkLocal, maximumDelay: 3), on: 3)
        _ = talk.hear(.search(.siteLocal, maximumDelay: 3))
        #expect(talk.answers(in: .seconds(4)).isEmpty)

        _ = talk.hear(.search(.linkLocal, maximumDelay: 3))
        #expect(talk.answers(in: .seconds(4)) == [answer()])
    }

    @Test func aSearchHeardTwiceIsAnsweredOnce() {
        var talk = published()
        for _ in 0..<3 { _ = talk.hear(.search(.linkLocal, maximumDelay: 3)) }
        #expect(talk.answers(in: .seconds(4)) == [answer()])
    }

    @Test func whatWasWithdrawnIsNotSaidAnyMore() {
        var talk = published()
        _ = talk.hear(.search(.linkLocal, maximumDelay: 3))
        _ = talk.withdraw(on: 2)
        #expect(talk.answers(in: .seconds(4)).isEmpty)
    }

    @Test(arguments: [
        global(9, port: 50_000), Endpoint(address: .loopback, port: 50_000), linkLocal(9, port: 1024),
        linkLocal(9, port: 53),
    ])
    func nobodyOutsideTheLinkAndNoPrivilegedPortIsAnswered(source: Endpoint) {
        var talk = published()
        _ = talk.hear(.search(.linkLocal, maximumDelay: 1), from: source)
        #expect(talk.answers(in: .seconds(4)).isEmpty)
        #expect(talk.agent.counters.refusedSources == 1)
    }

    /// Somebody writes a neighbour's address on many searches.
    @Test func oneAddressGetsTwentyAnswersInTenSeconds() {
        var talk = published()
        func storm(_ talk: inout LinkTalk) -> Int {
            for port in 0..<50 as Range<UInt16> {
                _ = talk.hear(.search(.linkLocal, maximumDelay: 0), from: linkLocal(0x99, port: 40_000 + port))
            }
            return talk.answers(in: .seconds(1)).count
        }
        #expect(storm(&talk) == 20)
        #expect(storm(&talk) == 0)
        #expect(talk.agent.counters.turnedAway == 80)
        _ = talk.hear(.search(.linkLocal, maximumDelay: 0), from: linkLocal(0x100))
        #expect(talk.answers(in: .seconds(10)).count == 1)
        #expect(storm(&talk) == 20)
    }

    @Test func noMoreThanSixtyFourAnswersWait() {
        var talk = published()
        for host in 0..<1000 as Range<UInt64> {
            _ = talk.hear(.search(.linkLocal, maximumDelay: 3), from: linkLocal(0x1000 + host))
        }
        #expect(talk.answers(in: .seconds(4)).count == 64)
    }

    /// Announced long enough ago that only answers are heard of it.
    private func published(seed: UInt64 = 1) -> LinkTalk {
        var talk = LinkTalk(seed: seed)
        _ = talk.publish(on: 2)
        _ = talk.wait(.seconds(100))
        return talk
    }
}

extension LinkTalk {
    /// What is sent to somebody, announcements left out.
    fileprivate mutating func answers(in duration: Duration) -> [SSDPAction] {
        wait(duration).map(\.action).filter { if case .send = $0 { true } else { false } }
    }
}
