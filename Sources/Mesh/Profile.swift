/// How a mesh behaves; all its nodes must agree (it is part of the admission).
package enum Profile: String, Hashable, Sendable, CaseIterable {
    /// 2 / 3 / 7 neighbours and flooding, as the Peer Channel of 2006 did it, without its defects (peer channel 3-10).
    case classic
    /// 4 / 5 / 8 neighbours, a tree with lazy repair, liveness and reserves (peer channel 21, 22).
    case modern

    /// The figures in which the profiles differ (peer channel 6.1, 22).
    package struct Settings: Hashable, Sendable {
        /// Below this many neighbours a node looks for more at once.
        package var low: Int
        /// The goal of maintenance, and where pruning stops.
        package var ideal: Int
        /// At this many a responder refuses.
        package var most: Int
        /// The second pass of a node that is still alone.
        package var retryInterval: Duration
        /// The time between passes of maintenance.
        package var maintenanceInterval: Duration
        /// Silence after which a neighbour is asked for a sign of life; `nil` never asks.
        package var pingAfter: Duration?
        /// Silence after which a neighbour is given up.
        package var silenceLimit: Duration?
        /// Whether messages are pushed along a tree and announced elsewhere, instead of being sent on every link.
        package var usesTree: Bool
        /// Known nodes in reserve: the referral cache, or the passive view.
        package var reserve: Int
        /// How often a sample of the reserve is exchanged; `nil` never.
        package var shuffleInterval: Duration?
        /// How often a node that has enough neighbours looks whether it wants more or fewer; `nil` at every maintenance.
        package var fullCheckInterval: Duration?
        /// The time between two neighbours that are left because others serve better; `nil` leaves all that qualify.
        package var pruneInterval: Duration?
        /// The longest pause between two questions to the resolver that bring nobody new; `nil` leaves the rhythm to the
        /// passes of maintenance.
        package var longestResolvePause: Duration?
        /// From the first connection attempt to Welcome or Refuse (peer channel 6.1, 20.4).
        package var handshakeLimit: Duration
        /// How often the resolver is asked for nodes of an island that we do not know; `nil` never.
        package var islandInterval: Duration?
    }

    package var settings: Settings {
        switch self {
        case .classic:
            Settings(
                low: 2, ideal: 3, most: 7, retryInterval: .seconds(10), maintenanceInterval: .seconds(300),
                pingAfter: nil, silenceLimit: nil, usesTree: false, reserve: 50, shuffleInterval: nil,
                fullCheckInterval: nil, pruneInterval: nil, longestResolvePause: nil, handshakeLimit: .seconds(60),
                islandInterval: nil)
        case .modern:
            Settings(
                low: 4, ideal: 5, most: 8, retryInterval: .seconds(1), maintenanceInterval: .seconds(1),
                pingAfter: .seconds(5), silenceLimit: .seconds(15), usesTree: true, reserve: 30,
                shuffleInterval: .seconds(60), fullCheckInterval: .seconds(30), pruneInterval: .seconds(60),
                longestResolvePause: .seconds(30), handshakeLimit: Limits.handshakeLimit, islandInterval: .seconds(300))
        }
    }
}
