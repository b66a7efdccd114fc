package import PeerBase

/// The time in which a node could run: what passes while its machine does not let it run is left out.
///
/// A peer is silent, a link stuck and an announced message late only if we could have read it (peer channel 6.1, 20.7,
/// 22): on a starved machine the frames of everybody wait unread, and judged by the wall the whole mesh would part at once
/// and take up what is left of the machine with making links anew. That we did not run shows by an alarm of ours that is
/// late; so much of its delay as was not counted yet is taken out of the time. Ours: the peer channel knows no such case,
/// other protocols widen their patience by the same sign.
package struct AttendedClock: Hashable, Sendable {
    /// All that was left out.
    package private(set) var missed: Duration = .zero
    private var last: Instant?

    package init() {}

    /// The node's time at `wall`, with an alarm set for `due`, or none. Never earlier than what was told before.
    package mutating func time(at wall: Instant, due: Instant?) -> Instant {
        if let due, wall - due > Limits.lateAlarm { missed += wall - max(due, last ?? due) }
        last = max(wall, last ?? wall)
        return wall + (.zero - missed)
    }

    /// When the wall's clock will show what a node calls `time`, if nothing more is missed.
    package func wall(at time: Instant) -> Instant { time + missed }
}
