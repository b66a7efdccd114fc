package import PNRP
package import PeerBase

/// The living nodes of a virtual cloud, found by number, which an endpoint tells without a search.
package struct Population: Sendable {
    /// One living node and what the cloud keeps for it.
    struct Host: Sendable {
        let number: Int
        let life: Int
        var node: Node
        /// The earliest instant at which the queue will wake it.
        var wakeUp: Instant?
        /// What it wanted remembered for its next life, most recently heard first (behaviour 9.7).
        var remembered: [RouteEntry] = []
    }

    private(set) var hosts: [Host] = []
    /// By number: where among the hosts it lives.
    private var places: [Int?] = []

    /// How many nodes live.
    package var count: Int { hosts.count }

    /// The endpoints of the living, in no particular order, which follows from the seed like everything else.
    package var endpoints: [Endpoint] { hosts.map { VirtualCloud.endpoint($0.number) } }

    /// A node as it is now; `nil` when none lives there.
    package subscript(endpoint: Endpoint) -> Node? { place(of: endpoint).map { hosts[$0].node } }

    /// Which of all lives the present one of the node at `endpoint` is; 0 when none lives there.
    func life(at endpoint: Endpoint) -> Int { place(of: endpoint).map { hosts[$0].life } ?? 0 }

    func place(of endpoint: Endpoint) -> Int? {
        VirtualCloud.number(of: endpoint).flatMap(place(ofNumber:))
    }

    func place(ofNumber number: Int) -> Int? { number < places.count ? places[number] : nil }

    /// The only way to change a host: in its place, without copying it.
    mutating func withHost<Result>(at place: Int, _ body: (inout Host) -> Result) -> Result {
        body(&hosts[place])
    }

    mutating func add(_ host: Host) {
        precondition(place(ofNumber: host.number) == nil, "node \(host.number) lives already")
        if host.number >= places.count {
            places.append(contentsOf: repeatElement(nil, count: host.number + 1 - places.count))
        }
        places[host.number] = hosts.count
        hosts.append(host)
    }

    @discardableResult
    mutating func remove(_ number: Int) -> Host? {
        guard let place = place(ofNumber: number) else { return nil }
        places[number] = nil
        hosts.swapAt(place, hosts.count - 1)
        if place < hosts.count - 1 { places[hosts[place].number] = place }
        return hosts.removeLast()
    }
}
