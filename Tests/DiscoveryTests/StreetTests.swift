import Discovery
import PeerBase
import Testing

/// Several agents on one virtual link, in both families, which loses, repeats and reorders what is said.
struct Street {
    struct House {
        var agent: DiscoveryAgent
        var events: [DiscoveryEvent] = []
        var isAwake = true
        let number: UInt64

        var ipv6: Endpoint { Endpoint(address: IPv6Address(high: 0xfe80 << 48, low: number), port: 40_000) }
        var ipv4: Endpoint { Endpoint(address: IPv6Address(ipv4: 0xc000_0200 + UInt32(number)), port: 40_001) }
        var link: DiscoveryLink {
            DiscoveryLink(
                index: 2, name: "eth0",
                addresses: [
                    LinkAddress(ipv6.address, prefixLength: 64), LinkAddress(ipv4.address, prefixLength: 120),
                ])
        }
        var person: OwnPerson {
            OwnPerson(nearID: GUID(high: 9, low: number), nickname: "Sam", host: "house-\(number)", port: 5358)
        }
    }

    private struct Delivery {
        var time: Instant
        var bytes: [UInt8]
        var source: Endpoint
        var house: Int
    }

    var houses: [House]
    var now = Instant.zero
    /// Of a hundred datagrams.
    var lost = 0
    var doubled = 0
    var longestWay: Duration = .milliseconds(1)
    /// What is sent to one host in this family goes nowhere: a firewall, or no route.
    var isBroken: (_ isIPv4: Bool) -> Bool = { _ in false }
    private var random: RandomSource
    private var deliveries: [Delivery] = []

    init(_ count: Int, seed: UInt64) {
        random = RandomSource(seed: seed)
        houses = (1...count).map { number in
            let source = RandomSource(seed: seed &* 100 &+ UInt64(number))
            return House(agent: DiscoveryAgent(random: source, reader: read), number: UInt64(number))
        }
    }

    mutating func signIn(_ house: Int) {
        let (person, link) = (houses[house].person, houses[house].link)
        let today = 1_000_000_000 + (now - .zero).wholeNanoseconds
        carry(houses[house].agent.signIn(person, links: [link], unixNanoseconds: today, now: now), from: house)
    }

    mutating func act(_ house: Int, _ wish: (inout DiscoveryAgent, Instant) -> [DiscoveryAction]) {
        carry(wish(&houses[house].agent, now), from: house)
    }

    mutating func run(_ duration: Duration) {
        let end = now + duration
        while let next = next(before: end) {
            now = max(now, next)
            if let index = deliveries.indices.filter({ deliveries[$0].time <= now }).min(by: {
                deliveries[$0].time < deliveries[$1].time
            }) {
                let delivery = deliveries.remove(at: index)
                guard houses[delivery.house].isAwake else { continue }
                act(delivery.house) { $0.receive(delivery.bytes, from: delivery.source, on: 2, now: $1) }
            } else {
                for house in houses.indices where houses[house].isAwake { act(house) { $0.advance(to: $1) } }
            }
        }
        now = end
    }

    /// The others whom a house knows, by number.
    func known(to house: Int) -> [UInt64] { houses[house].agent.people.map(\.nearID.low) }

    private func next(before end: Instant) -> Instant? {
        let deadlines = houses.filter(\.isAwake).compactMap(\.agent.nextDeadline)
        guard let next = (deliveries.map(\.time) + deadlines).min(), next <= end else { return nil }
        return next
    }

    private mutating func carry(_ actions: [DiscoveryAction], from house: Int) {
        for action in actions {
            switch action {
            case .report(let event): houses[house].events.append(event)
            case .multicast(let bytes):
                for other in houses.indices {
                    deliver(bytes, from: houses[house].ipv4, to: other)
                    deliver(bytes, from: houses[house].ipv6, to: other)
                }
            case .send(let bytes, let destination, _):
                let isIPv4 = destination.address.isIPv4
                guard !isBroken(isIPv4) else { continue }
                for other in houses.indices where [houses[other].ipv4, houses[other].ipv6].contains(destination) {
                    deliver(bytes, from: isIPv4 ? houses[house].ipv4 : houses[house].ipv6, to: other)
                }
            }
        }
    }

    private mutating func deliver(_ bytes: [UInt8], from source: Endpoint, to house: Int) {
        guard Int.random(in: 0..<100, using: &random) >= lost else { return }
        for _ in 0..<(Int.random(in: 0..<100, using: &random) < doubled ? 2 : 1) {
            let way = Int64.random(in: 0...longestWay.wholeNanoseconds, using: &random)
            deliveries.append(
                Delivery(time: now + .nanoseconds(way), bytes: bytes, source: source, house: house))
        }
    }
}

@Suite struct StreetTests {
    /// Within a second, though each waits before it answers (collab 10.4, 13.14).
    @Test(arguments: 0..<20 as Range<UInt64>) func twoFindEachOtherWithinASecond(seed: UInt64) {
        var street = Street(2, seed: seed)
        street.signIn(0)
        street.run(.seconds(5))
        street.signIn(1)
        street.run(.seconds(1))
        #expect(street.known(to: 0) == [2] && street.known(to: 1) == [1], "seed \(seed)")
        let events = street.houses.map { $0.events.compactMap(\.added).count }
        #expect(events == [1, 1], "seed \(seed)")
    }

    @Test(arguments: 0..<20 as Range<UInt64>) func aByeIsHeardAtOnce(seed: UInt64) {
        var street = Street(3, seed: seed)
        for house in 0..<3 { street.signIn(house) }
        street.run(.seconds(3))
        #expect(street.known(to: 0) == [2, 3], "seed \(seed)")
        street.act(1) { $0.signOut(now: $1) }
        street.run(.milliseconds(10))
        #expect(street.known(to: 0) == [3] && street.known(to: 2) == [1], "seed \(seed)")
        street.run(.seconds(300))
        #expect(street.houses[0].events.compactMap(\.added).count == 2, "nobody comes back, seed \(seed)")
    }

    /// Who was killed is missed after three minutes (collab 10.4, 13.14).
    @Test func whoFallsSilentIsMissedAfterThreeMinutes() {
        var street = Street(2, seed: 1)
        for house in 0..<2 { street.signIn(house) }
        street.run(.seconds(100))
        let last = street.houses[0].agent.people.first?.lastSeen
        street.houses[1].isAwake = false
        street.run(.seconds(179) - (street.now - (last ?? street.now)))
        #expect(street.known(to: 0) == [2])
        street.run(.seconds(2))
        #expect(street.known(to: 0).isEmpty)
    }

    /// One in ten lost, some twice, and everything in any order: still everybody knows everybody, and nobody is thought
    /// gone who is there.
    @Test(arguments: 0..<5 as Range<UInt64>) func aBadLinkIsGoodEnough(seed: UInt64) {
        var street = Street(3, seed: seed)
        (street.lost, street.doubled, street.longestWay) = (10, 20, .milliseconds(400))
        for house in 0..<3 { street.signIn(house) }
        street.run(.seconds(3))
        for house in 0..<3 { #expect(street.known(to: house).count == 2, "seed \(seed) house \(house)") }
        street.run(.seconds(1200))
        for house in 0..<3 {
            #expect(street.houses[house].events.allSatisfy { $0.deleted == nil }, "seed \(seed) house \(house)")
        }
    }

    /// Equal names do not matter, and a new one arrives under the same id (collab 13.15).
    @Test(arguments: 0..<10 as Range<UInt64>) func aNewNicknameArrivesOnABadLink(seed: UInt64) {
        var street = Street(2, seed: seed)
        (street.lost, street.doubled, street.longestWay) = (20, 20, .milliseconds(200))
        for house in 0..<2 { street.signIn(house) }
        street.run(.seconds(5))
        var person = street.houses[1].person
        person.nickname = "Samantha"
        street.act(1) { $0.update(person, now: $1) }
        street.run(.seconds(2))
        let known = street.houses[0].agent.people
        #expect(known.map(\.nickname) == ["Samantha"] && known.map(\.metadataVersion) == [2], "seed \(seed)")
        #expect(known.map(\.nearID) == [person.nearID], "seed \(seed)")
        #expect(street.houses[0].events.contains { $0.updated?.nickname == "Samantha" }, "seed \(seed)")
    }

    /// Whatever the family in which a question is heard first.
    @Test(arguments: 0..<10 as Range<UInt64>, [true, false]) func oneWorkingFamilyIsEnough(seed: UInt64, isIPv4: Bool) {
        var street = Street(2, seed: seed)
        street.isBroken = { $0 == isIPv4 }
        for house in 0..<2 { street.signIn(house) }
        street.run(.seconds(2))
        for house in 0..<2 {
            let endpoint = street.houses[house].agent.people.first?.endpoint
            #expect(endpoint?.endpoint.address.isIPv4 == !isIPv4, "seed \(seed) house \(house)")
        }
    }

    /// The address of the way an answer came by, whichever of the two was first.
    @Test(arguments: 0..<10 as Range<UInt64>) func everybodyGetsAnAddressThatStays(seed: UInt64) throws {
        var street = Street(2, seed: seed)
        for house in 0..<2 { street.signIn(house) }
        street.run(.seconds(2))
        let endpoint = try #require(street.houses[0].agent.people.first?.endpoint, "seed \(seed)")
        #expect([street.houses[1].ipv4.address, street.houses[1].ipv6.address].contains(endpoint.endpoint.address))
        #expect(endpoint.zone == (endpoint.endpoint.address.isIPv4 ? 0 : 2))
        let updates = street.houses[0].events.compactMap(\.updated).count
        street.run(.seconds(100))
        #expect(street.houses[0].events.compactMap(\.updated).count == updates, "seed \(seed)")
    }
}
