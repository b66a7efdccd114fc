import CommandTree
import Synchronization

/// Runs one command at a time so that it can be interrupted and is stopped at a deadline.
final class Supervisor: Sendable {
    private struct Running {
        let task: Task<ExitStatus, any Error>
        var reason: Reason?
    }

    private enum Reason { case interrupted, timedOut }

    private let running = Mutex<Running?>(nil)

    /// Stops the command that runs. Answers whether there was one.
    func interrupt() -> Bool {
        guard let task = running.withLock({ $0?.task }) else { return false }
        stop(task, .interrupted)
        return true
    }

    /// The status of the command, or the error it ended with.
    ///
    /// A command that ends by itself although it was stopped keeps its own status (a feed ends well by Ctrl-C, netsh
    /// 6.15); one that throws is taken to have been stopped.
    func supervise(within timeout: Duration?, _ run: CommandRun) async throws -> ExitStatus {
        // Made under the lock: an interrupt finds either nothing or the command, never a gap between the two.
        let task = running.withLock { running in
            let task = Task { try await run.perform() }
            running = Running(task: task)
            return task
        }
        let alarm = timeout.map { timeout in
            Task {
                try await Task.sleep(for: timeout)
                self.stop(task, .timedOut)
            }
        }
        let result = await withTaskCancellationHandler {
            await task.result
        } onCancel: {
            task.cancel()
        }
        alarm?.cancel()
        let reason = running.withLock { running in
            defer { running = nil }
            return running?.reason
        }
        return try conclusion(result, reason, timeout)
    }

    /// Stops that very command: a late alarm must not stop the next one. The first reason counts.
    private func stop(_ task: Task<ExitStatus, any Error>, _ reason: Reason) {
        running.withLock { running in
            if running?.task == task, running?.reason == nil { running?.reason = reason }
        }
        task.cancel()
    }

    private func conclusion(
        _ result: Result<ExitStatus, any Error>, _ reason: Reason?, _ timeout: Duration?
    ) throws -> ExitStatus {
        switch (result, reason) {
        case (.success(let status), _): return status
        case (.failure, .interrupted): return .interrupted
        case (.failure, .timedOut):
            let limit = timeout.map { "\($0)" } ?? "its limit"
            throw CommandFailure("The command did not end within \(limit).", status: .timedOut)
        case (.failure(let error), nil):
            if error is CancellationError { return .interrupted }
            throw error
        }
    }
}
