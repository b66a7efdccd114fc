internal import Collaboration
internal import Synchronization

/// What happened lately, and whoever listens (collab 3.12, 11).
final class CollaborationLog: Sendable {
    private let recent = Mutex(EventLog())
    private let fanout: EventFanout<CollaborationEvent>
    private let time: @Sendable () -> Int64

    /// - Parameter time: milliseconds since 1970 UTC.
    init(time: @escaping @Sendable () -> Int64) {
        self.time = time
        fanout = EventFanout { CollaborationEvent(time: time(), occurrence: .lost($0)) }
    }

    func happened(_ occurrence: CollaborationEvent.Occurrence) {
        fanout.send(recent.withLock { $0.append(occurrence, time: time()) })
    }

    /// Oldest first.
    var events: [CollaborationEvent] { recent.withLock { $0.events } }

    func stream() -> AsyncStream<CollaborationEvent> { fanout.stream() }

    /// Nothing more will happen.
    func finish() { fanout.finish() }
}
