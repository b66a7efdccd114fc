/// Where a core takes its chance from: the system's generator when it runs for real, because message
/// identifiers and nonces are all that keeps a blind spoofer out; a seeded one when a run must be repeatable.
package struct RandomSource: RandomNumberGenerator, Sendable {
    private enum Source: Sendable {
        case system
        case seeded(Xoshiro)
    }

    private var source: Source

    /// Unpredictable: the operating system's cryptographic generator.
    package static var system: RandomSource { RandomSource(source: .system) }

    /// Repeatable: the same seed gives the same numbers.
    package init(seed: UInt64) {
        source = .seeded(Xoshiro(seed: seed))
    }

    private init(source: Source) {
        self.source = source
    }

    package mutating func next() -> UInt64 {
        switch source {
        case .system:
            var system = SystemRandomNumberGenerator()
            return system.next()
        case .seeded(var generator):
            let value = generator.next()
            source = .seeded(generator)
            return value
        }
    }

    /// `count` random bytes.
    package mutating func bytes(_ count: Int) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(count)
        while result.count < count {
            var word = next()
            for _ in 0..<min(8, count - result.count) {
                result.append(UInt8(truncatingIfNeeded: word))
                word >>= 8
            }
        }
        return result
    }
}

/// xoshiro256** of Blackman and Vigna, its state filled by SplitMix64: small, fast, good enough for simulations.
private struct Xoshiro: Sendable {
    private var a: UInt64
    private var b: UInt64
    private var c: UInt64
    private var d: UInt64

    init(seed: UInt64) {
        var state = seed
        func splitMix() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
        a = splitMix()
        b = splitMix()
        c = splitMix()
        d = splitMix()
    }

    mutating func next() -> UInt64 {
        let result = Self.rotate(b &* 5, 7) &* 9
        let t = b << 17
        c ^= a
        d ^= b
        b ^= c
        a ^= d
        c ^= t
        d = Self.rotate(d, 45)
        return result
    }

    private static func rotate(_ value: UInt64, _ by: UInt64) -> UInt64 { value << by | value >> (64 - by) }
}
