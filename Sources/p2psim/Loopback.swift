import ArgumentParser
import Foundation
import PNRP
import PeerBase
import PeerEngine

/// A real cloud on `[::1]` in this process, and how long its resolves take beside a bare UDP round trip measured in
/// the same run: times of a busy machine mean something only side by side.
struct Loopback: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Times resolves over real sockets on [::1], beside bare UDP round trips.")

    @Option(help: "How many nodes there are beside the one that asks.")
    var nodes = 40

    @Option(help: "How many resolves are made, one after the other.")
    var resolves = 500

    func validate() throws {
        guard (1...1000).contains(nodes) else { throw ValidationError("--nodes must be 1 to 1000.") }
        guard resolves >= 1 else { throw ValidationError("--resolves must be at least 1.") }
    }

    func run() async throws {
        let home = FileManager.default.temporaryDirectory.appendingPathComponent("p2psim-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: home) }
        let bare = Times(try RoundTrips.measured(count: 5000, bytes: 200))
        let engine = try Engine(EngineOptions(environment: [:], home: home.path, labNodes: nodes))
        let start = ContinuousClock.now
        try await engine.start()
        print("Cloud of \(nodes) nodes ready after \((ContinuousClock.now - start).wholeMilliseconds) ms")
        // The first pass fills the cache; the second is what a settled node does.
        for pass in ["first", "settled"] { print(try await lookUp(engine).line(pass)) }
        print("UDP round trip: \(bare)")
        print("UDP round trip again: \(Times(try RoundTrips.measured(count: 5000, bytes: 200)))")
        await engine.shutdown()
    }

    private func lookUp(_ engine: Engine) async throws -> Passage {
        var passage = Passage()
        for number in 0..<resolves {
            let query = ResolveQuery(name: try PeerName("0.lab-\(number * 7 % nodes + 1)"))
            let start = ContinuousClock.now
            let outcome = try await engine.resolve(query, inCloud: "Global_")
            passage.add(outcome, took: ContinuousClock.now - start)
        }
        return passage
    }
}

/// What one series of resolves came to.
private struct Passage {
    private var durations: [Duration] = []
    private var found = 0
    private var exchanges = 0

    mutating func add(_ outcome: ResolveOutcome, took duration: Duration) {
        durations.append(duration)
        exchanges += outcome.trace.count - 1
        if case .found = outcome.result { found += 1 }
    }

    func line(_ name: String) -> String {
        let packets = String(format: "%.1f", 2 * Double(exchanges) / Double(durations.count))
        return "Resolve, \(name) pass: \(Times(durations)), \(packets) packets each, found \(found)/\(durations.count)"
    }
}

/// Percentiles in microseconds.
struct Times: CustomStringConvertible {
    private let sorted: [Duration]

    init(_ durations: [Duration]) {
        sorted = durations.sorted()
    }

    var description: String { "p50 \(microseconds(0.5)) us, p99 \(microseconds(0.99)) us" }

    private func microseconds(_ fraction: Double) -> Int {
        guard !sorted.isEmpty else { return 0 }
        return Int(sorted[min(sorted.count - 1, Int(Double(sorted.count) * fraction))].wholeNanoseconds / 1000)
    }
}
