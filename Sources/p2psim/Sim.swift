import ArgumentParser
import Foundation
import PNRP
import PeerBase
import PeerSimulation

/// Builds a cloud, looks names up in it, and tells what that took.
struct Sim: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Builds a cloud in which every node publishes a name, and looks names up in it.")

    @Option(help: "How many nodes there are.")
    var nodes = 200

    @Option(help: "How many lookups are made, one after the other, from random nodes.")
    var lookups = 200

    @Option(help: "Everything follows from this number.")
    var seed: UInt64 = 1

    @Option(help: "The fraction of datagrams that get lost, 0 to 1.")
    var loss = 0.0

    @Flag(help: "Print one JSON document.")
    var json = false

    func validate() throws {
        guard nodes >= 2 else { throw ValidationError("--nodes must be at least 2.") }
        guard lookups >= 1 else { throw ValidationError("--lookups must be at least 1.") }
        guard (0..<1).contains(loss) else { throw ValidationError("--loss must be at least 0 and below 1.") }
    }

    func run() throws {
        var study = try Study(nodes: nodes, seed: seed, loss: loss)
        let figures = try study.lookUp(lookups)
        print(json ? try figures.json() : figures.summary)
    }
}
