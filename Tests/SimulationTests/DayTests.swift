import PNRP
import PeerBase
import PeerSimulation
import Testing

@Suite("A day passes (behaviour 24.10)")
struct DayTests {
    @Test("twenty-four hours with deaths, departures and returns every few hours")
    func day() throws {
        var town = Town(seed: 24)
        try town.settle(5)
        for hour in 0..<24 {
            let number = hour % 4
            let endpoint = VirtualCloud.endpoint(number)
            switch hour % 3 {
            case 0: town.cloud.kill(endpoint)
            case 1: town.cloud.leave(endpoint)
            default: break
            }
            town.cloud.run(for: .seconds(1800))
            if hour % 3 < 2 {
                #expect(try town.resolve("0.name-\(number)", from: VirtualCloud.endpoint(4)).record == nil)
                town.cloud.restart(endpoint, seeds: [VirtualCloud.endpoint(4)])
                try town.publish("0.name-\(number)", at: endpoint)
            }
            town.cloud.run(for: .seconds(1800))
            for other in 0..<5 where other != number {
                let outcome = try town.resolve("0.name-\(other)", from: endpoint)
                #expect(outcome.record?.publisher == VirtualCloud.endpoint(other), "seed \(town.seed), hour \(hour)")
            }
        }
        #expect(town.cloud.now >= .zero + .seconds(24 * 3600))
    }
}
