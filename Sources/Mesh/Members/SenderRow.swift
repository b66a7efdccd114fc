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
    var lastHeard: Instant
    private(set) var window = SequenceWindow()
    /// The number that comes next; `nil` until it is known where the row begins for us.
    private var next: UInt64?
    /// By number.
    private(set) var held: [Held] = []

    init(opening: UInt64, now: Instant) {
        self.opening = opening
        lastHeard = now
    }

    var heldBytes: Int { held.reduce(0) { $0 + $1.delivery.weight } }

    /// When the oldest of what is held has waited long enough.
    var deadline: Instant? { held.map(\.since).min().map { $0 + Limits.gapWait } }

    /// Notes a number whose message is not for the application, or is history. `isBeginning` tells that the row may be
    /// taken to begin here.
    mutating func skip(_ sequence: UInt64, isBeginning: Bool) -> [Delivery] {
        window.insert(sequence)
        // What is held already came before the row's beginning was known.
        if next == nil, isBeginning { next = min(sequence, held.first?.sequence ?? sequence) }
        return drain()
    }

    /// Takes a message; gives those whose turn has come, this one perhaps among them.
    mutating func take(_ delivery: Delivery, now: Instant) -> [Delivery] {
        let sequence = delivery.content.sequence
        window.insert(sequence)
        // Our first of this opening, and the sender's own first: nothing can come before it.
        if next == nil, sequence == 1 { next = 1 }
        // Its gap was told already: late is better than never.
        if let next, sequence < next { return [delivery] }
        let place = held.firstIndex { $0.sequence > sequence } ?? held.count
        held.insert(Held(sequence: sequence, delivery: delivery, since: now), at: place)
        let ready = drain()
        return held.count > Limits.heldPerOpening ? ready + release() : ready
    }

    /// Gives up the gap before the first message that is held.
    mutating func release() -> [Delivery] {
        guard let first = held.first else { return [] }
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
