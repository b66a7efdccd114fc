import Mesh
import PeerBase
import PeerSimulation
import Testing

@Suite("A mesh on a machine that is much too slow for it (peer channel 20.7, 22)")
struct MeshStarvationTests {
    /// Work for over a minute comes at once: every alarm is late, and what is announced comes long after its time.
    @Test("nothing is lost, everything comes in its order, and nobody is given up", arguments: Profile.allCases)
    func burst(profile: Profile) throws {
        let seed: UInt64 = 3
        var conditions = VirtualMesh.Conditions()
        conditions.latency = .milliseconds(1)...(.milliseconds(1))
        var mesh = VirtualMesh(profile: profile, seed: seed, conditions: conditions)
        for _ in 0..<16 {
            mesh.join()
            mesh.run(for: .milliseconds(20))
        }
        mesh.run(for: .seconds(12))
        mesh.conditions.work = .milliseconds(12)
        for line in 0..<160 { try mesh.say(by: line % 8) }
        mesh.run(for: .seconds(100))
        let lines = mesh.ledger.lines
        #expect(lines.count == 160)
        #expect(lines.contains { ($0.toLast ?? .zero) > .seconds(20) }, "the machine was slow")
        #expect(lines.allSatisfy { $0.reached.count == 15 }, "seed \(seed): \(mesh.causes)")
        #expect(mesh.ledger.outOfOrder == 0 && mesh.ledger.deliveredTwice == 0, "seed \(seed): \(mesh.causes)")
        #expect(!mesh.causes.contains { $0.0 == "too slow" || $0.0 == "timed out" }, "seed \(seed): \(mesh.causes)")
    }
}
