import PNRP
import PeerBase

/// The last fifty things that happened, for people who look at a failed run (models 3.10).
struct TraceLog: Sendable {
    private var lines: [(Instant, Endpoint, Event)] = []
    private var start = 0
    private let capacity = 50

    mutating func add(_ now: Instant, _ endpoint: Endpoint, _ event: Event) {
        guard lines.count == capacity else { return lines.append((now, endpoint, event)) }
        lines[start] = (now, endpoint, event)
        start = (start + 1) % capacity
    }

    var text: String {
        (lines[start...] + lines[..<start])
            .map { "\($0.0.nanoseconds / 1_000_000) ms \($0.1): \($0.2)" }
            .joined(separator: "\n")
    }
}
