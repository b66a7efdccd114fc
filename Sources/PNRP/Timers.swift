import PeerBase

/// The timers of a node. `Node.advance(to:)` switches over all of them, so a new one does not compile until it is
/// handled there.
enum TimerKey: Hashable, Sendable {
    /// A reliable message waits for its answer (behaviour 5).
    case retransmission(MessageID)
    /// A responder's conversation grows old (behaviour 8).
    case conversation(ConversationKey)
    /// A stage of discovery has had its time (behaviour 7).
    case discoveryStage
    /// The maintenance period of an open cloud (behaviour 15).
    case maintenance
    /// Nobody has wanted the cloud for long (behaviour 6.4).
    case cleanup
    /// The names of a cloud that is to be disabled have been taken back (behaviour 6.4, 11.4).
    case departure
    /// A resolve must end (behaviour 12.8).
    case resolveDeadline(RequestID)
    /// The nearest neighbours are asked whether they are there (behaviour 9.6).
    case neighbourWatch
    /// The next identifier of a round of repair is tested (behaviour 16.3).
    case splitRound
    /// What a repair has brought is told to those who asked for it.
    case repairReport
    /// What others asked lately is forgotten (behaviour 13, 18).
    case forgetting
    /// A busy publisher is asked again (behaviour 12.7).
    case busyPause(RequestID)
}
