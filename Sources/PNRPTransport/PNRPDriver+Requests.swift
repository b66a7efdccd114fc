internal import NIOCore
package import PNRP
package import PeerBase

// What may be asked of a driver. Each request has an identifier chosen by the core; whoever asked waits under it.

/// Who waits for the end of a request. Resumed exactly once; `nil` says that it was cancelled or the driver closed.
enum PendingRequest {
    case resolve(CheckedContinuation<ResolveOutcome?, Never>, follower: ResolveFollower?)
    case ping(CheckedContinuation<PingOutcome?, Never>)
    case unregistration(CheckedContinuation<Void, Never>)
    case synchronization(CheckedContinuation<SynchronizationOutcome?, Never>)
    case repair(CheckedContinuation<RepairOutcome?, Never>)
}

/// Told what a resolve comes upon, as it comes; must not wait for anything.
package struct ResolveFollower: Sendable {
    let deliver: @Sendable (ResolvedRecord) -> Void
    /// Each exchange on the way, ourselves first.
    let pass: @Sendable (TraceStep) -> Void

    package init(
        deliver: @escaping @Sendable (ResolvedRecord) -> Void, pass: @escaping @Sendable (TraceStep) -> Void
    ) {
        self.deliver = deliver
        self.pass = pass
    }
}

/// How a request ended.
enum RequestEnd {
    case resolve(ResolveOutcome)
    case ping(PingOutcome)
    case unregistration
    case synchronization(SynchronizationOutcome)
    case repair(RepairOutcome)
}

extension PNRPDriver {
    /// Publishes a name; the cloud is opened if need be and hears of it by and by.
    package func register(_ request: RegistrationRequest) throws(RegistrationError) -> PeerID {
        try? bindIfReleased()
        let (id, actions) = try node.register(request, now: present())
        perform(actions)
        setAlarm()
        return id
    }

    /// Changes what a name publishes; its identifier stays (behaviour 11.3).
    package func update(_ id: PeerID, with content: RegistrationContent) throws(RegistrationError) {
        perform(try node.update(id, with: content, now: present()))
        setAlarm()
    }

    /// Takes a name back and waits until the neighbours know. `false` when nothing is registered under `id`.
    package func unregister(_ id: PeerID) async -> Bool {
        guard let (request, actions) = node.unregister(id, now: present()) else { return false }
        await withCheckedContinuation { continuation in
            begin(request, .unregistration(continuation), actions)
        }
        return true
    }

    /// Looks for publishers; `nil` when the task was cancelled or the driver closed.
    package func resolve(_ query: ResolveQuery, follower: ResolveFollower? = nil) async -> ResolveOutcome? {
        guard !isClosing, !Task.isCancelled else { return nil }
        try? bindIfReleased()
        let (request, actions) = node.beginResolve(query, now: present())
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                begin(request, .resolve(continuation, follower: follower), actions)
            }
        } onCancel: {
            loop.execute { self.assumeIsolated { $0.cancelResolve(request) } }
        }
    }

    /// Asks one node for a sign of life; `nil` when the driver closed.
    package func ping(_ endpoint: Endpoint) async -> PingOutcome? {
        guard !isClosing else { return nil }
        try? bindIfReleased()
        let (request, actions) = node.beginPing(endpoint, now: present())
        return await withCheckedContinuation { continuation in
            begin(request, .ping(continuation), actions)
        }
    }

    /// Fetches routes from one node (netsh 4.3.12); `nil` when the driver closed.
    package func synchronize(with endpoint: Endpoint) async -> SynchronizationOutcome? {
        guard !isClosing else { return nil }
        try? bindIfReleased()
        let (request, actions) = node.beginSynchronization(with: endpoint, now: present())
        return await withCheckedContinuation { continuation in
            begin(request, .synchronization(continuation), actions)
        }
    }

    /// Tests whether the cloud has split, and mends it (behaviour 16); `nil` when the driver closed.
    package func repair() async -> RepairOutcome? {
        guard !isClosing else { return nil }
        try? bindIfReleased()
        let (request, actions) = node.beginRepair(now: present())
        return await withCheckedContinuation { continuation in
            begin(request, .repair(continuation), actions)
        }
    }

    /// The waiter is in its place before the first action, for the request may end with the last.
    private func begin(_ request: RequestID, _ waiter: PendingRequest, _ actions: [Action]) {
        pending[request] = waiter
        perform(actions)
        setAlarm()
    }

    private func cancelResolve(_ id: RequestID) {
        guard case .resolve(let continuation, _) = pending.removeValue(forKey: id) else { return }
        perform(node.cancelResolve(id, now: present()))
        continuation.resume(returning: nil)
        setAlarm()
    }

    func deliver(_ record: ResolvedRecord, of id: RequestID) {
        if case .resolve(_, let follower?) = pending[id] { follower.deliver(record) }
    }

    func pass(_ step: TraceStep, of id: RequestID) {
        if case .resolve(_, let follower?) = pending[id] { follower.pass(step) }
    }

    func resume(_ id: RequestID, with end: RequestEnd) {
        switch (pending.removeValue(forKey: id), end) {
        case (.resolve(let continuation, _), .resolve(let outcome)): continuation.resume(returning: outcome)
        case (.ping(let continuation), .ping(let outcome)): continuation.resume(returning: outcome)
        case (.unregistration(let continuation), .unregistration): continuation.resume()
        case (.synchronization(let continuation), .synchronization(let outcome)):
            continuation.resume(returning: outcome)
        case (.repair(let continuation), .repair(let outcome)): continuation.resume(returning: outcome)
        case (nil, _): break
        default: preconditionFailure("a request ends as what it began as")
        }
    }

    /// Nobody waits any longer.
    func abandonRequests() {
        for waiter in pending.values {
            switch waiter {
            case .resolve(let continuation, _): continuation.resume(returning: nil)
            case .ping(let continuation): continuation.resume(returning: nil)
            case .unregistration(let continuation): continuation.resume()
            case .synchronization(let continuation): continuation.resume(returning: nil)
            case .repair(let continuation): continuation.resume(returning: nil)
            }
        }
        pending = [:]
    }
}
