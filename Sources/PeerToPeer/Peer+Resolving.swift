internal import PNRP
internal import PeerEngine

extension Peer {
    /// The publishers of a name, each as it is found, until `limit` of them are there, the clouds have no more, or
    /// `timeout` is over. Names of this very program are left out. Ending the iteration stops the search.
    ///
    /// - Parameters:
    ///   - name: Whom to find.
    ///   - selection: Where to look.
    ///   - limit: How many publishers are wanted.
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
    ///   - limit: How many publishers are wanted.
    ///   - timeout: At most ten minutes.
    ///   - onRecord: Told each record as it is found, on any thread.
    /// - Throws: Why no cloud could be searched.
    @concurrent
    public func resolve(
        _ name: PeerName, in selection: CloudSelection = .available, limit: Int = 1,
        timeout: Duration = .seconds(30), onRecord: @escaping @Sendable (PeerNameRecord) -> Void
    ) async throws(PeerToPeerError) {
        let query = ResolveQuery(name: name.value, limit: limit, timeout: timeout)
        let clouds = await engine.clouds().filter(selection.includes)
        guard !clouds.isEmpty else { throw .noCloud }
        let allowance = Allowance(limit)
        let failures = await withTaskGroup(of: EngineError?.self) { group in
            for cloud in clouds {
                group.addTask { [engine] in
                    do throws(EngineError) {
                        _ = try await engine.resolve(query, inCloud: cloud.name) { record in
                            if allowance.takesOne() { onRecord(PeerNameRecord(record, cloud: cloud)) }
                        }
                        return nil
                    } catch {
                        return error
                    }
                }
            }
            var failures: [EngineError] = []
            for await failure in group {
                if let failure { failures.append(failure) }
                // One that was cut short because the others had found enough is no failure.
                if allowance.isUsedUp { group.cancelAll() }
            }
            return allowance.isUsedUp ? [] : failures
        }
        if failures.count == clouds.count { throw PeerToPeerError(failures[0]) }
    }
}
