internal import Synchronization

/// Tells every listener what happens. Each has a bounded queue of its own: a slow one loses the oldest events and is
/// told in their place how many.
final class EventFanout: Sendable {
    private struct Listeners {
        var queues: [Listener] = []
        var isFinished = false
    }

    private struct Listener {
        weak let queue: EventQueue?
    }

    private let listeners = Mutex(Listeners())

    func stream() -> AsyncStream<EngineEvent> {
        let queue = EventQueue()
        let isFinished = listeners.withLock {
            $0.queues.removeAll { $0.queue == nil }
            $0.queues.append(Listener(queue: queue))
            return $0.isFinished
        }
        if isFinished { queue.finish() }
        return AsyncStream {
            await queue.next()
        } onCancel: {
            queue.finish()
        }
    }

    func send(_ event: EngineEvent) {
        for listener in listeners.withLock({ $0.queues }) { listener.queue?.append(event) }
    }

    /// Nothing more will happen.
    func finish() {
        let queues = listeners.withLock {
            $0.isFinished = true
            return $0.queues
        }
        for listener in queues { listener.queue?.finish() }
    }
}

/// The events one listener has yet to read.
private final class EventQueue: Sendable {
    private struct State {
        var events: [EngineEvent] = []
        var lost = 0
        var reader: CheckedContinuation<EngineEvent?, Never>?
        var isFinished = false

        mutating func takeNext() -> EngineEvent? {
            if lost > 0 {
                defer { lost = 0 }
                return .eventsLost(lost)
            }
            return events.isEmpty ? nil : events.removeFirst()
        }
    }

    private static let capacity = 256
    private let state = Mutex(State())

    func append(_ event: EngineEvent) {
        let reader = state.withLock { state -> CheckedContinuation<EngineEvent?, Never>? in
            guard !state.isFinished else { return nil }
            if let reader = state.reader {
                state.reader = nil
                return reader
            }
            if state.events.count == Self.capacity {
                state.events.removeFirst()
                state.lost += 1
            }
            state.events.append(event)
            return nil
        }
        reader?.resume(returning: event)
    }

    /// What was read is still handed out.
    func finish() {
        let reader = state.withLock { state in
            state.isFinished = true
            defer { state.reader = nil }
            return state.reader
        }
        reader?.resume(returning: nil)
    }

    func next() async -> EngineEvent? {
        await withCheckedContinuation { continuation in
            let ready: EngineEvent?? = state.withLock { state in
                if let event = state.takeNext() { return .some(event) }
                if state.isFinished { return .some(nil) }
                state.reader = continuation
                return nil
            }
            if let ready { continuation.resume(returning: ready) }
        }
    }
}
