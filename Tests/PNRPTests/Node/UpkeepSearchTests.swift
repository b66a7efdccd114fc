import PeerBase
import PeerSimulation
import Testing

@testable import PNRP

@Suite("Searches for those whom we do not know (behaviour 15)")
struct UpkeepSearchTests {
    @Test("the precision of a gap makes sure that what matches lies inside", arguments: 0..<20 as Range<UInt64>)
    func precision(seed: UInt64) {
        var random = RandomSource(seed: seed)
        let start = PeerID(random.next(), random.next(), random.next(), random.next())
        let width = PeerID(random.next() >> UInt64.random(in: 0...63, using: &random), random.next(), 0, 0)
        let gap = Gap(start: start, width: width)
        // The outermost identifiers that share the bits with the middle.
        let kept = UInt64.max << UInt64(max(64 - gap.precision, 0))
        guard gap.precision <= 64 else { return }
        let low = PeerID(gap.middle.word0 & kept, 0, 0, 0)
        let high = PeerID(gap.middle.word0 | ~kept, .max, .max, .max)
        #expect(low.commonPrefixLength(with: gap.middle) >= gap.precision)
        #expect(start.clockwise(to: low) < width && start.clockwise(to: high) < width, "seed \(seed)")
    }

    @Test("a gap wider than a fifth of the ring is one, and a search in vain rests for 5, 10, 20 minutes")
    func gaps() {
        var cache = RouteCache()
        var random = RandomSource(seed: 1)
        // Sixteen entries on three quarters of the ring.
        for number in 0..<16 as Range<UInt64> {
            _ = cache.insert(
                RouteEntry(PeerID(number * 3 << 58, 0, 0, 0), at: Int(number)), now: .zero, random: &random)
        }
        let gaps = cache.slices.flatMap { cache.gaps(in: $0) }
        #expect(gaps.map(\.start) == [PeerID(45 << 58, 0, 0, 0)])
        #expect(
            [0, 1, 2, 3, 4, 9].map { Duration.searchPause(after: $0) }
                == [300, 600, 1200, 2400, 3600, 3600].map { .seconds($0) })
    }

    @Test("a resolver with few entries looks into the widest gap, in vain less and less often")
    func resolverOnly() throws {
        var talk = Dialogue.alone()
        talk.introduce(Peer(1))
        talk.areKnownAlive = true
        let searches = talk.pass(.seconds(3600)).sent.compactMap(\.lookup).filter { $0.reason == .cacheMaintenance }
        #expect((2...6).contains(searches.count), "\(searches.count)")
        #expect(searches.allSatisfy { $0.criteria == .upperBits && $0.precision >= 2 })
    }

    @Test("a full level gives up a stale entry before a proved one")
    func victims() {
        var cache = RouteCache()
        var random = RandomSource(seed: 3)
        for number in 0..<20 {
            _ = cache.insert(RouteEntry(PeerID(UInt64(number) << 58, 0, 0, 0), at: number), now: .zero, random: &random)
        }
        let stale = PeerID(7 << 58, 0, 0, 0)
        cache.missed(VirtualCloud.endpoint(7))
        _ = cache.insert(RouteEntry(PeerID(1, 1, 0, 0), at: 40), now: .zero, random: &random)
        #expect(cache.count == 20 && cache[stale] == nil)
    }

}
