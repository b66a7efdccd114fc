import PeerBase
import PeerSimulation
import Testing

@testable import PNRP

@Suite("Whether those we know are still there (behaviour 9.6)")
struct UpkeepLivenessTests {
    @Test("everybody else is asked after 5, 10, 20, 40 and 60 minutes, about")
    func patience() {
        var entry = CacheEntry(route: Peer(1).route, admitted: .zero, slot: .wholeRing)
        var minutes: [Int64] = []
        var now = Instant.zero
        for _ in 0..<6 {
            let due = entry.checkDue
            minutes.append((due - now).wholeNanoseconds / 60_000_000_000)
            now = due
            entry.heard(at: now, isProof: true)
        }
        for (minute, expected) in zip(minutes, [5, 10, 20, 40, 60, 60] as [Int64]) {
            #expect((expected * 79 / 100...expected * 121 / 100).contains(minute), "\(minutes)")
        }
    }

    @Test("a FLOOD about a leaf makes us ask it once, unless it answered within two seconds", arguments: [1, 30])
    func rumour(age: Int) throws {
        var (talk, own) = try ring(of: [-30, -20, -10, 10, 20, 30])
        talk.stopUpkeep()
        talk.pass(.seconds(20))
        let suspect = RouteEntry(own.offset(20), at: 120)
        _ = talk.node.cache.heard(suspect.id, now: talk.now)
        talk.pass(.seconds(age))
        let rumour = Flood(wantsNoAck: false, validate: own, revoke: nil, routeEntry: suspect, flooded: [])
        let first = talk.hear(.flood(rumour), from: VirtualCloud.endpoint(110)).sent
        #expect(first.count { $0.ack != nil } == 1)
        #expect(first.count == (age > 2 ? 2 : 1))
        // A spoofer who repeats himself gets an ACK each time and no more.
        let again = talk.hear(.flood(rumour), from: VirtualCloud.endpoint(110)).sent
        #expect(again.map(\.ack).allSatisfy { $0 != nil })
        guard let question = first.first(where: { $0.inquire != nil }) else { return }
        #expect(question.inquire?.flags == [])
        talk.answer(question, AuthorityBuffer(flags: []))
        #expect(talk.node.cache[suspect.id] != nil)
    }

    @Test("rumours about all our leaves leave us enough to watch our neighbours")
    func rumours() throws {
        var (talk, own) = try ring(of: (1...5).flatMap { [-10 * $0, 10 * $0] })
        talk.stopUpkeep()
        let second = own &+ PeerID(1 << 62, 0, 0, 0)
        talk.node.cache.addLocal(second)
        for place in 1...5 { talk.place(RouteEntry(second.offset(10 * place), at: 200 + place)) }
        talk.pass(.seconds(20))
        var asked: [Sent] = []
        for entry in talk.node.cache.entries {
            let rumour = Flood(wantsNoAck: false, validate: own, revoke: nil, routeEntry: entry.route, flooded: [])
            asked += talk.hear(.flood(rumour), from: Peer(900).endpoint).sent.filter { $0.inquire != nil }
        }
        #expect(asked.count == Limits.hearsayRate)
        let left = talk.node.upkeep.spend(Limits.upkeepRate - Limits.hearsayRate, now: talk.now)
        #expect(left)
    }

    @Test("who was told of a death before is not told again")
    func reached() throws {
        var (talk, own) = try ring(of: [-30, -20, -10, 10, 20, 30])
        talk.stopUpkeep()
        talk.pass(.seconds(20))
        let all = [70, 80, 90, 110, 130].map(VirtualCloud.endpoint)
        let rumour = Flood(
            wantsNoAck: false, validate: own, revoke: nil, routeEntry: RouteEntry(own.offset(20), at: 120),
            flooded: all)
        talk.hear(.flood(rumour), from: VirtualCloud.endpoint(110))
        let sent = talk.pass(.seconds(2)).sent
        #expect(talk.node.cache[own.offset(20)] == nil)
        #expect(!sent.contains { $0.flood?.routeEntry?.id == own.offset(20) })
    }

    @Test("our own upkeep sends twenty requests a second at most; the rest waits")
    func allowance() {
        var upkeep = Upkeep()
        let now = Instant.zero + .seconds(5)
        let first = (0..<30).count { _ in upkeep.spend(1, now: now) }
        let second = (0..<30).count { _ in upkeep.spend(1, now: now + .milliseconds(250)) }
        #expect(first == 20)
        #expect(second == 5)
    }

    @Test("a lost leaf keeps its second chance when the allowance is used up")
    func deferredRetry() throws {
        var (talk, own) = try ring(of: [-30, -20, -10, 10, 20, 30])
        talk.stopUpkeep()
        let lost = RouteEntry(own.offset(15), at: 130)
        talk.node.upkeep.lost = [LostRoute(route: lost, retryAt: talk.now)]
        while talk.node.upkeep.spend(1, now: talk.now) {}
        talk.node.retryLost(now: talk.now)
        #expect(talk.node.takeActions().sent.isEmpty)
        talk.pass(.seconds(1))
        talk.node.retryLost(now: talk.now)
        #expect(talk.node.takeActions().sent.map(\.inquire?.validate) == [lost.id])
    }

    /// A publisher with entries at these places of the ring, all of them placed ten seconds ago and no news any more.
    private func ring(of places: [Int]) throws -> (Dialogue, PeerID) {
        var (talk, own) = try Dialogue.publishing()
        for place in places { talk.place(RouteEntry(own.offset(place), at: 100 + place)) }
        talk.node.state = .active
        talk.node.watchNeighbours(now: talk.now)
        return (talk, own)
    }
}
