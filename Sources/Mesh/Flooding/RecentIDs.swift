/// The last so many message identifiers that were put in; an older one gives way to a newer.
struct RecentIDs: Hashable, Sendable {
    private var ids: Set<MessageID> = []
    /// In the order of coming, as a ring once it is full.
    private var order: [MessageID] = []
    private var oldest = 0
    private let limit: Int

    /// `limit` is at least 1.
    init(limit: Int) { self.limit = limit }

    func contains(_ id: MessageID) -> Bool { ids.contains(id) }

    mutating func insert(_ id: MessageID) {
        guard ids.insert(id).inserted else { return }
        if order.count < limit {
            order.append(id)
        } else {
            ids.remove(order[oldest])
            order[oldest] = id
            oldest = (oldest + 1) % limit
        }
    }
}
