/// A queue whose first element leaves in constant time on average.
struct Fifo<Element> {
    private var elements: [Element] = []
    private var head = 0

    var first: Element? { head < elements.count ? elements[head] : nil }
    var count: Int { elements.count - head }
    var isEmpty: Bool { count == 0 }
    /// First to last.
    var all: ArraySlice<Element> { elements[head...] }

    mutating func append(_ element: Element) { elements.append(element) }

    /// Removes the first element, if there is one.
    mutating func removeFirst() {
        guard head < elements.count else { return }
        head += 1
        // Half of the array may be dead before it is moved: each element is moved once on average.
        guard head * 2 >= elements.count else { return }
        elements.removeFirst(head)
        head = 0
    }
}

extension Fifo: Sendable where Element: Sendable {}
