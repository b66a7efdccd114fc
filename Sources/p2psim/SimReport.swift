import Foundation
import PeerBase
import PeerSimulation

/// What `p2psim sim` prints.
struct SimReport {
    private let document: Document

    init(
        options: Sim, figures: LookupFigures, heapBytesPerNode: Int, idleDatagramsPerSecond: Double,
        strayLeafSets: Int, wall: Duration
    ) {
        document = Document(
            nodes: options.nodes, lookups: figures.lookups, success: figures.success, hopsMean: figures.hopsMean,
            hopsP95: figures.hopsP95, tableMean: ExpectedHops.mean(identifiers: options.nodes),
            messagesPerLookup: figures.messagesPerLookup, latencyP50Ms: figures.latency(0.5).wholeMilliseconds,
            latencyP99Ms: figures.latency(0.99).wholeMilliseconds, wrongAnswers: figures.wrongAnswers,
            timedOut: figures.timedOut, idleDatagramsPerSecond: idleDatagramsPerSecond, strayLeafSets: strayLeafSets,
            heapBytesPerNode: heapBytesPerNode, rssBytes: Memory.residentBytes,
            wallSeconds: Double(wall.wholeMilliseconds) / 1000, loss: options.loss, fail: options.fail,
            churn: options.churn, settleMinutes: options.settle, seed: options.study.seed)
    }

    private struct Document: Encodable {
        var nodes: Int
        /// Those whose publisher and asker lived to the end.
        var lookups: Int
        var success: Double
        var hopsMean: Double
        var hopsP95: Int
        var tableMean: Double
        var messagesPerLookup: Double
        var latencyP50Ms: Int
        var latencyP99Ms: Int
        var wrongAnswers: Int
        var timedOut: Int
        /// Sent by a node at rest.
        var idleDatagramsPerSecond: Double
        /// Nodes whose leaf set was not that of the ring when the lookups began.
        var strayLeafSets: Int
        var heapBytesPerNode: Int
        var rssBytes: Int
        var wallSeconds: Double
        var loss: Double
        var fail: Double
        var churn: Int
        var settleMinutes: Int
        var seed: UInt64
    }

    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return String(decoding: try encoder.encode(document), as: UTF8.self)
    }

    var summary: String {
        """
        Nodes: \(document.nodes), rested for \(document.settleMinutes) minutes
        Lookups: \(document.lookups)
        Found: \(decimal(100 * document.success)) %
        Wrong answers: \(document.wrongAnswers)
        Hops: mean \(decimal(document.hopsMean)) (perfect caches: \(decimal(document.tableMean))), \
        95th percentile \(document.hopsP95)
        Messages per lookup: \(decimal(document.messagesPerLookup))
        Latency: p50 \(document.latencyP50Ms) ms, p99 \(document.latencyP99Ms) ms
        Datagrams per idle node and second: \(String(format: "%.3f", document.idleDatagramsPerSecond))
        Leaf sets not of the true neighbours: \(document.strayLeafSets)
        Heap per node: \(document.heapBytesPerNode) bytes
        Resident memory: \(document.rssBytes / 1_048_576) MiB
        Took: \(decimal(document.wallSeconds)) s
        Seed: \(document.seed)
        """
    }

    private func decimal(_ number: Double) -> String { String(format: "%.2f", number) }
}
