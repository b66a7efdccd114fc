internal import NIOCore
package import PNRP

// Waiting for the cloud itself.

/// A state of affairs that may be waited for.
package enum Milestone: Sendable {
    /// The cloud is neither Virtual nor Synchronizing.
    case settled
    /// Members are known, and every name registered here has been announced to them.
    case announced
}

struct MilestoneWaiter {
    var milestone: Milestone
    var continuation: CheckedContinuation<CloudState?, Never>
}

extension PNRPDriver {
    /// Waits, with the cloud open; tells the state, or `nil` when the task was cancelled or the driver closed.
    package func reach(_ milestone: Milestone) async -> CloudState? {
        guard !isClosing, !Task.isCancelled else { return nil }
        open()
        defer { letGo() }
        if isReached(milestone) { return node.state }
        lastWaiter += 1
        let waiter = lastWaiter
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                waiters[waiter] = MilestoneWaiter(milestone: milestone, continuation: continuation)
            }
        } onCancel: {
            loop.execute { self.assumeIsolated { $0.abandonWaiter(waiter) } }
        }
    }

    /// The same, but waits no longer than `bound`.
    package func reach(_ milestone: Milestone, within bound: Duration) async {
        await withTaskGroup { group in
            group.addTask { _ = await self.reach(milestone) }
            group.addTask { try? await Task.sleep(for: bound) }
            await group.next()
            group.cancelAll()
        }
    }

    func resumeWaiters() {
        for (id, waiter) in waiters where isReached(waiter.milestone) {
            waiters[id] = nil
            waiter.continuation.resume(returning: node.state)
        }
    }

    func abandonWaiters() {
        for id in Array(waiters.keys) { abandonWaiter(id) }
    }

    private func abandonWaiter(_ id: UInt64) {
        waiters.removeValue(forKey: id)?.continuation.resume(returning: nil)
    }

    private func isReached(_ milestone: Milestone) -> Bool {
        switch milestone {
        case .settled: node.state != .virtual && node.state != .synchronizing
        case .announced: node.state == .active && node.registrations.all.allSatisfy(\.isAnnounced)
        }
    }
}
