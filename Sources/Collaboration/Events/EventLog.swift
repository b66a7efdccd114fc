/// The last events, oldest first (collab 11).
package struct EventLog: Sendable {
    /// No more than ``Limits/rememberedEvents``.
    package private(set) var events: [CollaborationEvent] = []

    package init() {}

    /// Notes what happened, and gives it with its time.
    @discardableResult
    package mutating func append(_ occurrence: CollaborationEvent.Occurrence, time: Int64) -> CollaborationEvent {
        let event = CollaborationEvent(time: time, occurrence: occurrence)
        if events.count >= Limits.rememberedEvents { events.removeFirst() }
        events.append(event)
        return event
    }
}
