internal import Collaboration
internal import PeerBase

/// Those who watch us, each with what it was told last (collab 10.5).
struct Watchers {
    private struct Watcher {
        var caller: Caller
        var told: Snapshot
        let items: AsyncStream<WatchItem>.Continuation
    }

    private var watchers: [Int: Watcher] = [:]
    private var lastNumber = 0

    /// Items that wait for a watcher who reads slowly; one who loses some is cut off, for it would be told what is not
    /// so. Ours: as many changes as a change of everything makes.
    private static let unreadItems = Limits.objects + Limits.publishedApplications + 8

    var count: Int { watchers.count }

    /// Begins with a snapshot. Of one key there are as many as it may have connections, the latest ones: what it has
    /// beyond that is left from connections that are gone. `gone` is told the number of a watcher that nobody reads any
    /// more, for ``remove(_:)``.
    mutating func add(
        _ caller: Caller, _ snapshot: Snapshot, gone: @escaping @Sendable (Int) -> Void = { _ in }
    ) -> AsyncStream<WatchItem> {
        let ofKey = watchers.filter { $0.value.caller.pin == caller.pin }.keys.sorted()
        for number in ofKey.dropLast(Limits.connectionsPerContact - 1) { end(number) }
        let (stream, items) = AsyncStream.makeStream(
            of: WatchItem.self, bufferingPolicy: .bufferingOldest(Self.unreadItems))
        items.yield(.snapshot(snapshot))
        lastNumber += 1
        let number = lastNumber
        items.onTermination = { reason in
            if case .cancelled = reason { gone(number) }
        }
        watchers[number] = Watcher(caller: caller, told: snapshot, items: items)
        return stream
    }

    /// Nobody reads it any more.
    mutating func remove(_ number: Int) {
        watchers[number] = nil
    }

    /// Sends each what is new for it; `nil` ends its watch.
    mutating func tell(_ snapshot: (Caller) -> Snapshot?) {
        for (number, watcher) in watchers {
            guard let newer = snapshot(watcher.caller) else {
                end(number)
                continue
            }
            for change in watcher.told.changes(to: newer) {
                guard case .enqueued = watcher.items.yield(.change(change)) else {
                    end(number)
                    break
                }
            }
            watchers[number]?.told = newer
        }
    }

    mutating func endAll() {
        for number in watchers.keys { end(number) }
    }

    private mutating func end(_ number: Int) {
        watchers.removeValue(forKey: number)?.items.finish()
    }
}
