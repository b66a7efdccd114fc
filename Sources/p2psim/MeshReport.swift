import Foundation
import Mesh
import PeerBase
import PeerSimulation

/// What `p2psim mesh` prints: one column for each profile.
struct MeshReport {
    private let columns: [MeshFigures]
    private let options: MeshComparison

    init(options: MeshComparison, columns: [MeshFigures]) {
        self.options = options
        self.columns = columns
    }

    var table: String {
        let rows: [(String, (MeshFigures) -> String)] = [
            ("", { $0.profile.rawValue }),
            ("duplicates per delivery", { String(format: "%.2f", $0.duplicatesPerDelivery) }),
            ("links to the last member, mean", { String(format: "%.1f", $0.hopsToLast) }),
            ("time to the last member, mean (ms)", { "\($0.timeToLast.wholeMilliseconds)" }),
            ("bytes sent per delivered byte", { String(format: "%.2f", $0.bytesPerByte) }),
            ("time to notice a death, mean (s)", { seconds($0.noticeMean) }),
            ("time to notice a death, at most (s)", { seconds($0.noticeMost) }),
            ("time to repair (s)", { $0.repairTime.map(seconds) ?? "never" }),
            ("lines said during repair", { "\($0.repair.lines)" }),
            ("  of these not heard by all", { "\($0.repair.incomplete)" }),
            ("  delivered share", { share($0.repair.delivered) }),
            ("lines said after repair", { "\($0.after.lines)" }),
            ("  of these not heard by all", { "\($0.after.incomplete)" }),
            ("  delivered share", { share($0.after.delivered) }),
        ]
        let title = "\(options.nodes) members, \(options.killed) killed at once, seed \(options.study.seed)"
        let body = rows.map { name, value in
            let cells = columns.map { String(repeating: " ", count: max(1, 10 - value($0).count)) + value($0) }
            return name.padding(toLength: 38, withPad: " ", startingAt: 0) + cells.joined()
        }
        return ([title] + body).joined(separator: "\n")
    }

    private func seconds(_ duration: Duration) -> String {
        String(format: "%.1f", Double(duration.wholeMilliseconds) / 1000)
    }

    private func share(_ fraction: Double) -> String { String(format: "%.2f %%", fraction * 100) }

    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let document = Document(
            nodes: options.nodes, kill: options.killed, seed: options.study.seed, profiles: columns.map(Column.init))
        return String(decoding: try encoder.encode(document), as: UTF8.self)
    }

    private struct Document: Encodable {
        var nodes: Int
        var kill: Int
        var seed: UInt64
        var profiles: [Column]
    }

    private struct Column: Encodable {
        var profile: String
        var duplicatesPerDelivery: Double
        var hopsToLastMean: Double
        var timeToLastMeanMs: Int
        var bytesPerDeliveredByte: Double
        var noticeMeanMs: Int
        var noticeMostMs: Int
        /// Missing when the mesh was not whole in time.
        var repairMs: Int?
        var duringRepair: Share
        var afterRepair: Share
        var deliveredTwice: Int
        var outOfOrder: Int

        init(_ figures: MeshFigures) {
            profile = figures.profile.rawValue
            duplicatesPerDelivery = figures.duplicatesPerDelivery
            hopsToLastMean = figures.hopsToLast
            timeToLastMeanMs = figures.timeToLast.wholeMilliseconds
            bytesPerDeliveredByte = figures.bytesPerByte
            noticeMeanMs = figures.noticeMean.wholeMilliseconds
            noticeMostMs = figures.noticeMost.wholeMilliseconds
            repairMs = figures.repairTime?.wholeMilliseconds
            duringRepair = Share(figures.repair)
            afterRepair = Share(figures.after)
            deliveredTwice = figures.deliveredTwice
            outOfOrder = figures.outOfOrder
        }
    }

    private struct Share: Encodable {
        var lines: Int
        var incomplete: Int
        var due: Int
        var missed: Int

        init(_ share: MeshFigures.Share) {
            lines = share.lines
            incomplete = share.incomplete
            due = share.due
            missed = share.missed
        }
    }
}
