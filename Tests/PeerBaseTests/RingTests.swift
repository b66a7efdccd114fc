import PeerBase
import Testing

@Suite("Identifiers on the ring (wire 10.5, behaviour 1)")
struct RingTests {
    /// Many seeds instead of one long run: a failure names the seed that shows it.
    static let seeds = 1...60 as ClosedRange<UInt64>

    static let top = PeerID(.max, .max, .max, .max)
    static let one = PeerID(0, 0, 0, 1)
    static let half = PeerID(1 << 63, 0, 0, 0)

    @Test("adding and subtracting go round the end")
    func wraparound() {
        #expect(Self.top &+ Self.one == .zero)
        #expect(PeerID.zero &- Self.one == Self.top)
        #expect(Self.top.successor == .zero)
        #expect(PeerID.zero.predecessor == Self.top)
        #expect(PeerID(0, 0, 0, .max).successor == PeerID(0, 0, 1, 0))
        #expect(PeerID(0, 0, .max, .max).successor == PeerID(0, 1, 0, 0))
        #expect(PeerID(0, .max, .max, .max).successor == PeerID(1, 0, 0, 0))
        #expect(PeerID(1, 0, 0, 0).predecessor == PeerID(0, .max, .max, .max))
    }

    @Test("sum and difference are those of long addition, byte by byte", arguments: seeds)
    func longArithmetic(seed: UInt64) {
        var random = RandomSource(seed: seed)
        for _ in 0..<50 {
            let (a, b) = (PeerID.sample(&random), PeerID.sample(&random))
            #expect((a &+ b).bytes == Self.longSum(a.bytes, b.bytes))
            #expect(a &- b &+ b == a)
            #expect(a &+ b == b &+ a)
            #expect(a &- a == .zero)
            #expect(a.clockwise(to: b) == b &- a)
            #expect(a &+ a.clockwise(to: b) == b)
        }
    }

    @Test("the order is that of the bytes, most significant first", arguments: seeds)
    func order(seed: UInt64) {
        var random = RandomSource(seed: seed)
        for _ in 0..<50 {
            let (a, b) = (PeerID.sample(&random), PeerID.sample(&random))
            #expect((a < b) == a.bytes.lexicographicallyPrecedes(b.bytes))
            #expect([a < b, a == b, a > b].count { $0 } == 1)
        }
    }

    @Test("the distance is the shorter way, the same from both ends, and never above half the ring", arguments: seeds)
    func distance(seed: UInt64) {
        var random = RandomSource(seed: seed)
        for _ in 0..<50 {
            let (a, b, c) = (PeerID.sample(&random), PeerID.sample(&random), PeerID.sample(&random))
            let distance = a.distance(to: b)
            #expect(distance == b.distance(to: a))
            #expect(distance == min(a.clockwise(to: b), b.clockwise(to: a)))
            #expect(distance <= Self.half)
            #expect((distance == .zero) == (a == b))
            // Moving both ends by as much changes nothing.
            #expect((a &+ c).distance(to: b &+ c) == distance)
        }
    }

    @Test(
        "distances at the places where it turns",
        arguments: [
            (PeerID.zero, top, one), (top, .zero, one), (.zero, half, half), (half, .zero, half),
            (.zero, half.successor, half.predecessor), (.zero, half.predecessor, half.predecessor),
            (one, top, PeerID(0, 0, 0, 2)), (half, half, .zero),
        ])
    func turningPoints(from: PeerID, to other: PeerID, expected: PeerID) {
        #expect(from.distance(to: other) == expected)
    }

    @Test("flipping bit n leaves exactly n leading bits in common", arguments: 0..<256)
    func commonPrefix(bit: Int) {
        var random = RandomSource(seed: UInt64(bit))
        let id = PeerID.sample(&random)
        var bytes = id.bytes
        bytes[bit / 8] ^= 0x80 >> UInt8(bit % 8)
        for index in (bit / 8 + 1)..<max(32, bit / 8 + 1) { bytes[index] = random.next(upperBound: UInt8.max) }
        let other = PeerID(bytes: bytes)
        #expect(id.commonPrefixLength(with: other) == bit)
        #expect(other.commonPrefixLength(with: id) == bit)
    }

    @Test("an identifier has all 256 bits in common with itself")
    func equalPrefix() {
        #expect(Self.half.commonPrefixLength(with: Self.half) == 256)
        #expect(PeerID.zero.commonPrefixLength(with: .zero) == 256)
        #expect(PeerID.zero.commonPrefixLength(with: Self.top) == 0)
    }

    @Test("the halves are the name and the place, and the text shows both (netsh 2.4)")
    func halves() {
        let id = PeerID(0xabef_c596_7bf7_c1ef, 0xbd8c_68df_bc0b_d40e, 0xfe80 << 48, 0x0123_4567_89ab_cdef)
        #expect(id.p2pID == P2PID(high: id.word0, low: id.word1))
        #expect(id.serviceLocation == ServiceLocation(prefix: 0xfe80 << 48, suffix: 0x0123_4567_89ab_cdef))
        #expect(PeerID(p2pID: id.p2pID, serviceLocation: id.serviceLocation) == id)
        #expect("\(id)" == "abefc5967bf7c1efbd8c68dfbc0bd40e.fe800000000000000123456789abcdef")
        #expect("\(PeerID(0, 1, 2, 3))" == "00000000000000000000000000000001.00000000000000020000000000000003")
    }

    @Test("only zero is zero", arguments: [0, 1, 2, 3])
    func zero(word: Int) {
        var words: [UInt64] = [0, 0, 0, 0]
        #expect(PeerID(words[0], words[1], words[2], words[3]).isZero)
        words[word] = 1
        #expect(!PeerID(words[0], words[1], words[2], words[3]).isZero)
    }

    private static func longSum(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
        var sum = left
        var carry = 0
        for index in left.indices.reversed() {
            carry += Int(left[index]) + Int(right[index])
            sum[index] = UInt8(carry & 0xff)
            carry >>= 8
        }
        return sum
    }
}

extension PeerID {
    /// Any identifier, with long runs of equal bits now and then so that carries travel.
    fileprivate static func sample(_ random: inout RandomSource) -> PeerID {
        func word() -> UInt64 {
            switch random.next() % 4 {
            case 0: 0
            case 1: .max
            default: random.next()
            }
        }
        return PeerID(word(), word(), word(), word())
    }

    fileprivate var bytes: [UInt8] {
        [word0, word1, word2, word3].flatMap { word in
            stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: word >> UInt64($0)) }
        }
    }

    fileprivate init(bytes: [UInt8]) {
        func word(_ index: Int) -> UInt64 { bytes[8 * index..<8 * index + 8].reduce(0) { $0 << 8 | UInt64($1) } }
        self.init(word(0), word(1), word(2), word(3))
    }
}
