package import Mesh
import PeerBase

/// What a ``MeshStudy`` measured of one profile (peer channel 22, suggested measurements).
package struct MeshFigures: Sendable {
    /// How many of those who should have got lines did.
    package struct Share: Hashable, Sendable {
        /// Lines times living listeners.
        package var due = 0
        package var missed = 0
        package var lines = 0
        /// Lines that not all the living got.
        package var incomplete = 0

        package init(_ lines: ArraySlice<MeshLedger.Line>, among living: [Int]) {
            for line in lines {
                let missing = living.count { $0 != line.sender && line.reached[$0] == nil }
                self.lines += 1
                due += living.count - (living.contains(line.sender) ? 1 : 0)
                missed += missing
                incomplete += missing > 0 ? 1 : 0
            }
        }

        /// 0 to 1.
        package var delivered: Double { due == 0 ? 1 : 1 - Double(missed) / Double(due) }
    }

    package let profile: Profile
    /// Copies of floods that were there already, for each that was new, in a mesh at rest.
    package let duplicatesPerDelivery: Double
    /// The links that the farthest member is away, on average over the lines.
    package let hopsToLast: Double
    /// From saying to the last application, on average over the lines.
    package let timeToLast: Duration
    /// Bytes of all frames, upkeep included, for each byte of a flood that was new.
    package let bytesPerByte: Double
    /// Lines said in the mesh at rest that somebody did not get.
    package let calm: Int
    package let repairTime: Duration?
    /// Lines said from the loss to the repair, and those said after it.
    package let repair: Share
    package let after: Share
    /// Until a living node gave up its link to a dead one, on average and at most; over those that were given up.
    package let noticeMean: Duration
    package let noticeMost: Duration
    package let deliveredTwice: Int
    package let outOfOrder: Int

    init(
        profile: Profile, calm: MeshLedger, calmLines: [MeshLedger.Line], repairTime: Duration?, repair: Share,
        after: Share, ledger: MeshLedger
    ) {
        self.profile = profile
        duplicatesPerDelivery = Double(calm.duplicates) / Double(max(1, calm.newFloods))
        let count = max(1, calmLines.count)
        hopsToLast = Double(calmLines.reduce(0) { $0 + Int($1.mostHops) }) / Double(count)
        timeToLast = calmLines.reduce(.zero) { $0 + ($1.toLast ?? .zero) } / count
        bytesPerByte = Double(calm.bytesSent) / Double(max(1, calm.newBytes))
        self.calm = calmLines.count { $0.reached.count < $0.listeners }
        self.repairTime = repairTime
        self.repair = repair
        self.after = after
        noticeMean = ledger.noticed.reduce(.zero, +) / max(1, ledger.noticed.count)
        noticeMost = ledger.noticed.max() ?? .zero
        deliveredTwice = ledger.deliveredTwice
        outOfOrder = ledger.outOfOrder
    }
}
