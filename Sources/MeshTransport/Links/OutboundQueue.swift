/// What waits to be written to one link: control frames before floods, each in the order in which they came (peer
/// channel 20.7). Bounded by the sender: a flood for which there is no room is not taken.
struct OutboundQueue<Bytes> {
    private var control = Row<Bytes>()
    private var floods = Row<Bytes>()
    private let mostFloods: Int
    private let mostBytes: Int

    /// Control frames that may wait. Ours: as many as one would hear of in minutes; who does not take them is stuck.
    static var mostControlFrames: Int { 1024 }

    init(_ figures: TransportFigures) {
        mostFloods = figures.queuedFloods
        mostBytes = figures.queuedBytes
    }

    var isEmpty: Bool { control.isEmpty && floods.isEmpty }
    /// Whether floods are better announced than sent from now on.
    var isFull: Bool { floods.count >= mostFloods || floods.bytes >= mostBytes }
    /// Whether a full queue has drained enough to be used again: half, so that it does not change with every frame.
    var isRoomy: Bool { floods.count <= mostFloods / 2 && floods.bytes <= mostBytes / 2 }

    /// `false`, and nothing taken, when the link has more than its share waiting already.
    mutating func append(_ bytes: Bytes, count: Int, isFlood: Bool) -> Bool {
        if isFlood {
            guard !isFull else { return false }
            floods.append(bytes, count: count)
        } else {
            guard control.count < Self.mostControlFrames else { return false }
            control.append(bytes, count: count)
        }
        return true
    }

    mutating func popFirst() -> Bytes? { control.popFirst() ?? floods.popFirst() }
}

/// A first-in, first-out row that knows its weight.
private struct Row<Bytes> {
    private var entries: [(bytes: Bytes, count: Int)?] = []
    private var head = 0
    private(set) var bytes = 0

    var count: Int { entries.count - head }
    var isEmpty: Bool { head == entries.count }

    mutating func append(_ entry: Bytes, count: Int) {
        entries.append((entry, count))
        bytes += count
    }

    mutating func popFirst() -> Bytes? {
        guard head < entries.count, let entry = entries[head] else { return nil }
        entries[head] = nil
        head += 1
        bytes -= entry.count
        if head > 64, 2 * head > entries.count {
            entries.removeFirst(head)
            head = 0
        }
        return entry.bytes
    }
}
