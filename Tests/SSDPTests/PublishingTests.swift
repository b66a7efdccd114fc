import PeerBase
import SSDP
import Testing

/// Being found (wire 14.3, behaviour 23 item 28).
@Suite struct PublishingTests {
    @Test func anEndpointIsAnnouncedTwiceAndThenEveryHalfLifetime() {
        var talk = LinkTalk()
        #expect(talk.publish(on: 2) == [alive()])

        let hour = talk.wait(.seconds(3600))
        #expect(hour.map(\.time) == [.seconds(1), .seconds(901), .seconds(1801), .seconds(2701)])
        #expect(hour.allSatisfy { $0.action == alive() })
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
