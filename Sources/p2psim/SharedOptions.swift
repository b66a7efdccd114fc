import ArgumentParser
import Mesh

/// What every study on a virtual network takes.
struct StudyOptions: ParsableArguments {
    @Option(help: "Everything follows from this number.")
    var seed: UInt64 = 1

    @Flag(help: "Print one JSON document.")
    var json = false
}

// The words are those of `p2p mesh join`.
extension Profile: ExpressibleByArgument {}
extension SecurityMode: ExpressibleByArgument {}
