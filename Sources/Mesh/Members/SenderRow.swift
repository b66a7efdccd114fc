import PeerBase

/// The messages of one opening of one sender: each number once, and in order as far as a short wait allows
/// (peer channel 20.6).
struct SenderRow: Sendable {
    /// A message that waits for one before it.
    struct Held: Sendable {
        var sequence: UInt64
        var delivery: Delivery
        var since: Instant
    }

    let opening: UInt64
    /// When the row was first heard of.
    private let since: Instant
    var lastHeard: Instant
    private(set) var window = SequenceWindow()
    /// The number that comes next; `nil` until it is known where the row begins for us.
    private var next: UInt64?
    /// The lowest number noted before that is known.
    private var lowest: UInt64?
    /// The highest number that history brought, while history is being gathered.
    private var historyEnd: UInt64?
    /// By number.
    private(set) var held: [Held] = []

    init(opening: UInt64, now: Instant) {
        self.opening = opening
        since = now
        lastHeard = now
    }

    var heldBytes: Int { held.reduce(0) { $0 + $1.delivery.weight } }

    /// When the oldest of what is held has waited long enough.
    var deadline: Instant? {
        guard let oldest = held.map(\.since).min() else { return nil }
        return (next == nil ? since : oldest) + Limits.gapWait
    }

    /// Whether a message waits here that came by itself.
    func isHolding(_ sequence: UInt64) -> Bool {
        held.contains { $0.sequence == sequence && !$0.delivery.isHistory }
    }

    /// Whether the row's first known message was said after `time` (milliseconds since 1970), so that earlier ones may be
    /// on their way still.
    func hasBegun(after time: Int64) -> Bool {
        guard next == nil, let lowest, lowest > 1, let first = held.first else { return false }
        return first.delivery.content.time > time
    }

    /// Notes a number whose message is not for the application.
    mutating func skip(_ sequence: UInt64, isHistory: Bool, isGathering: Bool, now: Instant) -> [Delivery] {
        note(sequence, isHistory: isHistory, isGathering: isGathering, now: now)
        return drain()
    }

    /// Takes a message; gives those whose turn has come, this one perhaps among them. `isGathering` tells that more of
    /// what was said before may come (see ``endHistory()``).
    mutating func take(_ delivery: Delivery, isGathering: Bool, now: Instant) -> [Delivery] {
        let sequence = delivery.content.sequence
        note(sequence, isHistory: delivery.isHistory, isGathering: isGathering, now: now)
        // Its gap was told already: late is better than never.
        if let next, sequence < next { return [delivery] }
        let place = held.firstIndex { $0.sequence > sequence } ?? held.count
        held.insert(Held(sequence: sequence, delivery: delivery, since: now), at: place)
        if delivery.isHistory, !isGathering { return release(through: sequence) }
        let ready = drain()
        return held.count > Limits.heldPerOpening ? ready + release() : ready
    }

    private mutating func note(_ sequence: UInt64, isHistory: Bool, isGathering: Bool, now: Instant) {
        if isHistory, isGathering { historyEnd = max(historyEnd ?? 0, sequence) }
        if next == nil {
            // A row known for so long begins where we met it. The sender's own first has none before it.
            if held.isEmpty, !isGathering, since + Limits.gapWait <= now { next = lowest }
            if sequence == 1, !isHistory { next = 1 }
        }
        if next == nil { lowest = min(lowest ?? sequence, sequence) }
        window.insert(sequence)
    }

    /// No more history comes: what is held of it goes, in order. The numbers that it leaves out are not missing: signs of
    /// life and messages for others are no part of it.
    mutating func endHistory() -> [Delivery] {
        guard let end = historyEnd else { return [] }
        historyEnd = nil
        return release(through: end)
    }

    private mutating func release(through end: UInt64) -> [Delivery] {
        let ready = held.prefix { $0.sequence <= end }.map(\.delivery)
        held.removeFirst(ready.count)
        if end < .max { next = max(next ?? 0, end + 1) }
        return ready + drain()
    }

    /// Gives up the gap before the first message that is held; where the row's beginning was not known, that comes first.
    mutating func release() -> [Delivery] {
        guard let first = held.first else { return [] }
        if next == nil, let lowest {
            next = lowest
            return drain()
        }
        let missing = next.map { unused(from: $0, to: first.sequence) } ?? 0
        held[0].delivery.missing = missing
        next = first.sequence
        return drain()
    }

    private mutating func drain() -> [Delivery] {
        var ready: [Delivery] = []
        while let expected = next {
            if let first = held.first, first.sequence == expected {
                ready.append(held.removeFirst().delivery)
            } else if !window.contains(expected) {
                break
            }
            // The largest number has no successor, and needs none.
            guard expected < .max else { break }
            next = expected + 1
        }
        return ready
    }

    /// How many numbers of a range never came; those too far back to tell count as such.
    private func unused(from first: UInt64, to end: UInt64) -> UInt64 {
        let span = UInt64(Limits.sequenceWindow)
        let near = end > span ? max(first, end - span) : first
        let used = (near..<end).count { window.contains($0) }
        return end - first - UInt64(used)
    }
}

extension Delivery {
    /// What it weighs while it is held: its text, and a guess for the rest.
    var weight: Int {
        let text: Int
        switch content.body {
        case .text(let line): text = line.utf8.count
        case .sealed(_, let box): text = box.count
        case .presence, .unknown: text = 0
        }
        return text + 512
    }
}
