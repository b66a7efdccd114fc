import PeerBase

/// Things that will happen, earliest first; of two at the same instant the one added first.
struct EventQueue<Element: Sendable>: Sendable {
    private struct Place: Sendable {
        var instant: Instant
        var order: UInt64
        var element: Element

        func isBefore(_ other: Place) -> Bool {
            instant == other.instant ? order < other.order : instant < other.instant
        }
    }

    private var heap: [Place] = []
    private var added: UInt64 = 0

    var next: Instant? { heap.first?.instant }

    mutating func add(_ element: Element, at instant: Instant) {
        added += 1
        heap.append(Place(instant: instant, order: added, element: element))
        var child = heap.count - 1
        while child > 0, heap[child].isBefore(heap[(child - 1) / 2]) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    mutating func pop() -> Element? {
        guard let first = heap.first, let last = heap.popLast() else { return nil }
        guard !heap.isEmpty else { return first.element }
        heap[0] = last
        var parent = 0
        while let least = leastChild(of: parent), heap[least].isBefore(heap[parent]) {
            heap.swapAt(parent, least)
            parent = least
        }
        return first.element
    }

    private func leastChild(of parent: Int) -> Int? {
        let left = 2 * parent + 1
        guard left < heap.count else { return nil }
        let right = left + 1
        return right < heap.count && heap[right].isBefore(heap[left]) ? right : left
    }
}
