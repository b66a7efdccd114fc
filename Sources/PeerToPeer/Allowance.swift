internal import Synchronization

/// How many records may still be given out, across the clouds that are searched side by side.
final class Allowance: Sendable {
    private let left: Mutex<Int>

    init(_ count: Int) { left = Mutex(count) }

    var isUsedUp: Bool { left.withLock { $0 <= 0 } }

    func takesOne() -> Bool {
        left.withLock { left in
            guard left > 0 else { return false }
            left -= 1
            return true
        }
    }
}
