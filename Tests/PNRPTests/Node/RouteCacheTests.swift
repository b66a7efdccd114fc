import PeerBase
import Testing

@testable import PNRP

@Suite("The route cache (behaviour 9.2 to 9.5)")
struct RouteCacheTests {
    private let local = PeerID(1 << 63, 0, 0, 0)

    @Test("without own names there is one level of twenty")
    func resolverOnly() {
        var (cache, random) = (RouteCache(), RandomSource(seed: 1))
        for number in 1...50 {
            let id = PeerID(UInt64(number) << 58, 0, 0, UInt64(number))
            #expect(cache.insert(RouteEntry(id, at: number), now: .zero, random: &random) == .inserted(leafOf: []))
            #expect(cache[id] != nil, "the newcomer itself is not the victim")
        }
        #expect(cache.count == Limits.levelCapacity)
    }

    @Test("a full lowest level opens the next, a tenth as wide")
    func levels() {
        var (cache, random) = (RouteCache(), RandomSource(seed: 1))
        cache.addLocal(local)
        for places in -5...5 where places != 0 { insert(local.offset(places), into: &cache, &random) }
        // Twelve beyond a tenth of the half ring, eight within it: level 0 is full.
        for number in 0..<12 { insert(away(0.2 + 0.05 * Double(number)), into: &cache, &random) }
        for number in 0..<8 { insert(away(0.02 + 0.008 * Double(number)), into: &cache, &random) }
        #expect(slots(cache) == [0: 20])
        insert(away(0.09), into: &cache, &random)
        #expect(slots(cache) == [0: 12, 1: 9])
        #expect(cache.count == 31, "leaves are not counted")
    }

    @Test("an entry belongs to the deepest level that covers it, around another of our names than the nearest too")
    func deepestOfAll() {
        var (cache, random) = (RouteCache(), RandomSource(seed: 1))
        cache.addLocal(local)
        for places in -5...5 where places != 0 { insert(local.offset(places), into: &cache, &random) }
        for number in 0..<12 { insert(away(0.2 + 0.05 * Double(number)), into: &cache, &random) }
        for number in 0..<9 { insert(away(0.02 + 0.008 * Double(number)), into: &cache, &random) }
        #expect(slots(cache) == [0: 12, 1: 9])
        // A newer name is nearer to five of the nine, and has no levels of its own yet.
        let newer = away(0.0955)
        cache.addLocal(newer)
        for places in -5...5 where places != 0 { insert(newer.offset(places), into: &cache, &random) }
        #expect(slots(cache) == [0: 12, 1: 9])
    }

    @Test("a full level that is not the lowest replaces one of its members")
    func replacement() {
        var (cache, random) = (RouteCache(), RandomSource(seed: 1))
        cache.addLocal(local)
        for places in -5...5 where places != 0 { insert(local.offset(places), into: &cache, &random) }
        for number in 0..<12 { insert(away(0.2 + 0.05 * Double(number)), into: &cache, &random) }
        for number in 0..<9 { insert(away(0.02 + 0.008 * Double(number)), into: &cache, &random) }
        for number in 0..<40 { insert(away(0.21 + 0.01 * Double(number)), into: &cache, &random) }
        #expect(slots(cache) == [0: 20, 1: 9])
        #expect((-5...5).allSatisfy { $0 == 0 || cache[local.offset($0)] != nil }, "leaves stay")
    }

    @Test("the sixth neighbour pushes the farthest out of the leaf set but not out of the cache")
    func leafTurnover() {
        var (cache, random) = (RouteCache(), RandomSource(seed: 1))
        cache.addLocal(local)
        for number in 1...12 { insert(local.offset(10 * number), into: &cache, &random) }
        for number in 1...12 { insert(local.offset(-10 * number), into: &cache, &random) }
        let entry = RouteEntry(local.offset(15), at: 1)
        #expect(cache.insert(entry, now: .zero, random: &random) == .inserted(leafOf: [local]))
        #expect(cache.above(local, count: 5).map(\.id) == [10, 15, 20, 30, 40].map(local.offset))
        #expect(!cache.isLeaf(local.offset(50)))
        #expect(cache[local.offset(50)] != nil)
        #expect(cache.insert(entry, now: .zero, random: &random) == .refreshed)
    }

    @Test("a lost leaf is replaced by the nearest that remains on its side")
    func promotion() {
        var (cache, random) = (RouteCache(), RandomSource(seed: 1))
        cache.addLocal(local)
        for number in 1...8 { insert(local.offset(number), into: &cache, &random) }
        for number in 1...8 { insert(local.offset(-number), into: &cache, &random) }
        #expect(!cache.isLeaf(local.offset(6)))
        cache.remove(local.offset(2))
        #expect(cache.isLeaf(local.offset(6)))
        #expect(cache.above(local, count: 5).map(\.id) == [1, 3, 4, 5, 6].map(local.offset))
    }

    @Test("the ring closes: neighbours are found across zero")
    func acrossZero() {
        var (cache, random) = (RouteCache(), RandomSource(seed: 1))
        let edge = PeerID.zero.offset(3)
        cache.addLocal(edge)
        for places in [-9, -5, 5, 9] { insert(edge.offset(places), into: &cache, &random) }
        #expect(cache.below(edge, count: 2).map(\.id) == [edge.offset(-5), edge.offset(-9)])
        #expect(cache.above(edge, count: 3).map(\.id) == [5, 9, -9].map(edge.offset))
        #expect(cache.rank(of: edge.offset(-5), from: edge, upwards: true) == 3)
        #expect(cache.rank(of: edge.offset(-5), from: edge, upwards: false) == 0)
    }

    @Test("the span of a leaf set is the whole ring while few are known")
    func leafSpan() {
        var (cache, random) = (RouteCache(), RandomSource(seed: 1))
        #expect(!cache.isInLeafSpan(local), "nothing is registered")
        cache.addLocal(local)
        let far = PeerID(0, 0, 0, 1)
        for number in 1...4 { insert(local.offset(number), into: &cache, &random) }
        #expect(cache.isInLeafSpan(far))
        insert(local.offset(5), into: &cache, &random)
        for number in 1...7 { insert(local.offset(-number), into: &cache, &random) }
        #expect(cache.count == 12)
        #expect(!cache.isInLeafSpan(far))
        #expect(cache.isInLeafSpan(local.offset(4)))
        #expect(cache.isInLeafSpan(local.offset(-5)))
        #expect(!cache.isInLeafSpan(local.offset(-6)))
    }

    @Test("the size is counted while the leaf set is the whole cloud, then told from how dense it lies (behaviour 10)")
    func estimate() {
        var (cache, random) = (RouteCache(), RandomSource(seed: 1))
        #expect(cache.estimatedIdentifiers == nil)
        cache.addLocal(local)
        #expect(cache.estimatedIdentifiers == nil)
        for step in 1...5 as ClosedRange<UInt64> {
            insert(PeerID(local.word0 + step << 56, 0, 0, 0), into: &cache, &random)
            #expect(cache.estimatedIdentifiers == Int(2 * step))
            insert(PeerID(local.word0 - step << 56, 0, 0, 0), into: &cache, &random)
            if step < 5 { #expect(cache.estimatedIdentifiers == Int(2 * step + 1)) }
        }
        #expect(cache.estimatedIdentifiers == 256)
    }

    @Test("one name registered many times says nothing about the size")
    func noEstimate() {
        var (cache, random) = (RouteCache(), RandomSource(seed: 1))
        cache.addLocal(local)
        for number in 1...5 {
            insert(local.offset(number), into: &cache, &random)
            insert(local.offset(-number), into: &cache, &random)
        }
        #expect(cache.estimatedIdentifiers == nil)
    }

    @Test("against a naive model: true neighbours, and no level over its capacity", arguments: 0..<10 as Range<UInt64>)
    func model(seed: UInt64) {
        var random = RandomSource(seed: seed)
        var cache = RouteCache()
        var known: Set<PeerID> = []
        let locals = (0..<Int.random(in: 1...3, using: &random)).map { _ in anywhere(&random) }
        for id in locals { cache.addLocal(id) }
        for step in 0..<200 {
            let near = locals.randomElement(using: &random) ?? local
            let id = anywhere(&random, near: Bool.random(using: &random) ? near : nil)
            guard !locals.contains(id) else { continue }
            if Int.random(in: 0..<4, using: &random) == 0, let victim = known.sorted().randomElement(using: &random) {
                cache.remove(victim)
            } else {
                insert(id, into: &cache, &random)
            }
            let held = Set(cache.entries.map(\.id))
            for local in locals {
                let expected = neighbours(of: local, among: held)
                let leaves = Set(expected.above + expected.below)
                let agrees =
                    cache.above(local, count: 5).map(\.id) == expected.above
                    && cache.below(local, count: 5).map(\.id) == expected.below
                    && held.allSatisfy { cache.isLeaf($0, of: local) == leaves.contains($0) }
                #expect(agrees, "seed \(seed), step \(step)")
            }
            known = held
            #expect(slotCounts(cache).allSatisfy { $0 <= Limits.levelCapacity }, "seed \(seed), step \(step)")
            #expect(cache.entries.map(\.id) == held.sorted())
        }
    }

    @Test("leaves are never evicted: the nearest ever inserted are all there", arguments: 0..<10 as Range<UInt64>)
    func pinned(seed: UInt64) {
        var random = RandomSource(seed: seed)
        var cache = RouteCache()
        cache.addLocal(local)
        var all: Set<PeerID> = []
        for _ in 0..<500 {
            let id = anywhere(&random, near: Bool.random(using: &random) ? local : nil)
            all.insert(id)
            insert(id, into: &cache, &random)
        }
        let expected = neighbours(of: local, among: all)
        #expect(cache.above(local, count: 5).map(\.id) == expected.above, "seed \(seed)")
        #expect(cache.below(local, count: 5).map(\.id) == expected.below, "seed \(seed)")
    }

    @Test("the nearest usable entries, nearest first", arguments: 0..<20 as Range<UInt64>)
    func nearest(seed: UInt64) {
        var random = RandomSource(seed: seed)
        var cache = RouteCache()
        for _ in 0..<20 { insert(anywhere(&random), into: &cache, &random) }
        let target = anywhere(&random)
        let even = cache.entries.map(\.id).filter { $0.word3.isMultiple(of: 2) }
        let expected = even.sorted { $0.distance(to: target) < $1.distance(to: target) }.prefix(3)
        #expect(cache.nearest(to: target, count: 3) { $0.id.word3.isMultiple(of: 2) }.map(\.id) == Array(expected))
    }

    // MARK: The naive model

    private func neighbours(of local: PeerID, among ids: Set<PeerID>) -> (above: [PeerID], below: [PeerID]) {
        let up = ids.sorted { local.clockwise(to: $0) < local.clockwise(to: $1) }
        return (Array(up.prefix(5)), Array(up.reversed().prefix(5)))
    }

    private func anywhere(_ random: inout RandomSource, near: PeerID? = nil) -> PeerID {
        let scattered = PeerID(random.next(), random.next(), random.next(), random.next())
        guard let near else { return scattered }
        let shift = UInt64.random(in: 1...60, using: &random)
        return near &+ PeerID(scattered.word0 >> shift, scattered.word1, 0, 1)
    }

    private func insert(_ id: PeerID, into cache: inout RouteCache, _ random: inout RandomSource) {
        _ = cache.insert(RouteEntry(id, at: 1), now: .zero, random: &random)
    }

    /// So far up from the local identifier, as a fraction of half the ring.
    private func away(_ fraction: Double) -> PeerID { local &+ PeerID(UInt64(fraction * 0x1p63), 0, 0, 0) }

    /// Entries by level, leaves left out.
    private func slots(_ cache: RouteCache) -> [Int: Int] {
        Dictionary(grouping: cache.entries.filter { !cache.isLeaf($0.id) }, by: { Int($0.slot.level) }).mapValues(
            \.count)
    }

    private func slotCounts(_ cache: RouteCache) -> [Int] {
        Dictionary(grouping: cache.entries.filter { !cache.isLeaf($0.id) }, by: \.slot).values.map(\.count)
    }
}
