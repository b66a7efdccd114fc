import PeerBase

/// The messages of the last minute, for neighbours that get announcements only and ask for what did not reach them
/// (peer channel 22, Plumtree).
struct FloodStore: Sendable {
    private struct Entry: Sendable {
        var id: MessageID
        var at: Instant
    }

    private var floods: [MessageID: Frame.Flood] = [:]
    private var entries = Fifo<Entry>()
    private var bytes = 0

    subscript(id: MessageID) -> Frame.Flood? { floods[id] }

    /// What can be asked for, oldest first.
    func ids(now: Instant) -> [MessageID] {
        entries.all.filter { $0.at + Limits.floodMemory > now }.map(\.id)
    }

    /// Keeps a message in the shape in which it is handed on.
    mutating func insert(_ id: MessageID, _ flood: Frame.Flood, now: Instant) {
        guard floods.updateValue(flood, forKey: id) == nil else { return }
        entries.append(Entry(id: id, at: now))
        bytes += flood.signed.count
        while let oldest = entries.first, isTooMuch || oldest.at + Limits.floodMemory <= now {
            bytes -= floods.removeValue(forKey: oldest.id)?.signed.count ?? 0
            entries.removeFirst()
        }
    }

    private var isTooMuch: Bool { entries.count > Limits.floodsKept || bytes > Limits.floodBytesKept }
}
