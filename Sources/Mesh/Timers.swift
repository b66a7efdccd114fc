/// The timers of a node. `Node.advance(to:)` switches over all of them, so a new one does not compile until it is handled
/// there.
enum TimerKey: Hashable, Sendable {
    /// A pass of maintenance is due (peer channel 6.2).
    case maintenance
    /// A handshake has had its time (peer channel 20.4).
    case handshake(LinkID)
    /// Something about messages and members is due; goes to `messageTimerFired`.
    case message(MessageTimer)
}
