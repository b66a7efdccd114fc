import PeerBase
import Testing

@Suite("Chance")
struct RandomSourceTests {
    /// Pinned, so that a seed printed by an older run still shows the same: xoshiro256** after SplitMix64.
    @Test(
        "a seed gives the numbers that the published algorithm gives",
        arguments: [
            (0, [0x99ec_5f36_cb75_f2b4, 0xbf6e_1f78_4956_452a, 0x1a5f_849d_4933_e6e0]),
            (42, [0x1578_0b2e_0c2e_c716, 0x6104_d986_6d11_3a7e, 0xae17_5332_39e4_99a1]),
        ] as [(UInt64, [UInt64])])
    func published(seed: UInt64, expected: [UInt64]) {
        var random = RandomSource(seed: seed)
        #expect(expected.map { _ in random.next() } == expected)
    }

    @Test("a copy goes on like the original, another seed does not")
    func copies() {
        var first = RandomSource(seed: 1)
        _ = first.next()
        var second = first
        var other = RandomSource(seed: 2)
        let numbers = (0..<100).map { _ in first.next() }
        #expect((0..<100).map { _ in second.next() } == numbers)
        #expect((0..<100).map { _ in other.next() } != numbers)
    }

    @Test("as many bytes as asked for", arguments: [0, 1, 7, 8, 9, 16, 100])
    func bytes(count: Int) {
        var random = RandomSource(seed: 3)
        var again = RandomSource(seed: 3)
        let bytes = random.bytes(count)
        #expect(bytes.count == count)
        #expect(bytes == again.bytes(count))
    }

    @Test("every bit of the bytes is now set and now clear")
    func bits() {
        var random = RandomSource(seed: 4)
        let samples = (0..<64).map { _ in random.bytes(16) }
        for index in 0..<16 {
            #expect(samples.reduce(0) { $0 | $1[index] } == 0xff)
            #expect(samples.reduce(0xff) { $0 & $1[index] } == 0)
        }
    }

    @Test("the system's generator does not repeat itself")
    func system() {
        var random = RandomSource.system
        #expect(Set((0..<100).map { _ in random.next() }).count == 100)
    }
}
