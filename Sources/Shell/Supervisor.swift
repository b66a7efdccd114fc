import CommandTree
import Synchronization

/// Runs one command at a time so that it can be interrupted and is stopped at a deadline.
final class Supervisor: Sendable {
    private struct Running {
        let cancel: @Sendable () -> Void
        var reason: Reason?
    }

    private enum Reason { case interrupted, timedOut }

    private let running = Mutex<Running?>(nil)

    /// Stops the command that runs. Answers whether there was one.
    func interrupt() -> Bool { stop(.interrupted) }

    /// The status of the command, or the error it ended with.
    ///
    /// A command that ends by itself although it was stopped keeps its own status (a feed ends well by Ctrl-C, netsh
    /// 6.15); one that throws is taken to have been stopped.
    func supervise(within timeout: Duration?, _ run: CommandRun) async throws -> ExitStatus {
        let task = Task { try await run.perform() }
        running.withLock { $0 = Running(cancel: { task.cancel() }) }
        let alarm = timeout.map { timeout in
            Task {
                try await Task.sleep(for: timeout)
                _ = self.stop(.timedOut)
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

    private func stop(_ reason: Reason) -> Bool {
        let cancel = running.withLock { running in
            if running?.reason == nil { running?.reason = reason }
            return running?.cancel
        }
        cancel?()
        return cancel != nil
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
