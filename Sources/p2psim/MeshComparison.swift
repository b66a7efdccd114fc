import ArgumentParser
import Mesh
import PeerBase
import PeerSimulation

/// Builds a mesh on a virtual network, kills a part of it at once, and tells what its messages cost and whom they
/// reached; both profiles side by side.
struct MeshComparison: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mesh",
        abstract: "Compares the two profiles of a mesh: what messages cost, and what a sudden loss does to them.",
        discussion: """
            The members join 50 ms apart, rest, and say lines from random members. Then some vanish at one instant, as \
            machines do that lose their power; the others go on talking while the mesh repairs itself, and once more \
            when every living member has enough living neighbours and none of the dead. Links take 20 to 80 ms; TCP \
            gives a dead machine up 20 s after the first thing sent to it.
            """)

    @Option(help: "How many members there are.")
    var nodes = 200

    @Option(help: "How many of them die at once; a fifth unless given.")
    var kill: Int?

    @Option(help: "The only profile to look at; both unless given.")
    var profile: Profile?

    @Option(help: "How many lines are said before the loss, and again after the repair.")
    var lines = 20

    @Option(help: "How many simulated seconds the mesh rests once all have joined.")
    var rest = 40

    @Flag(help: "The resolver knows who is dead; otherwise it lists everybody who ever registered.")
    var perfectResolver = false

    @OptionGroup var study: StudyOptions

    /// A fifth, unless told.
    var killed: Int { kill ?? nodes / 5 }

    func validate() throws {
        guard (2...10_000).contains(nodes) else { throw ValidationError("--nodes must be 2 to 10000.") }
        guard (0...nodes - 2).contains(killed) else {
            throw ValidationError("--kill must leave at least two of the --nodes alive.")
        }
        guard (1...1000).contains(lines) else { throw ValidationError("--lines must be 1 to 1000.") }
        guard (0...3600).contains(rest) else { throw ValidationError("--rest must be 0 to 3600 seconds.") }
    }

    func run() throws {
        var plan = MeshStudy.Plan()
        plan.nodes = nodes
        plan.killed = killed
        plan.seed = study.seed
        plan.lines = lines
        plan.rest = .seconds(rest)
        plan.conditions.isResolverPerfect = perfectResolver
        var columns: [MeshFigures] = []
        for profile in profile.map({ [$0] }) ?? Profile.allCases {
            columns.append(try MeshStudy.figures(profile, plan))
        }
        let report = MeshReport(options: self, columns: columns)
        print(study.json ? try report.json() : report.table)
    }
}
