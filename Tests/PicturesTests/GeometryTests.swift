import Testing

@testable import Pictures

@Suite("Where things go") struct GeometryTests {
    private func isNear(_ left: Point, _ right: Point) -> Bool { (left - right).length < 1e-9 }

    @Test("the ring begins at the top and runs clockwise")
    func quarters() {
        let center = Point(x: 10, y: 20)
        let quarters = (0..<4).map { Turn(place: UInt64($0) << 62).point(from: center, radius: 5) }
        let expected = [Point(x: 10, y: 15), Point(x: 15, y: 20), Point(x: 10, y: 25), Point(x: 5, y: 20)]
        for (point, place) in zip(quarters, expected) { #expect(isNear(point, place)) }
        #expect(Turn(place: .max).part < 1)
        #expect(Turn(-0.25).part == 0.75)
    }

    @Test("every direction is as far from the centre as it should be")
    func radius() {
        for part in stride(from: 0.0, to: 1, by: 0.001) {
            #expect(abs(Turn(part).point(from: Point(x: 0, y: 0), radius: 1).length - 1) < 1e-9)
        }
    }

    @Test("labels that are far apart stay where they are; others make room for each other, in their order")
    func spreading() {
        #expect(spread([], gap: 0.1) == [])
        #expect(spread([0.5], gap: 0.1) == [0.5])
        #expect(spread([0.1, 0.5], gap: 0.1) == [0.1, 0.5])
        let pair = spread([0.5, 0.5], gap: 0.1)
        #expect(abs(pair[0] - 0.45) < 1e-9 && abs(pair[1] - 0.55) < 1e-9)
        let chain = spread([0.2, 0.28, 0.28], gap: 0.1)
        #expect(zip(chain, [0.1533, 0.2533, 0.3533]).allSatisfy { abs($0 - $1) < 1e-4 })
    }

    @Test("labels keep apart across zero, and however many there are")
    func crowds() {
        let around = spread([0.99, 0.01, 0], gap: 0.05).map { Turn($0).part }.sorted()
        for (part, expected) in zip(around, [0, 0.05, 0.95]) { #expect(abs(part - expected) < 1e-9) }
        for count in [2, 7, 30, 100] {
            let wishes = (0..<count).map { Double($0 * $0 % 17) / 17 }
            let gap = min(0.02, 1 / Double(count))
            let places = spread(wishes, gap: 0.02).map { Turn($0).part }.sorted()
            let gaps = zip(places, places.dropFirst()).map { $1 - $0 }
            if count < 50 { #expect(gaps.allSatisfy { $0 > gap - 1e-9 }, "\(count) labels") }
            #expect(places.count == count)
        }
    }

    @Test("nearness counts halvings of the ring, on the shorter side")
    func nearness() {
        let target: UInt64 = 0x8000_0000_0000_0000
        func nearness(_ place: UInt64?, bits: Int = 0) -> Nearness? {
            Walk.Node(label: "", place: place, bits: bits).nearness(to: target)
        }
        #expect(nearness(0) == Nearness(bits: 0, isClockwise: false))
        #expect(nearness(0xC000_0000_0000_0000) == Nearness(bits: 1, isClockwise: true))
        #expect(nearness(0x7FFF_0000_0000_0000) == Nearness(bits: 15, isClockwise: false))
        #expect(nearness(0x8000_0000_0000_0001) == Nearness(bits: 63, isClockwise: true))
        #expect(nearness(target) == Nearness(bits: 64, isClockwise: true))
        #expect(nearness(target, bits: 128) == Nearness(bits: 128, isClockwise: true))
        #expect(nearness(nil) == nil)
    }

    @Test("the scale of bits is even as far as others came, and ends with the name itself")
    func scale() {
        let approach = Approach(Walk.toTyler.steps.map(\.node), target: Walk.toTyler.target)
        #expect(approach.evenBits == 12)
        #expect(approach.marks == [0, 4, 8, 12])
        #expect(approach.part(0) == 0)
        #expect(approach.part(6) == Approach.evenPart / 2)
        #expect(approach.part(64) == Approach.evenPart)
        #expect(approach.part(128) == 1)
        let far = Approach([Walk.Node(label: "", place: nil, bits: 21)], target: nil)
        #expect(far.evenBits == 24)
        #expect(far.marks == [0, 8, 16, 24])
    }

    @Test("those in one spot share a sign, which names them in few characters")
    func spots() {
        let walk = Walk.toTyler
        let spots = Spot.gathered(walk.drawnSteps, own: walk.origin?.place, within: 0.01)
        #expect(spots.map { $0.steps.map(\.number) } == [[3, 2, 4, 5].sorted(), [1], []])
        #expect(spots.map(\.numbers) == ["2–5", "1", ""])
        let scattered = Walk.wandering(30, seed: 1).drawnSteps.filter { $0.number % 3 != 0 }
        #expect(Spot(place: 0, steps: scattered).numbers == "1 … 29")
    }
}

@Suite("Numbers and words") struct WordTests {
    @Test(
        "times in few digits",
        arguments: [
            (Duration.zero, "0 ms"), (.microseconds(40), "0 ms"), (.microseconds(440), "0.4 ms"),
            (.microseconds(9949), "9.9 ms"), (.microseconds(9960), "10 ms"), (.milliseconds(47), "47 ms"),
            (.microseconds(999_400), "999 ms"), (.microseconds(999_600), "1 s"), (.milliseconds(1094), "1.09 s"),
            (.seconds(30), "30 s"),
        ])
    func times(duration: Duration, text: String) {
        #expect(duration.text == text)
    }

    @Test("decimals without zeros at their end", arguments: [(0.04, "0"), (-0.26, "-0.3"), (12, "12"), (7.5, "7.5")])
    func decimals(value: Double, text: String) {
        #expect(decimal(value, places: 1) == text)
    }

    @Test("a text too wide is cut in its middle, by columns and not by characters")
    func cutting() {
        #expect(fitted("0.alice", columns: 7) == "0.alice")
        #expect(fitted("0.alice.example", columns: 9) == "0.al…mple")
        #expect(fitted("東京の友達と", columns: 7) == "東京…と")
        #expect(fitted("東京の友達と", columns: 7, ellipsis: "~") == "東京~と")
        #expect(fitted("a\u{202E}b", columns: 20) == "a\\u{202e}b")
        #expect(fitted("abc", columns: 0) == "…")
    }

    @Test("of a very long walk the beginning and the end are drawn")
    func omission() {
        let walk = Walk.wandering(60, seed: 4)
        #expect(walk.drawnSteps.map(\.number) == Array(1...10) + Array(31...60))
        #expect(walk.omission == "Exchanges 11 to 30 are left out.")
        #expect(Walk.wandering(40, seed: 4).omission == nil)
    }
}
