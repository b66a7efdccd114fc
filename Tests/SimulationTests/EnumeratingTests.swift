import PNRP
import PeerBase
import PeerSimulation
import Testing

@Suite("Several publishers of one name are found (behaviour 12.8)")
struct EnumeratingTests {
    @Test("all twenty, each once, and the last comes with the end", arguments: 40..<46 as Range<UInt64>)
    func twenty(seed: UInt64) throws {
        var town = Town(seed: seed)
        try town.settle(30)
        let crowd = try publish(20, in: &town) { _ in nil }
        let (outcome, delivered) = try enumerate(
            ResolveQuery(name: PeerName("0.crowd"), limit: 50), from: 25, in: &town)
        #expect(Set(delivered.map(\.id)) == crowd, "seed \(seed)")
        #expect(delivered.count == 20, "seed \(seed)")
        #expect(outcome.record == delivered.last)
        #expect(outcome.trace.count { $0.verdict == .acceptedFinalInquire } == 1, "the way to the first")
    }

    @Test("more than a path can list, scattered over four networks", arguments: 50..<54 as Range<UInt64>)
    func scattered(seed: UInt64) throws {
        var town = Town(seed: seed)
        try town.settle(50)
        let crowd = try publish(45, in: &town) { UInt64($0 % 4) << 61 | 0x1234_5678 }
        let (_, delivered) = try enumerate(ResolveQuery(name: PeerName("0.crowd"), limit: 100), from: 47, in: &town)
        #expect(Set(delivered.map(\.id)) == crowd, "seed \(seed)")
        #expect(delivered.count == 45, "seed \(seed)")
    }

    @Test("no more than wanted, and own registrations only when they may answer")
    func limited() throws {
        var town = Town(seed: 60)
        try town.settle(12)
        let crowd = try publish(6, in: &town) { _ in nil }
        let name = try PeerName("0.crowd")
        #expect(try enumerate(ResolveQuery(name: name, limit: 4), from: 9, in: &town).delivered.count == 4)
        let others = try enumerate(ResolveQuery(name: name, limit: 50), from: 2, in: &town).delivered
        #expect(others.count == 5)
        #expect(!others.contains { $0.publisher == VirtualCloud.endpoint(2) })
        for criteria in [ResolveQuery.Criteria.any, .nearest] {
            let all = try enumerate(
                ResolveQuery(name: name, criteria: criteria, limit: 50), from: 2, in: &town
            ).delivered
            #expect(Set(all.map(\.id)) == crowd, "\(criteria)")
            #expect(all.count == 6, "\(criteria)")
        }
    }

    @Test("publishers that died meanwhile do not hide the others", arguments: 70..<74 as Range<UInt64>)
    func dead(seed: UInt64) throws {
        var town = Town(seed: seed)
        try town.settle(25)
        let crowd = try publish(15, in: &town) { _ in nil }
        for number in [3, 8, 12] { town.cloud.kill(VirtualCloud.endpoint(number)) }
        let query = ResolveQuery(name: try PeerName("0.crowd"), limit: 50, timeout: .seconds(120))
        let delivered = try enumerate(query, from: 20, in: &town).delivered
        #expect(delivered.count == 12, "seed \(seed)")
        #expect(crowd.isSuperset(of: delivered.map(\.id)))
    }

    @Test("at the deadline the records delivered are the answer")
    func deadline() throws {
        var town = Town(seed: 61)
        try town.settle(20)
        _ = try publish(15, in: &town) { _ in nil }
        let query = ResolveQuery(name: try PeerName("0.crowd"), limit: 50, timeout: .milliseconds(400))
        let (outcome, delivered) = try enumerate(query, from: 17, in: &town)
        #expect((1..<15).contains(delivered.count))
        #expect(outcome.elapsed == .milliseconds(400))
        #expect(outcome.record == delivered.last)
    }

    /// Publishes `0.crowd` at the first nodes, each within the network that `prefix` gives.
    private func publish(
        _ count: Int, in town: inout Town, prefix: (Int) -> UInt64?
    ) throws -> Set<PeerID> {
        var ids: Set<PeerID> = []
        for number in 0..<count {
            let key = ToyCryptography.publicKey(1)
            var request = RegistrationRequest(
                name: try PeerName("0.crowd"), identity: ToyCryptography.functions.sha1(key), publicKey: key,
                endpoints: [ApplicationEndpoint(address: VirtualCloud.endpoint(number).address, port: 80)])
            request.locationPrefix = prefix(number)
            ids.insert(try town.cloud.register(request, at: VirtualCloud.endpoint(number)))
            town.cloud.run(for: .seconds(1))
        }
        town.cloud.run(for: .seconds(20))
        return ids
    }

    private func enumerate(
        _ query: ResolveQuery, from number: Int, in town: inout Town
    ) throws -> (outcome: ResolveOutcome, delivered: [ResolvedRecord]) {
        let ticket = town.cloud.resolve(query, from: VirtualCloud.endpoint(number))
        town.cloud.run(within: query.timeout + .seconds(1)) { $0.resolves[ticket] != nil }
        guard let outcome = town.cloud.resolves[ticket] else {
            throw Town.Unanswered(seed: town.seed, trace: town.cloud.trace)
        }
        return (outcome, town.cloud.outcomes.delivered[ticket] ?? [])
    }
}
