import PNRP
import PeerBase
import PeerSimulation
import Testing

@Suite("A settled cloud sends little and stays true (architecture 6)")
struct UpkeepIdleTests {
    @Test("at most a tenth of a datagram a second and node, over an hour", arguments: [8, 32])
    func idle(count: Int) throws {
        var town = Town(seed: 970)
        try town.settle(count)
        town.cloud.run(for: .seconds(600))
        let before = town.cloud.datagramsSent
        town.cloud.run(for: .seconds(3600))
        let rate = Double(town.cloud.datagramsSent - before) / Double(count) / 3600
        #expect(rate <= 0.1, "seed \(town.seed): \(rate) datagrams a second and node")
        town.expectTrueLeaves()
    }

    @Test("a day passes in a moment, and every name is announced again")
    func day() throws {
        var town = Town(seed: 971)
        try town.settle(12)
        town.cloud.run(for: .seconds(27 * 3600))
        town.expectTrueLeaves()
        let record = try town.resolve("0.name-3", from: VirtualCloud.endpoint(8)).record
        #expect(record?.publisher == VirtualCloud.endpoint(3))
    }
}
