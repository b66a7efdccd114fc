import Mesh
import Synchronization

/// What one member heard, message by message.
final class Hearer: Sendable {
    private struct Speaker {
        var numbers: Set<Int> = []
        var last = -1
    }

    private struct State {
        var speakers: [Int: Speaker] = [:]
        var tally = Tally()
        var lastHeard: ContinuousClock.Instant?
    }

    private let own: Int
    private let state = Mutex(State())

    init(_ own: Int, _ deliveries: AsyncStream<Delivery>) {
        self.own = own
        Task { [self] in
            for await delivery in deliveries { hear(delivery) }
        }
    }

    var tally: Tally { state.withLock { $0.tally } }
    var lastHeard: ContinuousClock.Instant? { state.withLock { $0.lastHeard } }

    /// A message: who says it, its number among those of its sender, and so many bytes in all.
    static func text(_ sender: Int, _ number: Int, size: Int) -> String {
        let head = "\(sender) \(number) "
        return head + String(repeating: "x", count: max(0, size - head.utf8.count))
    }

    private func hear(_ delivery: Delivery) {
        guard case .text(let text) = delivery.content.body else { return }
        let words = text.split(separator: " ", maxSplits: 2)
        guard words.count == 3, let sender = Int(words[0]), let number = Int(words[1]) else { return }
        state.withLock { state in
            state.lastHeard = .now
            var speaker = state.speakers[sender] ?? Speaker()
            defer { state.speakers[sender] = speaker }
            guard speaker.numbers.insert(number).inserted else { return state.tally.duplicated += 1 }
            state.tally.delivered += 1
            if sender != own { state.tally.fromOthers += 1 }
            if number < speaker.last { state.tally.outOfOrder += 1 }
            if number != speaker.last + 1 { state.tally.jumps += 1 }
            speaker.last = number
        }
    }
}

/// What reached whom.
struct Tally: Sendable {
    /// Each message once per member.
    var delivered = 0
    /// Of those, heard of others.
    var fromOthers = 0
    var duplicated = 0
    /// Heard after a later one of the same sender.
    var outOfOrder = 0
    /// Not heard right after the one before it of the same sender.
    var jumps = 0
    var lost = 0

    static func + (left: Tally, right: Tally) -> Tally {
        Tally(
            delivered: left.delivered + right.delivered, fromOthers: left.fromOthers + right.fromOthers,
            duplicated: left.duplicated + right.duplicated, outOfOrder: left.outOfOrder + right.outOfOrder,
            jumps: left.jumps + right.jumps, lost: left.lost + right.lost)
    }

    var line: String {
        "Delivered: \(delivered), lost \(lost), duplicated \(duplicated), out of order \(outOfOrder), jumps \(jumps)"
    }
}
