import PeerBase
import Testing

@Suite("Token buckets")
struct TokenBucketTests {
    private let limit = RateLimit(perSecond: 10, burst: 20)

    @Test("a new bucket is full, whatever the clock says")
    func full() {
        for nanoseconds in [-5_000_000_000, 0, 7] as [Int64] {
            let now = Instant(nanoseconds: nanoseconds)
            var bucket = TokenBucket()
            #expect(bucket.isFull(now: now))
            let taken = (0..<25).count { _ in bucket.take(of: limit, now: now) }
            #expect(taken == 20)
        }
    }

    @Test("it fills with time and never above its brim")
    func refill() {
        var bucket = TokenBucket()
        bucket.take(20, of: limit, now: .zero)
        #expect(!bucket.holds(of: limit, now: .zero + .milliseconds(99)))
        #expect(bucket.holds(of: limit, now: .zero + .milliseconds(100)))
        #expect(bucket.holds(20, of: limit, now: .zero + .seconds(2)))
        #expect(bucket.isFull(now: .zero + .seconds(2)))
        #expect(!bucket.holds(21, of: limit, now: .zero + .seconds(3600)))
    }

    @Test("what cannot be taken takes nothing")
    func allOrNothing() {
        var bucket = TokenBucket()
        bucket.take(15, of: limit, now: .zero)
        let (six, five) = (bucket.take(6, of: limit, now: .zero), bucket.take(5, of: limit, now: .zero))
        #expect(!six && five)
    }

    @Test("in the long run it grants its rate", arguments: 0..<5 as Range<UInt64>)
    func longRun(seed: UInt64) {
        var random = RandomSource(seed: seed)
        var (bucket, now, granted) = (TokenBucket(), Instant.zero, 0)
        let end = Instant.zero + .seconds(100)
        while now < end {
            if bucket.take(of: limit, now: now) { granted += 1 }
            now = now + .nanoseconds(Int64.random(in: 0...40_000_000, using: &random))
        }
        #expect((1015...1020).contains(granted), "seed \(seed)")
    }
}
