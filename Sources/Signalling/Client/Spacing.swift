internal import PeerBase

/// When one may connect to an endpoint again. Whoever does not know us lets in one connection a second, and would break off
/// the second of two questions in a row (collab 10.5); whether we are known there we cannot know.
struct Spacing {
    private var lastMet: [ScopedEndpoint: Instant] = [:]

    /// A little more than the second of the other side's clock. Ours.
    static let pause = Duration.milliseconds(1100)
    /// Endpoints that are remembered. Ours: who connects to more in a second waits for none.
    static let most = 256

    /// How long to wait before connecting.
    func wait(for endpoint: ScopedEndpoint, now: Instant) -> Duration {
        guard let last = lastMet[endpoint] else { return .zero }
        return max(.zero, Self.pause - (now - last))
    }

    /// The other side counts from about now, or from a little before.
    mutating func met(_ endpoint: ScopedEndpoint, now: Instant) {
        lastMet = lastMet.filter { now - $0.value < Self.pause }
        if lastMet.count < Self.most { lastMet[endpoint] = now }
    }
}
