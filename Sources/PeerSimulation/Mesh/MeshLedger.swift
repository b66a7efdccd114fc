import Mesh
package import PeerBase

/// What became of everything that was said in a virtual mesh, and what it cost.
package struct MeshLedger: Sendable {
    /// A line and whom it reached.
    package struct Line: Sendable {
        package let sender: Int
        package let said: Instant
        /// How many others lived when it was said.
        package let listeners: Int
        /// When each of those who got it did.
        package fileprivate(set) var reached: [Int: Instant] = [:]
        package fileprivate(set) var mostHops: UInt32 = 0

        /// From its saying until the last of those who got it.
        package var toLast: Duration? { reached.values.max().map { $0 - said } }
    }

    package private(set) var lines: [Line] = []
    /// Lines that an application got twice.
    package private(set) var deliveredTwice = 0
    /// Lines that came after a later one of the same sender, outside history.
    package private(set) var outOfOrder = 0
    /// Floods that were new where they arrived, and their bytes; signs of life included.
    package private(set) var newFloods = 0
    package private(set) var newBytes = 0
    package private(set) var duplicates = 0
    /// Bytes of all frames of all nodes.
    package internal(set) var bytesSent = 0
    package internal(set) var killedAt = Instant.zero
    /// Links of the living to those who were killed.
    package internal(set) var deadLinks = 0
    /// How long it took, for each of these links, until the living end gave it up.
    package internal(set) var noticed: [Duration] = []
    /// The last line of each sender that each application got.
    private var latest: [Pair: Int] = [:]

    private struct Pair: Hashable {
        var sender: Int
        var listener: Int
    }

    mutating func begin(sender: Int, listeners: Int, now: Instant) -> Int {
        lines.append(Line(sender: sender, said: now, listeners: listeners))
        return lines.count - 1
    }

    mutating func delivered(_ delivery: Delivery, to listener: Int, now: Instant) {
        guard case .text(let text) = delivery.content.body,
            let number = text.split(separator: " ").first.flatMap({ Int($0) }),
            lines.indices.contains(number)
        else { return }
        if lines[number].reached.updateValue(now, forKey: listener) != nil { deliveredTwice += 1 }
        lines[number].mostHops = max(lines[number].mostHops, delivery.hops)
        guard !delivery.isHistory else { return }
        let pair = Pair(sender: lines[number].sender, listener: listener)
        if let last = latest[pair], last > number { outOfOrder += 1 }
        latest[pair] = max(latest[pair] ?? 0, number)
    }

    mutating func arrived(_ flood: Frame.Flood, isDuplicate: Bool) {
        guard !isDuplicate else { return duplicates += 1 }
        newFloods += 1
        newBytes += flood.signed.count
    }

    /// The costs since an earlier state; everything else stays.
    func since(_ earlier: MeshLedger) -> MeshLedger {
        var difference = self
        difference.newFloods -= earlier.newFloods
        difference.newBytes -= earlier.newBytes
        difference.duplicates -= earlier.duplicates
        difference.bytesSent -= earlier.bytesSent
        return difference
    }
}
