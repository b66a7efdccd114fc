@testable import Pictures

// The walks that the tests draw.

extension Walk {
    /// The blog's walk of netsh O-5, in short: from 0x3…, towards 0x8…
    static var toTyler: Walk {
        Walk(
            name: "0.tylersReg", cloud: "Global_", result: .found, elapsed: .milliseconds(2187),
            targetText: "80000000000000000000000000000000.20010db8000000008000000000000000", target: 1 << 63,
            origin: Node(label: "[2001:db8::1]:3540", place: 0x3000_0000_0000_0000, bits: 0),
            steps: [
                .to("[2001:db8::2]:3540", 0x8C00_0000_0000_0000, 4, .accepted, 47),
                .to("[2001:db8::3]:3540", 0x8180_0000_0000_0000, 7, .unreachable, 2000),
                .to("[2001:db8::4]:3540", 0x7F80_0000_0000_0000, 0, .suspicious, 31),
                .to("[2001:db8::5]:3540", 1 << 63, 129, .deadEnd, 47),
                .to("[2001:db8::5]:3540", 1 << 63, 129, .final, 47),
            ])
    }

    /// A search by somebody who publishes nothing, which began at a seed and led to nobody.
    static var toNobody: Walk {
        Walk(
            name: "0.nobody", cloud: "Global_", result: .notFound, elapsed: .microseconds(1300), target: 0,
            origin: Node(label: "[::1]:1", place: nil, bits: nil),
            steps: [
                Step(node: Node(label: "[::1]:2", place: nil, bits: nil), verdict: .accepted, time: .microseconds(400)),
                .to("[::1]:3", 0x0200_0000_0000_0000, 6, .busy, 1),
            ])
    }

    /// A walk of any length, somewhere on the ring; the same for the same seed.
    static func wandering(_ steps: Int, seed: UInt64, name: String = "0.somewhere") -> Walk {
        var random = seed
        func next() -> UInt64 {
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return random ^ random >> 29
        }
        let target = next()
        let verdicts = Verdict.allCases
        return Walk(
            name: name, cloud: "Global_", result: .timedOut, elapsed: .seconds(3), target: target,
            origin: Node(label: "[::1]:1", place: next(), bits: 1),
            steps: (0..<steps).map { index in
                let place = target &+ next() >> UInt64(min(60, index * 2))
                let bits = (place ^ target).leadingZeroBitCount
                let label = "[2001:db8:" + String(next() >> (next() % 60), radix: 16) + "::1]:\(next() % 65_536)"
                return .to(label, place, bits, verdicts[Int(next() >> 33) % verdicts.count], Int(next() >> 40 % 3000))
            })
    }
}

extension Walk.Step {
    static func to(
        _ label: String, _ place: UInt64, _ bits: Int, _ verdict: Walk.Verdict, _ milliseconds: Int
    ) -> Walk.Step {
        Walk.Step(
            node: Walk.Node(label: label, place: place, bits: bits), verdict: verdict,
            time: .milliseconds(milliseconds))
    }
}
