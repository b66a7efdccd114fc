import PeerBase

/// What the virtual network does to datagrams.
package struct Conditions: Hashable, Sendable {
    /// The time between two nodes: each pair has its own, drawn once from this range, the same both ways.
    package var latency: ClosedRange<Duration>
    /// What each datagram takes on top, drawn evenly up to this; more than the time between two datagrams reorders them.
    package var jitter: Duration
    /// The fraction that gets lost, 0...1.
    package var loss: Double
    /// The fraction that arrives twice, 0...1; the second copy has its own jitter.
    package var duplication: Double

    package init(
        latency: ClosedRange<Duration> = .milliseconds(10)...(.milliseconds(25)), jitter: Duration = .milliseconds(5),
        loss: Double = 0, duplication: Double = 0
    ) {
        self.latency = latency
        self.jitter = jitter
        self.loss = loss
        self.duplication = duplication
    }
}

/// Decides what becomes of each datagram: how many copies arrive, and when.
struct VirtualNetwork: Sendable {
    var conditions: Conditions
    /// Which nodes exist for each other; those not listed form a group of their own.
    var partition: [Endpoint: Int] = [:]
    private let pairSeed: UInt64
    private var random: RandomSource

    init(conditions: Conditions, random: RandomSource) {
        self.conditions = conditions
        self.random = random
        pairSeed = self.random.next()
    }

    /// Calls `arrive` with the delay of each copy that gets through.
    mutating func carry(from source: Endpoint, to destination: Endpoint, arrive: (Duration) -> Void) {
        if !partition.isEmpty, partition[source] != partition[destination] { return }
        let copies = isDrawn(conditions.duplication) ? 2 : 1
        for _ in 0..<copies where !isDrawn(conditions.loss) {
            arrive(.nanoseconds(latency(source, destination) + drawJitter()))
        }
    }

    private mutating func isDrawn(_ fraction: Double) -> Bool {
        fraction > 0 && Double.random(in: 0..<1, using: &random) < fraction
    }

    private mutating func drawJitter() -> Int64 {
        Int64.random(in: 0...conditions.jitter.wholeNanoseconds, using: &random)
    }

    /// Nanoseconds between two nodes: chance that both ends and both directions agree on without a table.
    private func latency(_ one: Endpoint, _ other: Endpoint) -> Int64 {
        let low = conditions.latency.lowerBound.wholeNanoseconds
        let width = conditions.latency.upperBound.wholeNanoseconds - low
        let mixed = mix(one) &+ mix(other)
        let share = (mixed ^ mixed >> 31).multipliedFullWidth(by: UInt64(width) + 1).high
        return low + Int64(share)
    }

    /// A scrambled number of an endpoint (the finish of SplitMix64).
    private func mix(_ endpoint: Endpoint) -> UInt64 {
        var z = pairSeed ^ endpoint.address.high &* 31 ^ endpoint.address.low &+ UInt64(endpoint.port) << 48
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
