import ArgumentParser
import Foundation
import PNRP
import PeerBase
import PeerSimulation

/// Builds a cloud on a virtual network, lets it rest, looks names up in it, and tells what that took.
struct Sim: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Builds a virtual cloud in which every node publishes a name, and looks names up in it.")

    @Option(help: "How many nodes there are.")
    var nodes = 200

    @Option(help: "How many lookups are made, from random nodes for random names.")
    var lookups = 200

    @Option(help: "The fraction of datagrams that get lost, at least 0 and below 1.")
    var loss = 0.0

    @Option(help: "The fraction of the nodes that die silently just before the lookups, at least 0 and below 1.")
    var fail = 0.0

    @Option(help: "How many nodes die silently and are replaced per simulated minute while the lookups go on.")
    var churn = 0

    @Option(help: "How many simulated minutes the cloud rests before the lookups.")
    var settle = 60

    @Option(help: "How many lookups are begun per simulated second.")
    var pace = 20

    @OptionGroup var study: StudyOptions

    func validate() throws {
        guard (2...1_000_000).contains(nodes) else { throw ValidationError("--nodes must be 2 to 1000000.") }
        guard (1...10_000_000).contains(lookups) else { throw ValidationError("--lookups must be 1 to 10000000.") }
        guard (0..<1).contains(loss) else { throw ValidationError("--loss must be at least 0 and below 1.") }
        guard (0..<1).contains(fail) else { throw ValidationError("--fail must be at least 0 and below 1.") }
        guard (0...1_000_000).contains(churn) else { throw ValidationError("--churn must be 0 to 1000000.") }
        guard (0...10_000).contains(settle) else { throw ValidationError("--settle must be 0 to 10000 minutes.") }
        guard (1...10_000).contains(pace) else { throw ValidationError("--pace must be 1 to 10000.") }
        guard nodes - Int(Double(nodes) * fail) >= 2 else {
            throw ValidationError("--fail must leave at least two of the --nodes alive.")
        }
    }

    func run() throws {
        let report = try lookUp(progress: ProgressLine.onTerminal())
        print(study.json ? try report.json() : report.summary)
    }

    private func lookUp(progress: ProgressLine?) throws -> SimReport {
        let begun = ContinuousClock.now
        let heapBefore = Memory.residentBytes
        var settlement = Settlement(seed: study.seed, conditions: Conditions(loss: loss))
        try settlement.grow(to: nodes, progress: progress?.show)
        let idle = settlement.rest(minutes: settle, progress: progress?.show)
        let heap = Memory.residentBytes - heapBefore
        let strays = settlement.strayLeafSets()
        settlement.kill(Int(Double(nodes) * fail))
        let plan = Settlement.Plan(lookups: lookups, pace: pace, replacedPerMinute: churn)
        let figures = try settlement.lookUp(plan, progress: progress?.show)
        progress?.clear()
        return SimReport(
            options: self, figures: figures, heapBytesPerNode: heap / nodes, idleDatagramsPerSecond: idle,
            strayLeafSets: strays, wall: ContinuousClock.now - begun)
    }
}
