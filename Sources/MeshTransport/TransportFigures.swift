/// What others may have of this node, and how long they may take (peer channel 20.3, 20.4, 20.7). The one place that
/// decides it; a test takes shorter times.
package struct TransportFigures: Hashable, Sendable {
    // MARK: Handshakes (20.4)

    /// For the TCP connection to one address.
    package var connectTime: Duration = .seconds(5)
    package var securingTime: Duration = .seconds(10)
    package var admissionTime: Duration = .seconds(10)
    /// From the first address to the end of the admission.
    package var totalTime: Duration = .seconds(30)

    // MARK: Strangers (20.3, 20.7)

    package var strangers = 64
    package var strangersPerAddress = 4
    /// Failures of one address or key that cost it nothing yet.
    package var freeFailures = 3
    /// The first wait after those; it doubles with each failure.
    package var firstWait: Duration = .seconds(2)
    package var longestWait: Duration = .seconds(600)
    /// Failures beyond the free ones that the node as a whole lets happen in a minute.
    package var failuresPerMinute = 10
    /// Events of refused strangers in a second; the others are only counted. Ours: a scanner is not to push what
    /// matters out of the stream of events.
    package var refusalsToldPerSecond = 10

    // MARK: Links (20.7)

    /// Floods that wait on one link.
    package var queuedFloods = 256
    package var queuedBytes = 1_048_576
    /// A link whose peer takes nothing for so long is closed,
    package var stallTime: Duration = .seconds(10)
    /// but later if it is the last.
    package var lastLinkStallTime: Duration = .seconds(30)
    package var floodsPerSecond = 200
    package var bytesPerSecond = 1_048_576
    /// Seconds' worth of floods and bytes that may come at once.
    package var burst = 2
    /// How long a link may go on asking for more than that.
    package var excessTime: Duration = .seconds(30)
    /// From the first byte of a frame to its last. Ours: the largest frame at a quarter of a megabit a second.
    package var frameTime: Duration = .seconds(30)
    /// How long a closed link may take to hand over what was sent before.
    package var lingerTime: Duration = .seconds(2)
    /// How often the times above are looked at.
    package var tick: Duration = .seconds(1)

    package init() {}

    /// For meshes that are open to others.
    package static let standard = TransportFigures()

    /// For meshes that listen on `::1` alone. Only programs of this machine can come there, and a benchmark of fifty
    /// members says in a second what a conversation says in a day: rates are a thousandfold, as those of a private
    /// cloud are (`PNRP.Rates`), and the queues hold sixteen times as much. The paths stay the same, and so do all
    /// times.
    package static let ofThisHost: TransportFigures = {
        var figures = TransportFigures()
        figures.strangers *= 1000
        figures.strangersPerAddress *= 1000
        figures.failuresPerMinute *= 1000
        figures.queuedFloods *= 16
        figures.queuedBytes *= 16
        figures.floodsPerSecond *= 1000
        figures.bytesPerSecond *= 1000
        return figures
    }()
}
