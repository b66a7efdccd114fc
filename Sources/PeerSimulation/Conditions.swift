/// What the virtual network does to datagrams.
package struct Conditions: Hashable, Sendable {
    /// The time a datagram takes, drawn evenly from this range; a wide range reorders.
    package var latency: ClosedRange<Duration>
    /// The fraction that gets lost, 0...1.
    package var loss: Double
    /// The fraction that arrives twice, 0...1.
    package var duplication: Double

    package init(
        latency: ClosedRange<Duration> = .milliseconds(10)...(.milliseconds(30)), loss: Double = 0,
        duplication: Double = 0
    ) {
        self.latency = latency
        self.loss = loss
        self.duplication = duplication
    }
}
