import PNRP
import PeerBase
import PeerSimulation
import Testing

@Suite("The virtual network")
struct VirtualNetworkTests {
    @Test("each pair has a latency of its own, the same both ways")
    func latency() throws {
        let conditions = Conditions(latency: .milliseconds(10)...(.milliseconds(200)), jitter: .zero)
        var town = Town(seed: 1, conditions: conditions)
        try town.settle(3)
        let there = try roundTrip(from: 0, to: 1, in: &town)
        #expect((.milliseconds(20)...(.milliseconds(400))).contains(there))
        #expect(try roundTrip(from: 1, to: 0, in: &town) == there)
        #expect(try roundTrip(from: 0, to: 2, in: &town) != there)
    }

    @Test("groups of a partition do not hear each other, until it heals")
    func partition() throws {
        var town = Town(seed: 2)
        try town.settle(3)
        town.cloud.partition = [VirtualCloud.endpoint(1): 1]
        #expect(try outcome(from: 0, to: 1, in: &town) == .unanswered)
        #expect(try outcome(from: 0, to: 2, in: &town) != .unanswered)
        town.cloud.partition = [:]
        #expect(try outcome(from: 0, to: 1, in: &town) != .unanswered)
    }

    @Test("a node that starts again needs no seed: it asks those it remembers (behaviour 7.1, 9.7)")
    func restart() throws {
        var town = Town(seed: 3)
        try town.settle(4)
        town.cloud.run(for: .seconds(400))
        let wanderer = VirtualCloud.endpoint(2)
        town.cloud.kill(wanderer)
        town.cloud.run(for: .seconds(60))
        town.cloud.restart(wanderer)
        #expect(try town.resolve("0.name-1", from: wanderer).record?.publisher == VirtualCloud.endpoint(1))
    }

    @Test("what was under way to a node that died arrives nowhere, not at its next life")
    func nextLife() throws {
        var town = Town(seed: 4)
        try town.settle(3)
        let (asker, target) = (VirtualCloud.endpoint(0), VirtualCloud.endpoint(1))
        let ticket = town.cloud.ping(target, from: asker)
        town.cloud.kill(asker)
        town.cloud.restart(asker)
        town.cloud.run(for: .seconds(5))
        #expect(town.cloud.pings[ticket] == nil)
        #expect(town.cloud.nodes[asker]?.counters.datagramsSent == 0)
    }

    private func roundTrip(from source: Int, to destination: Int, in town: inout Town) throws -> Duration {
        guard case .answered(let elapsed, _) = try outcome(from: source, to: destination, in: &town) else {
            throw Town.Unanswered(seed: town.seed, trace: town.cloud.trace)
        }
        return elapsed
    }

    private func outcome(from source: Int, to destination: Int, in town: inout Town) throws -> PingOutcome {
        let ticket = town.cloud.ping(VirtualCloud.endpoint(destination), from: VirtualCloud.endpoint(source))
        town.cloud.run(for: .seconds(2))
        return try #require(town.cloud.pings[ticket], "seed \(town.seed)")
    }
}
