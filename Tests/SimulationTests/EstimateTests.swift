import PNRP
import PeerBase
import PeerSimulation
import Testing

@Suite("How large the cloud seems (behaviour 10)")
struct EstimateTests {
    @Test("nine of ten estimates are within a factor of two", arguments: [50, 200])
    func spread(count: Int) throws {
        var town = Town(seed: 90 + UInt64(count))
        try town.settle(count)
        var estimates: [Int] = []
        for endpoint in town.published.keys {
            let cache = try #require(town.cloud.nodes[endpoint]).cache
            let estimate = try #require(cache.estimatedIdentifiers)
            #expect(estimate > cache.count, "never less than what is cached and our own")
            estimates.append(estimate)
        }
        let near = estimates.count { (count / 2...count * 2).contains($0) }
        #expect(near * 10 >= count * 9, "seed \(town.seed): \(estimates.sorted())")
    }
}
