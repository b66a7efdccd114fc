/// The timers of a node. `Node.advance(to:)` switches over all of them, so a new one does not compile until it is handled
/// there.
enum TimerKey: Hashable, Sendable {
    /// A pass of maintenance is due (peer channel 6.2).
    case maintenance
    /// A handshake has had its time (peer channel 20.4).
    case handshake(LinkID)
    /// A neighbour has been silent for a while (peer channel 22).
    case silence(LinkID)
    /// The older link of the node behind this one has had its time to answer (peer channel 5.4).
    case duplicateCheck(LinkID)
    /// A sample of the reserve is exchanged (peer channel 22).
    case shuffle
    /// It is looked whether the mesh has fallen apart (peer channel 22).
    case islands
    /// A link into a perhaps foreign island has had its time (peer channel 22).
    case extraLink(LinkID)
    /// Something about messages and members is due; goes to `messageTimerFired`.
    case message(MessageTimer)
}
