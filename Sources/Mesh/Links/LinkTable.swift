/// All links of a node. There are few, so they stand in rows by age: what is decided by walking them is decided the same
/// way in every run.
struct LinkTable: Sendable {
    private(set) var ids: [LinkID] = []
    /// Those in state Connected, in the order in which they became so.
    private(set) var connected: [LinkID] = []
    /// A row is empty only while it is being taken away.
    private var rows: [Link?] = []

    /// A link by its name. It is changed in place; assigning `nil` removes it.
    subscript(id: LinkID) -> Link? {
        get { index(of: id).flatMap { rows[$0] } }
        _modify {
            guard let index = index(of: id) else {
                var nobody: Link?
                yield &nobody
                precondition(nobody == nil, "links come by insert")
                return
            }
            yield &rows[index]
            if rows[index] == nil { removeRow(index) }
        }
    }

    /// Puts in a link that is younger than all others.
    mutating func insert(_ link: Link) {
        precondition(ids.last.map { $0 < link.id } ?? true, "links are named in order")
        ids.append(link.id)
        rows.append(link)
    }

    /// Moves a link to state Connected.
    mutating func connect(_ id: LinkID) {
        guard self[id] != nil, !connected.contains(id) else { return }
        self[id]?.state = .connected
        connected.append(id)
    }

    /// Moves a link out of the way of another of the same node.
    mutating func setAside(_ id: LinkID, _ state: Link.State) {
        self[id]?.state = state
        connected.removeAll { $0 == id }
    }

    /// Whether there is a link, in whatever state, for which this holds.
    func contains(where holds: (Link) -> Bool) -> Bool { rows.contains { $0.map(holds) ?? false } }

    /// Those in state Connected, in the order in which they became so.
    var neighbours: [Link] { connected.compactMap { self[$0] } }

    /// Links that we opened and that may still become neighbours.
    var attempts: Int {
        rows.reduce(0) { count, link in
            guard let link, link.isInitiator, !link.isConnected, !link.isReplaced, !link.isExtra else { return count }
            return count + 1
        }
    }

    /// Links that others opened and that are no neighbours yet; those that another has replaced are none any more.
    var visitors: Int {
        rows.reduce(0) { count, link in
            guard let link, !link.isInitiator, !link.isConnected, !link.isReplaced else { return count }
            return count + 1
        }
    }

    /// The neighbour with this node id.
    func neighbour(_ node: NodeID) -> LinkID? { connected.first { self[$0]?.node == node } }

    /// The link of this node that another has replaced, and that could be its neighbour again.
    func resting(_ node: NodeID?) -> LinkID? { ids.first { self[$0]?.state == .resting && self[$0]?.node == node } }

    private func index(of id: LinkID) -> Int? {
        var low = 0
        var high = ids.count
        while low < high {
            let middle = (low + high) / 2
            if ids[middle] < id { low = middle + 1 } else { high = middle }
        }
        return low < ids.count && ids[low] == id ? low : nil
    }

    private mutating func removeRow(_ index: Int) {
        let id = ids.remove(at: index)
        rows.remove(at: index)
        if let place = connected.firstIndex(of: id) { connected.remove(at: place) }
    }
}
