internal import PeerBase
internal import Sockets

/// From which of its addresses the host would send somewhere. The kernel is asked, which takes a socket each time, so what
/// it says holds for a while.
struct RouteMemory: Sendable {
    private struct Answer: Sendable {
        var source: IPv6Address?
        var asked: Instant
    }

    /// Routes change with networks; a node that asks a wrong one for so long is asked again anyway.
    private static let lifetime: Duration = .seconds(10)
    /// Destinations remembered; one more, and all are asked about again.
    private static let capacity = 256

    private var answers: [IPv6Address: Answer] = [:]

    mutating func source(towards destination: ScopedEndpoint, now: Instant) -> IPv6Address? {
        let address = destination.endpoint.address
        if let known = answers[address], now - known.asked < Self.lifetime { return known.source }
        if answers.count >= Self.capacity { answers.removeAll() }
        let source = KernelSocket.source(towards: destination)
        answers[address] = Answer(source: source, asked: now)
        return source
    }
}
