internal import PNRP
internal import PeerEngine

extension Peer {
    /// The publishers of a name, each as it is found, until `limit` of them are there, the clouds have no more, or
    /// `timeout` is over. Names of this very program are left out. Ending the iteration stops the search.
    ///
    /// - Parameters:
    ///   - name: Whom to find.
    ///   - selection: Where to look.
    ///   - limit: How many publishers are wanted, 1 to 1000; what is beyond counts as the nearest of them.
    ///   - timeout: At most ten minutes.
    /// - Returns: A sequence that throws ``PeerToPeerError`` when no cloud could be searched.
    public func resolve(
        _ name: PeerName, in selection: CloudSelection = .available, limit: Int = 1, timeout: Duration = .seconds(30)
    ) -> AsyncThrowingStream<PeerNameRecord, any Error> {
        AsyncThrowingStream { continuation in
            let search = Task {
                do throws(PeerToPeerError) {
                    try await resolve(name, in: selection, limit: limit, timeout: timeout) { continuation.yield($0) }
                    continuation.finish()
                } catch {
                    continuation.finish(throwing: error)
                }
            }
            continuation.onTermination = { _ in search.cancel() }
        }
    }

    /// The same with a callback; returns when the search is over.
    ///
    /// - Parameters:
    ///   - name: Whom to find.
    ///   - selection: Where to look.
    ///   - limit: How many publishers are wanted, 1 to 1000; what is beyond counts as the nearest of them.
    ///   - timeout: At most ten minutes.
    ///   - onRecord: Told each record as it is found, on any thread.
    /// - Throws: Why no cloud could be searched; ``PeerToPeerError/cancelled`` when the task was cancelled.
    @concurrent
    public func resolve(
        _ name: PeerName, in selection: CloudSelection = .available, limit: Int = 1,
        timeout: Duration = .seconds(30), onRecord: @escaping @Sendable (PeerNameRecord) -> Void
    ) async throws(PeerToPeerError) {
        let query = ResolveQuery(name: name.value, limit: limit, timeout: timeout)
        let clouds = await engine.clouds().filter(selection.includes)
        guard !clouds.isEmpty else { throw .noCloud }
        let allowance = Allowance(query.limit)
        let (enough, whenEnough) = AsyncStream.makeStream(of: Never.self)
        let failures = await withTaskGroup(of: SearchEnd.self) { group in
            group.addTask {
                for await _ in enough {}
                return .enough
            }
            for cloud in clouds {
                group.addTask { [engine] in
                    do throws(EngineError) {
                        _ = try await engine.resolve(query, inCloud: cloud.name) { record in
                            guard allowance.takesOne() else { return }
                            onRecord(PeerNameRecord(record, cloud: cloud))
                            if allowance.isUsedUp { whenEnough.finish() }
                        }
                        return .searched(nil)
                    } catch {
                        return .searched(error)
                    }
                }
            }
            return await group.failures(of: clouds.count)
        }
        // One that was cut short because all of them together had found enough is no failure.
        if !allowance.isUsedUp, failures.count == clouds.count { throw PeerToPeerError(failures[0]) }
    }
}

/// What the search of several clouds comes to, piece by piece.
private enum SearchEnd {
    /// As many records as are wanted were found: all clouds together, not one of them alone.
    case enough
    /// One cloud is done, or why it could not be searched.
    case searched(EngineError?)
}

extension TaskGroup<SearchEnd> {
    /// Waits until so many clouds are done, and no longer than records are wanted.
    fileprivate mutating func failures(of clouds: Int) async -> [EngineError] {
        var (failures, left) = ([EngineError](), clouds)
        while left > 0, let end = await next() {
            switch end {
            case .enough: cancelAll()
            case .searched(let failure):
                left -= 1
                if let failure { failures.append(failure) }
            }
        }
        cancelAll()
        return failures
    }
}
