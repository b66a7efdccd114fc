import PeerBase

/// Things that matter for a short time: bounded in number and in weight, the oldest going first.
struct RecentTable<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Item: Sendable {
        var value: Value
        var weight: Int
    }

    private let lifetime: Duration
    private let capacity: Int
    /// Of all values together.
    private let largestWeight: Int
    private var items: [Key: Item] = [:]
    /// Keys by age, those before ``first`` gone.
    private var order: [(key: Key, since: Instant)] = []
    private var first = 0
    private(set) var weight = 0

    init(lifetime: Duration, capacity: Int, largestWeight: Int = .max) {
        self.lifetime = lifetime
        self.capacity = capacity
        self.largestWeight = largestWeight
    }

    var count: Int { items.count }

    /// When the oldest goes.
    var nextExpiry: Instant? { first < order.count ? order[first].since + lifetime : nil }

    subscript(key: Key) -> Value? { items[key]?.value }

    /// Adds a value; one that is there already keeps its age.
    mutating func insert(_ value: Value, weight added: Int = 1, for key: Key, now: Instant) {
        if let old = items.updateValue(Item(value: value, weight: added), forKey: key) {
            weight -= old.weight
        } else {
            order.append((key, now))
        }
        weight += added
        while items.count > capacity || weight > largestWeight { removeFirst() }
    }

    /// Lets go of what is too old.
    mutating func expire(now: Instant) {
        while let next = nextExpiry, next <= now { removeFirst() }
        if items.isEmpty { (items, order, first) = ([:], [], 0) }
    }

    private mutating func removeFirst() {
        if let item = items.removeValue(forKey: order[first].key) { weight -= item.weight }
        first += 1
        // Half of the list is gone: close up, so that it stays as long as the table.
        if first * 2 > order.count {
            order.removeFirst(first)
            first = 0
        }
    }
}
