import Shell
import Synchronization

/// Time that passes when a test says so: whoever sleeps is woken when his time has come.
final class ToyTime: Sendable {
    private struct Sleeper {
        let id: Int
        let end: Duration
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var now: Duration = .zero
        var sleepers: [Sleeper] = []
        var cancelled: Set<Int> = []
        var waiting: [CheckedContinuation<Void, Never>] = []
        var nextID = 0
    }

    private let state = Mutex(State())

    var timepiece: Timepiece {
        Timepiece(
            now: { self.state.withLock { $0.now } }, sleep: { try await self.sleep($0) }, wallClock: { 1_785_578_400 })
    }

    /// Lets time pass, once somebody sleeps.
    func pass(_ time: Duration) async {
        await someoneSleeps()
        let woken = state.withLock { state in
            state.now += time
            let woken = state.sleepers.filter { $0.end <= state.now }
            state.sleepers.removeAll { $0.end <= state.now }
            return woken
        }
        for sleeper in woken { sleeper.continuation.resume() }
    }

    /// Returns when somebody sleeps: whoever was woken last has done what he had to do.
    func someoneSleeps() async {
        await withCheckedContinuation { continuation in
            let isSo = state.withLock { state in
                if state.sleepers.isEmpty { state.waiting.append(continuation) }
                return !state.sleepers.isEmpty
            }
            if isSo { continuation.resume() }
        }
    }

    private func sleep(_ time: Duration) async throws {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let (isCancelled, waiting) = state.withLock { state in
                    let isCancelled = state.cancelled.contains(id)
                    if !isCancelled {
                        state.sleepers.append(Sleeper(id: id, end: state.now + time, continuation: continuation))
                    }
                    defer { if !isCancelled { state.waiting = [] } }
                    return (isCancelled, isCancelled ? [] : state.waiting)
                }
                for continuation in waiting { continuation.resume() }
                if isCancelled { continuation.resume(throwing: CancellationError()) }
            }
        } onCancel: {
            let sleeper = state.withLock { state in
                state.cancelled.insert(id)
                let sleeper = state.sleepers.first { $0.id == id }
                state.sleepers.removeAll { $0.id == id }
                return sleeper
            }
            sleeper?.continuation.resume(throwing: CancellationError())
        }
    }
}
