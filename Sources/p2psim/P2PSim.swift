// p2psim: figures of clouds and meshes. `sim` builds clouds on a virtual network, larger than any machine could for real;
// `reflection` weighs what a forged address brings upon its owner;
// `loopback` times real ones on [::1], and `churn` keeps one in motion; `mesh` compares the profiles of a virtual mesh,
// and `mesh-loopback` lets a real one on [::1] talk.

import ArgumentParser

@main
struct P2PSim: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "p2psim",
        abstract: "Studies PNRP clouds and meshes: on a virtual network and clock, or on real sockets of this machine.",
        subcommands: [
            Sim.self, Reflection.self, Loopback.self, Churn.self, MeshComparison.self, MeshLoopback.self,
        ])
}
