import ArgumentParser
import Foundation
import PNRP
import PeerSimulation

/// Tells what a node sends to somebody whose address another forges, for each kind of request.
struct Reflection: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reflection",
        abstract: "Weighs what a forged address brings upon its owner: bytes in and out for each kind of request.",
        discussion: """
            A real publisher among twenty others on a virtual network gets one datagram of each kind in a stranger's \
            name. Its record has the largest payload there is. 'Elsewhere' is what it sends to others, both \
            transmissions. At last the dearest kind comes a hundred times a second.
            """)

    @Option(help: "How many seconds the dearest kind is repeated.")
    var seconds = 20

    @OptionGroup var options: StudyOptions

    func validate() throws {
        guard (1...3600).contains(seconds) else { throw ValidationError("--seconds must be 1 to 3600.") }
    }

    func run() throws {
        var study = try ReflectionStudy(seed: options.seed)
        let report = Report(costs: study.costs(), siege: study.siege(seconds: seconds), seed: options.seed)
        print(options.json ? try report.json() : report.table)
    }

    /// What is printed.
    private struct Report {
        let costs: [ReflectionStudy.Cost]
        let siege: ReflectionStudy.Siege
        let seed: UInt64

        private struct Document: Encodable {
            struct Kind: Encodable {
                var kind: String
                var bytesIn: Int
                var bytesOut: Int
                var ratio: Double
                var bytesElsewhere: Int
            }

            struct Siege: Encodable {
                var seconds: Int
                var bytesIn: Int
                var bytesOut: Int
            }

            var kinds: [Kind]
            var siege: Siege
            var boundBytesPerSecond: Int
            var boundBytesAtOnce: Int
            var seed: UInt64
        }

        func json() throws -> String {
            let kinds = costs.map {
                Document.Kind(
                    kind: $0.kind, bytesIn: $0.asked, bytesOut: $0.answered, ratio: ($0.ratio * 100).rounded() / 100,
                    bytesElsewhere: $0.elsewhere)
            }
            let document = Document(
                kinds: kinds,
                siege: .init(seconds: siege.seconds, bytesIn: siege.asked, bytesOut: siege.answered),
                boundBytesPerSecond: Limits.answerBytesPerSecond, boundBytesAtOnce: Limits.answerByteBurst, seed: seed)
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys]
            return String(decoding: try encoder.encode(document), as: UTF8.self)
        }

        var table: String {
            let rows = costs.map { cost in
                row(cost.kind, "\(cost.asked)", "\(cost.answered)", decimal(cost.ratio), "\(cost.elsewhere)")
            }
            return """
                \(row("Request", "In", "Out", "Out/In", "Elsewhere"))
                \(rows.joined(separator: "\n"))

                The dearest, a hundred times a second for \(siege.seconds) s: \(siege.asked) bytes in, \
                \(siege.answered) out, \(siege.answered / siege.seconds) a second.
                The bound for one source: \(Limits.answerByteBurst) bytes at once, \
                \(Limits.answerBytesPerSecond) a second.
                Seed: \(seed)
                """
        }

        private func row(_ kind: String, _ figures: String...) -> String {
            let name = kind.padding(toLength: 22, withPad: " ", startingAt: 0)
            return name + figures.map { String(repeating: " ", count: max(0, 11 - $0.count)) + $0 }.joined()
        }

        private func decimal(_ number: Double) -> String { String(format: "%.2f", number) }
    }
}
