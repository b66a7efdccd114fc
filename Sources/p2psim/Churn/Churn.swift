import ArgumentParser
import PeerEngine
import PeerIdentity

/// A real cloud on `[::1]` in this process whose nodes come and go, die and leave, while names are resolved all the
/// time and a stranger sends rubbish: it must not crash, not grow, and never tell a wrong answer.
struct Churn: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Keeps a real cloud on [::1] in motion and resolves its names; fails on a wrong answer.")

    @Option(help: "How many nodes live at a time.")
    var nodes = 32

    @Option(help: "How long it goes on.")
    var minutes = 5

    @Option(help: "How many malformed datagrams are sent per second, to random nodes.")
    var garbage = 50

    @Option(help: "Where the choices come from; what the network makes of them differs from run to run.")
    var seed: UInt64 = 1

    /// Resolves going on at a time.
    private static let resolvers = 4

    func validate() throws {
        guard (3...1000).contains(nodes) else { throw ValidationError("--nodes must be 3 to 1000.") }
        guard (1...100_000).contains(minutes) else { throw ValidationError("--minutes must be 1 to 100000.") }
        guard (0...100_000).contains(garbage) else { throw ValidationError("--garbage must be 0 to 100000.") }
    }

    func run() async throws {
        let town = RestlessTown(key: try PrivateKey(), size: nodes, seed: seed)
        try await town.populate()
        let rubbish = try RubbishSource(perSecond: garbage, seed: seed)
        await withTaskGroup { group in
            group.addTask { await town.comeAndGo() }
            group.addTask { await rubbish.pour(over: town) }
            for _ in 0..<Self.resolvers { group.addTask { await town.keepResolving() } }
            for minute in 1...minutes {
                try? await Task.sleep(for: .seconds(60))
                print("Minute \(minute): \(await town.report()), \(Memory.residentBytes / 1_048_576) MiB resident")
            }
            group.cancelAll()
        }
        let wrong = await town.wrongAnswers
        await town.end()
        if wrong > 0 { throw ExitCode(1) }
    }
}
