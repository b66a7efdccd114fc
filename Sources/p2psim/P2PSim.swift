// p2psim: clouds of pure nodes on a virtual network, for figures that no machine is large enough to give for real.

import ArgumentParser

@main
struct P2PSim: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "p2psim",
        abstract: "Simulates PNRP clouds on a virtual network and clock.",
        subcommands: [Sim.self])
}
