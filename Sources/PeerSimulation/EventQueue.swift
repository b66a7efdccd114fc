import PeerBase

/// Things that will happen, earliest first; of two at the same instant the one added first.
///
/// A binary heap of plain numbers; the elements lie still beside it until their time has come.
struct EventQueue<Element: Sendable>: Sendable {
    private struct Place: Sendable {
        var instant: Instant
        var order: UInt64
        var slot: Int

        func isBefore(_ other: Place) -> Bool {
            instant == other.instant ? order < other.order : instant < other.instant
        }
    }

    private var heap: [Place] = []
    private var elements: [Element?] = []
    private var freeSlots: [Int] = []
    private var added: UInt64 = 0

    var next: Instant? { heap.first?.instant }

    mutating func add(_ element: Element, at instant: Instant) {
        added += 1
        let place = Place(instant: instant, order: added, slot: store(element))
        heap.append(place)
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard place.isBefore(heap[parent]) else { break }
            heap[child] = heap[parent]
            child = parent
        }
        heap[child] = place
    }

    mutating func pop() -> Element? {
        guard let first = heap.first, let last = heap.popLast() else { return nil }
        if !heap.isEmpty { sink(last) }
        freeSlots.append(first.slot)
        return elements[first.slot].take()
    }

    /// Lets `place` take the root and go down to where it belongs.
    private mutating func sink(_ place: Place) {
        var parent = 0
        while true {
            var child = 2 * parent + 1
            guard child < heap.count else { break }
            if child + 1 < heap.count, heap[child + 1].isBefore(heap[child]) { child += 1 }
            guard heap[child].isBefore(place) else { break }
            heap[parent] = heap[child]
            parent = child
        }
        heap[parent] = place
    }

    private mutating func store(_ element: Element) -> Int {
        if let slot = freeSlots.popLast() {
            elements[slot] = element
            return slot
        }
        elements.append(element)
        return elements.count - 1
    }
}
