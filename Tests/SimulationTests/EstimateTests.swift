import PNRP
import PeerBase
import PeerSimulation
import Testing

@Suite("How large the cloud seems (behaviour 10)")
struct EstimateTests {
    @Test("the median of all estimates is within a factor of two", arguments: [50, 200])
    func median(count: Int) throws {
        var town = Town(seed: 90 + UInt64(count))
        try town.settle(count)
        var estimates: [Int] = []
        for endpoint in town.published.keys {
            let cache = try #require(town.cloud.nodes[endpoint]).cache
            let estimate = try #require(cache.estimatedIdentifiers)
            #expect(estimate > cache.count, "never less than what is cached and our own")
            estimates.append(estimate)
        }
        // Two gaps are little to go by: one node may be far off, half of them are not.
        let median = estimates.sorted()[count / 2]
        #expect((count / 2...count * 2).contains(median), "seed \(town.seed): \(median)")
    }
}
