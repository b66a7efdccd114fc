internal import Synchronization

/// What waits for one reader, bounded by number and by bytes: when there is no room, the oldest goes. `AsyncStream`'s own
/// buffer counts elements only, and a thousand of the largest messages are a gigabyte.
final class Mailbox<Element: Sendable>: Sendable {
    private struct Letter: Sendable {
        var element: Element
        var bytes: Int
    }

    private struct State: Sendable {
        var letters: [Letter] = []
        var bytes = 0
        var reader: CheckedContinuation<Element?, Never>?
        var isClosed = false
    }

    private let most: Int
    private let mostBytes: Int
    private let state = Mutex(State())

    init(most: Int, bytes: Int) {
        self.most = most
        mostBytes = bytes
    }

    /// Everything posted, for one reader; it ends some time after ``close()``, when all is read.
    var stream: AsyncStream<Element> {
        AsyncStream(unfolding: { await self.next() }, onCancel: { self.close() })
    }

    /// How many others had to go for this one. The newest always has a place.
    func post(_ element: Element, bytes: Int) -> Int {
        let (reader, lost) = state.withLock { state -> (CheckedContinuation<Element?, Never>?, Int) in
            guard !state.isClosed else { return (nil, 0) }
            if let reader = state.reader.take() { return (reader, 0) }
            state.letters.append(Letter(element: element, bytes: bytes))
            state.bytes += bytes
            return (nil, trim(&state))
        }
        reader?.resume(returning: element)
        return lost
    }

    /// Whether somebody has read everything and waits for more.
    var isRead: Bool { state.withLock { $0.reader != nil } }

    func close() {
        let reader = state.withLock { state in
            state.isClosed = true
            return state.reader.take()
        }
        reader?.resume(returning: nil)
    }

    private func trim(_ state: inout State) -> Int {
        var lost = 0
        while state.letters.count - lost > most || state.bytes > mostBytes, lost < state.letters.count - 1 {
            state.bytes -= state.letters[lost].bytes
            lost += 1
        }
        state.letters.removeFirst(lost)
        return lost
    }

    private func next() async -> Element? {
        await withCheckedContinuation { continuation in
            let answer = state.withLock { state -> Element?? in
                if !state.letters.isEmpty {
                    let letter = state.letters.removeFirst()
                    state.bytes -= letter.bytes
                    return letter.element
                }
                guard !state.isClosed else { return .some(nil) }
                state.reader = continuation
                return nil
            }
            if let answer { continuation.resume(returning: answer) }
        }
    }
}
