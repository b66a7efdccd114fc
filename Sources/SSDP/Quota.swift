internal import PeerBase

/// How often something may happen within a window of time, for each key; the windows follow one another. Within two
/// of them that touch, a key gets at most twice its share.
struct Quota<Key: Hashable & Sendable>: Sendable {
    let share: Int
    /// Keys of one window; further ones wait for the next.
    let keys: Int
    let window: Duration
    private var used: [Key: Int] = [:]
    private var end: Instant?

    init(_ share: Int, keys: Int, every window: Duration) {
        self.share = share
        self.keys = keys
        self.window = window
    }

    /// Whether it may happen once more now.
    mutating func take(_ key: Key, now: Instant) -> Bool {
        if end.map({ now >= $0 }) ?? true {
            used.removeAll(keepingCapacity: true)
            end = now + window
        }
        let taken = used[key] ?? 0
        guard taken < share, taken > 0 || used.count < keys else { return false }
        used[key] = taken + 1
        return true
    }
}
