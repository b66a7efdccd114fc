package import PNRP
package import PeerBase

/// A virtual cloud in which every node publishes a name of its own: it grows, loses and replaces nodes, comes to rest,
/// and is asked for names. Signatures are those of ``ToyCryptography``.
package struct Settlement: Sendable {
    /// Told now and then how far a long piece of work has come: what is done, how much of it, of how much.
    package typealias Progress = (_ work: String, _ done: Int, _ total: Int) -> Void

    /// Nodes that join at once: one of so many that are there, so that each newcomer meets a cloud that knows itself.
    private static let membersPerNewcomer = 200
    /// How long it takes until a newcomer is known and knows others, with room to spare.
    private static let propagation: Duration = .seconds(10)
    /// How long each group of newcomers has before the next one comes.
    private static let arrivalPause: Duration = .milliseconds(500)

    package var cloud: VirtualCloud
    /// The numbers of the living members, in no particular order.
    package private(set) var members: [Int] = []
    /// What each number ever given out publishes, and since when.
    package private(set) var published: [(id: PeerID, since: Instant)] = []
    var random: RandomSource

    package init(seed: UInt64, conditions: Conditions = Conditions()) {
        cloud = VirtualCloud(
            seed: seed, conditions: conditions, cryptography: ToyCryptography.functions, signer: ToyCryptography.sign)
        random = RandomSource(seed: seed &+ 1)
    }

    /// The name that the member with this number publishes.
    package static func name(_ number: Int) throws(PeerNameError) -> PeerName { try PeerName("0.name-\(number)") }

    /// Whether the member with this number lives.
    package func isMember(_ number: Int) -> Bool { cloud.nodes[VirtualCloud.endpoint(number)] != nil }
}

// MARK: Growing and shrinking

extension Settlement {
    /// Lets nodes join, each through a random one that is there already, until there are `count`, and gives them time
    /// to find their places.
    package mutating func grow(to count: Int, progress: Progress? = nil) throws {
        while members.count < count {
            let group = min(max(1, members.count / Self.membersPerNewcomer), count - members.count)
            for _ in 0..<group { try addMember() }
            cloud.run(for: Self.arrivalPause)
            progress?("joined", members.count, count)
        }
        cloud.run(for: .seconds(30))
    }

    /// Lets simulated minutes pass. Returns the datagrams that a node sent per second in the last quarter of the time.
    @discardableResult
    package mutating func rest(minutes: Int, progress: Progress? = nil) -> Double {
        let watched = max(1, minutes / 4)
        var sentBefore = 0
        for minute in 0..<minutes {
            if minute == minutes - watched { sentBefore = cloud.datagramsSent }
            cloud.run(for: .seconds(60))
            progress?("minutes rested", minute + 1, minutes)
        }
        return Double(cloud.datagramsSent - sentBefore) / Double(60 * watched * max(members.count, 1))
    }

    /// A new node joins through a random member that has found its place, and publishes its name.
    package mutating func addMember() throws {
        let number = published.count
        let seed = drawMember { $0.isRipe($1) } ?? members.first
        let seeds = seed.map { [VirtualCloud.endpoint($0)] } ?? []
        let endpoint = cloud.addNode(number, seeds: seeds)
        let key = ToyCryptography.publicKey(UInt64(number))
        let request = RegistrationRequest(
            name: try Self.name(number), identity: ToyCryptography.functions.sha1(key), publicKey: key,
            endpoints: [ApplicationEndpoint(address: endpoint.address, port: 80)])
        published.append((try cloud.register(request, at: endpoint), cloud.now))
        members.append(number)
    }

    /// So many random members die without a word.
    package mutating func kill(_ count: Int) {
        for _ in 0..<min(count, members.count) {
            let place = Int.random(in: members.indices, using: &random)
            members.swapAt(place, members.count - 1)
            cloud.kill(VirtualCloud.endpoint(members.removeLast()))
        }
    }

    /// A random member that fits; `nil` when a hundred drawn ones did not.
    mutating func drawMember(where fits: (borrowing Settlement, Int) -> Bool) -> Int? {
        for _ in 0..<100 {
            guard let number = members.randomElement(using: &random) else { return nil }
            if fits(self, number) { return number }
        }
        return nil
    }

    /// Whether the member with this number has been there long enough to be known (behaviour 11.2) and to know others.
    borrowing func isRipe(_ number: Int) -> Bool { cloud.now - published[number].since >= Self.propagation }

    /// How many members have a leaf set that is not made of their true neighbours (behaviour 24.3).
    package func strayLeafSets() -> Int {
        let ring = members.map { (id: published[$0].id, number: $0) }.sorted { $0.id < $1.id }
        let reach = min(Limits.leavesPerSide, ring.count - 1)
        return ring.indices.count { place in
            let id = ring[place].id
            guard let cache = cloud.nodes[VirtualCloud.endpoint(ring[place].number)]?.cache else { return true }
            func neighbours(_ step: Int) -> [PeerID] {
                (0..<max(reach, 0)).map { ring[(place + ($0 + 1) * step + ring.count * reach) % ring.count].id }
            }
            return cache.above(id, count: Limits.leavesPerSide).map(\.id) != neighbours(1)
                || cache.below(id, count: Limits.leavesPerSide).map(\.id) != neighbours(-1)
        }
    }
}
