import Foundation
import PNRP
import PeerBase

/// What a series of lookups came to.
struct Figures {
    let nodes: Int
    let lookups: Int
    let heapBytesPerNode: Int
    let seed: UInt64
    private var found = 0
    private var hops: [Int] = []
    private var messages = 0
    private var latencies: [Duration] = []

    init(nodes: Int, lookups: Int, heapBytesPerNode: Int, seed: UInt64) {
        self.nodes = nodes
        self.lookups = lookups
        self.heapBytesPerNode = heapBytesPerNode
        self.seed = seed
    }

    /// A hop is a LOOKUP: every line of the trace but the first, ourselves, and the final INQUIRE.
    mutating func add(_ outcome: ResolveOutcome, messages sent: Int) {
        messages += sent
        latencies.append(outcome.elapsed)
        guard case .found = outcome.result else { return }
        found += 1
        hops.append(outcome.trace.count - 2)
    }

    var summary: String {
        """
        Nodes: \(nodes)
        Lookups: \(lookups)
        Found: \(String(format: "%.2f", 100 * success)) %
        Hops: mean \(String(format: "%.2f", hopsMean)), 95th percentile \(hopsP95)
        Messages per lookup: \(String(format: "%.2f", messagesPerLookup))
        Latency: p50 \(milliseconds(0.5)) ms, p99 \(milliseconds(0.99)) ms
        Heap per node: \(heapBytesPerNode) bytes
        Seed: \(seed)
        """
    }

    func json() throws -> String {
        let document = Document(
            nodes: nodes, lookups: lookups, success: success, hopsMean: hopsMean, hopsP95: hopsP95,
            messagesPerLookup: messagesPerLookup, latencyP50Ms: milliseconds(0.5), latencyP99Ms: milliseconds(0.99),
            heapBytesPerNode: heapBytesPerNode, seed: seed)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return String(decoding: try encoder.encode(document), as: UTF8.self)
    }

    private struct Document: Encodable {
        var nodes: Int
        var lookups: Int
        var success: Double
        var hopsMean: Double
        var hopsP95: Int
        var messagesPerLookup: Double
        var latencyP50Ms: Int
        var latencyP99Ms: Int
        var heapBytesPerNode: Int
        var seed: UInt64
    }

    private var success: Double { Double(found) / Double(lookups) }
    private var hopsMean: Double { Double(hops.reduce(0, +)) / Double(max(hops.count, 1)) }
    private var hopsP95: Int { percentile(hops, 0.95) ?? 0 }
    private var messagesPerLookup: Double { Double(messages) / Double(lookups) }

    private func milliseconds(_ fraction: Double) -> Int {
        percentile(latencies, fraction)?.wholeMilliseconds ?? 0
    }

    private func percentile<Value: Comparable>(_ values: [Value], _ fraction: Double) -> Value? {
        guard !values.isEmpty else { return nil }
        return values.sorted()[min(values.count - 1, Int(Double(values.count) * fraction))]
    }
}
