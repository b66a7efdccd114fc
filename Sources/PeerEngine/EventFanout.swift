internal import Synchronization

/// Tells every listener what happens. Each has a bounded queue of its own: a slow one loses the oldest events and is
/// told in their place how many.
final class EventFanout<Element: Sendable>: Sendable {
    private struct Listeners {
        var queues: [Listener] = []
        var isFinished = false
    }

    private struct Listener {
        weak let queue: EventQueue<Element>?
    }

    private let listeners = Mutex(Listeners())
    /// What stands for so many events that a listener has missed.
    private let lost: @Sendable (Int) -> Element

    init(lost: @escaping @Sendable (Int) -> Element) {
        self.lost = lost
    }

    func stream() -> AsyncStream<Element> {
        let queue = EventQueue(lost: lost)
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

    func send(_ event: Element) {
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
private final class EventQueue<Element: Sendable>: Sendable {
    private struct State {
        var events: [Element] = []
        var lost = 0
        var reader: CheckedContinuation<Element?, Never>?
        var isFinished = false

        mutating func takeNext(_ substitute: (Int) -> Element) -> Element? {
            if lost > 0 {
                defer { lost = 0 }
                return substitute(lost)
            }
            return events.isEmpty ? nil : events.removeFirst()
        }
    }

    private static var capacity: Int { 256 }
    private let state = Mutex(State())
    private let lost: @Sendable (Int) -> Element

    init(lost: @escaping @Sendable (Int) -> Element) {
        self.lost = lost
    }

    func append(_ event: Element) {
        let reader = state.withLock { state -> CheckedContinuation<Element?, Never>? in
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

    func next() async -> Element? {
        await withCheckedContinuation { continuation in
            let ready: Element?? = state.withLock { state in
                if let event = state.takeNext(lost) { return .some(event) }
                if state.isFinished { return .some(nil) }
                state.reader = continuation
                return nil
            }
            if let ready { continuation.resume(returning: ready) }
        }
    }
}
