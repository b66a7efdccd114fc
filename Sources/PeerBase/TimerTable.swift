/// Named deadlines inside a core. The outside sees only the earliest one (models 3.1 rule 4).
///
/// A binary heap with lazy removal: a key that was set again or stopped leaves its old place behind, which is
/// skipped when it comes to the top. Setting and stopping cost O(log n).
package struct TimerTable<Key: Hashable & Sendable>: Sendable {
    private struct Place: Sendable {
        var deadline: Instant
        var key: Key
    }

    private var deadlines: [Key: Instant] = [:]
    private var heap: [Place] = []

    package init() {}

    /// The earliest deadline set, or `nil` when nothing waits.
    package var next: Instant? { heap.first?.deadline }

    package subscript(key: Key) -> Instant? { deadlines[key] }

    /// Sets or moves the deadline of `key`.
    package mutating func set(_ key: Key, at deadline: Instant) {
        guard deadlines.updateValue(deadline, forKey: key) != deadline else { return }
        heap.append(Place(deadline: deadline, key: key))
        siftUp(heap.count - 1)
        dropStale()
    }

    package mutating func stop(_ key: Key) {
        guard deadlines.removeValue(forKey: key) != nil else { return }
        dropStale()
    }

    /// Removes and returns one key whose deadline has come; call until `nil`.
    package mutating func popExpired(now: Instant) -> Key? {
        guard let first = heap.first, first.deadline <= now else { return nil }
        deadlines[first.key] = nil
        dropStale()
        return first.key
    }

    private mutating func dropStale() {
        while let first = heap.first, deadlines[first.key] != first.deadline { removeFirst() }
        if heap.count > 64, heap.count > 4 * deadlines.count { rebuild() }
    }

    /// Keeps the heap from growing with deadlines that were moved again and again far in the future. The old order
    /// decides ties, never that of the dictionary: a seeded run must repeat.
    private mutating func rebuild() {
        heap = heap.filter { deadlines[$0.key] == $0.deadline }.sorted { $0.deadline < $1.deadline }
    }

    private mutating func removeFirst() {
        let last = heap.removeLast()
        guard !heap.isEmpty else { return }
        heap[0] = last
        siftDown(0)
    }

    private mutating func siftUp(_ start: Int) {
        var child = start
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[child].deadline < heap[parent].deadline else { return }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    private mutating func siftDown(_ start: Int) {
        var parent = start
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
                if heap[child].deadline < heap[least].deadline { least = child }
            }
            guard least != parent else { return }
            heap.swapAt(parent, least)
            parent = least
        }
    }
}
