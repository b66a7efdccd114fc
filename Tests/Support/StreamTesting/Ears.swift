import Synchronization

/// Hears all that comes in a stream, and lets tests wait for what they expect, however long ago it came.
package final class Ears<Element: Sendable>: Sendable {
    private struct Waiter {
        var isExpected: @Sendable (Element) -> Bool
        var continuation: CheckedContinuation<Element, Never>
    }

    private struct State {
        var heard: [Element] = []
        var waiters: [Waiter] = []
    }

    private let state = Mutex(State())

    package init(_ stream: AsyncStream<Element>) {
        Task { [self] in
            for await element in stream { hear(element) }
        }
    }

    package var heard: [Element] { state.withLock { $0.heard } }

    /// The first that is as expected, past or to come.
    @discardableResult
    package func first(where isExpected: @escaping @Sendable (Element) -> Bool) async -> Element {
        await withCheckedContinuation { continuation in
            let known = state.withLock { state -> Element? in
                if let known = state.heard.first(where: isExpected) { return known }
                state.waiters.append(Waiter(isExpected: isExpected, continuation: continuation))
                return nil
            }
            if let known { continuation.resume(returning: known) }
        }
    }

    private func hear(_ element: Element) {
        let ready = state.withLock { state in
            state.heard.append(element)
            let ready = state.waiters.filter { $0.isExpected(element) }
            state.waiters.removeAll { $0.isExpected(element) }
            return ready
        }
        for waiter in ready { waiter.continuation.resume(returning: element) }
    }
}
