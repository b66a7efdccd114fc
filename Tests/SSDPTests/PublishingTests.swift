import PeerBase
import SSDP
import Testing

/// Being found (wire 14.3, behaviour 23 item 28).
@Suite struct PublishingTests {
    @Test func anEndpointIsAnnouncedTwiceAndThenAboutEveryHalfLifetime() throws {
        var talk = LinkTalk()
        #expect(talk.publish(on: 2) == [alive()])

        let day = talk.wait(.seconds(86_400))
        let times = day.map(\.time)
        #expect(times.first == .seconds(1))
        let pauses = zip(times.dropFirst(), times).map { $0 - $1 }
        #expect(
            pauses.allSatisfy { (.seconds(720) ... .seconds(1080)).contains($0) },
            "half of 1800 s, a fifth more or less")
        // Never so late that one lost announcement would let us grow old.
        #expect(try #require(pauses.max()) - #require(pauses.min()) > .seconds(90), "not all at one pace")
        #expect(day.allSatisfy { $0.action == alive() })
    }

    @Test func publishedAgainNothingChanges() {
        var talk = LinkTalk()
        #expect(talk.publish(on: 2, 3) == [alive(on: 2), alive(on: 3)])
        #expect(talk.publish(on: 2, 3).isEmpty)
        #expect(talk.publish(on: 4) == [alive(on: 4)])
        #expect(talk.wait(.seconds(2)).count == 3)
    }

    @Test func aWithdrawalIsSaidOnceAndNothingMore() {
        var talk = LinkTalk()
        _ = talk.publish(on: 2, 3)
        #expect(talk.withdraw(on: 2) == [byebye(on: 2)])
        #expect(talk.withdraw(on: 2).isEmpty)
        #expect(talk.withdraw(linkLocal(7), on: 3).isEmpty)
        #expect(talk.wait(.seconds(10)).map(\.action) == [alive(on: 3)])
    }

    @Test func closingTakesEverythingBack() {
        var talk = LinkTalk()
        _ = talk.publish(on: 2)
        _ = talk.publish(global(1), .global, on: 3)
        #expect(talk.agent.close(now: talk.now) == [byebye(), byebye(global(1), .global, on: 3)])
        #expect(talk.agent.nextDeadline == nil)
    }

    @Test func aVanishedLinkIsForgottenWithoutAWord() {
        var talk = LinkTalk()
        _ = talk.publish(on: 2, 3)
        talk.agent.interfaceVanished(2, now: talk.now)
        #expect(talk.withdraw(on: 2).isEmpty)
        #expect(talk.wait(.seconds(2)).map(\.action) == [alive(on: 3)])
        #expect(talk.publish(on: 2) == [alive(on: 2)])
    }

    @Test(arguments: [
        (Endpoint(address: .loopback, port: 3540), SSDPScope.global), (linkLocal(1), .global), (global(1), .linkLocal),
        (linkLocal(1, port: 1024), .linkLocal), (Endpoint(address: .unspecified, port: 3540), .linkLocal),
        (Endpoint(address: IPv6Address(high: 0xff02 << 48, low: 0xc), port: 1900), .linkLocal), (global(1), .siteLocal),
    ])
    func anEndpointNoMemberCanHaveIsNeitherPublishedNorBelieved(endpoint: Endpoint, scope: SSDPScope) {
        var talk = LinkTalk()
        #expect(talk.publish(endpoint, scope, on: 2).isEmpty)
        _ = talk.search(scope, on: 2)
        #expect(talk.hear(.answer(scope, endpoint)).isEmpty)
        #expect(talk.hear(.alive(scope, endpoint)).isEmpty)
        #expect(talk.hear(.byebye(scope, endpoint)).isEmpty)
        #expect(talk.agent.counters.refusedEndpoints == 3)
    }
}
