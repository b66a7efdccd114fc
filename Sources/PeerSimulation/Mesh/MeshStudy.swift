package import Mesh
import PeerBase

/// One run of a mesh from its first node to its repair after a sudden loss, and what it cost.
package struct MeshStudy: Sendable {
    /// What is done.
    package struct Plan: Hashable, Sendable {
        package var nodes = 200
        /// How many die at one instant.
        package var killed = 40
        package var seed: UInt64 = 1
        /// Lines said before the loss, and again after the repair.
        package var lines = 20
        /// How long the mesh rests once all have joined.
        package var rest: Duration = .seconds(40)
        /// A repair that takes longer has failed.
        package var repairLimit: Duration = .seconds(600)
        package var conditions = VirtualMesh.Conditions()

        package init() {}
    }

    package private(set) var mesh: VirtualMesh
    private let plan: Plan
    /// When the living were one mesh again with enough neighbours each; `nil` when the time was not enough.
    package private(set) var repairTime: Duration?
    private var calm = MeshLedger()
    private var atLoss = 0
    private var atRepair = 0

    package init(_ profile: Profile, _ plan: Plan) {
        self.plan = plan
        mesh = VirtualMesh(profile: profile, seed: plan.seed, conditions: plan.conditions)
    }

    /// Runs all of it.
    package static func figures(_ profile: Profile, _ plan: Plan) throws(SayError) -> MeshFigures {
        var study = MeshStudy(profile, plan)
        study.grow()
        try study.talk(lines: plan.lines)
        try study.lose()
        try study.talk(lines: plan.lines)
        return study.figures
    }

    /// All nodes join, 50 ms apart.
    package mutating func grow() {
        for _ in 0..<plan.nodes {
            mesh.join()
            mesh.run(for: .milliseconds(50))
        }
        mesh.run(for: plan.rest)
    }

    /// Lines from members drawn by chance, five a second, and the time for the last to arrive.
    package mutating func talk(lines: Int) throws(SayError) {
        let before = mesh.ledger
        for _ in 0..<lines {
            try mesh.say()
            mesh.run(for: .milliseconds(200))
        }
        mesh.run(for: .seconds(5))
        if atLoss == 0 { calm = mesh.ledger.since(before) }
    }

    /// Some die at once; the others go on talking, twice a second, until the mesh is whole again.
    package mutating func lose() throws(SayError) {
        atLoss = mesh.ledger.lines.count
        mesh.kill(mesh.draw(plan.killed))
        let start = mesh.now
        while mesh.now - start < plan.repairLimit {
            try mesh.say()
            mesh.run(for: .milliseconds(500))
            guard mesh.isWhole else { continue }
            repairTime = mesh.now - start
            break
        }
        atRepair = mesh.ledger.lines.count
    }

    package var figures: MeshFigures {
        let lines = mesh.ledger.lines
        let repair = lines[atLoss..<atRepair]
        return MeshFigures(
            profile: mesh.profile, calm: calm, calmLines: Array(lines[..<atLoss]),
            repairTime: repairTime, repair: MeshFigures.Share(repair, among: mesh.living),
            after: MeshFigures.Share(lines[atRepair...], among: mesh.living), ledger: mesh.ledger)
    }
}

extension VirtualMesh {
    /// Whether the living are one mesh, each with as many living neighbours as its profile asks for at least, and none
    /// still counts on the dead.
    package var isWhole: Bool {
        let living = living
        guard let first = living.first else { return true }
        let least = min(profile.settings.low, living.count - 1)
        let near = living.map { number in (number, livingNeighbours(of: number)) }
        guard near.allSatisfy({ $0.1.count >= least && $0.1.count == neighbours(of: $0.0) }) else { return false }
        let map = Dictionary(uniqueKeysWithValues: near)
        var reached: Set = [first]
        var next = [first]
        while let number = next.popLast() {
            for other in map[number] ?? [] where reached.insert(other).inserted { next.append(other) }
        }
        return reached.count == living.count
    }

    private func livingNeighbours(of number: Int) -> [Int] {
        hosts[number].node.neighbours.compactMap { neighbour in
            hosts[number].ends[neighbour.link].flatMap { hosts[$0.node].isAlive ? $0.node : nil }
        }
    }
}
