// The ring of identifiers: who is where, and in which order they were asked.

extension WalkPanel {
    private var center: Point { Point(x: Frame.ringCenter, y: Frame.panelTop + 34 + (panelHeight - 34) / 2) }
    private var radius: Double { 158 }
    private var badgeRadius: Double { radius + 32 }

    func drawRing(into markup: inout Markup) {
        markup.label("The ring of identifiers", at: Point(x: Frame.left, y: Frame.panelTop + 12), "caption ink")
        markup.label(
            "zero at the top, then clockwise; the digits are the first of an identifier",
            at: Point(x: Frame.left, y: Frame.panelTop + 29), "note dim")
        drawScale(into: &markup)
        drawWay(into: &markup)
        drawPlaces(into: &markup)
    }

    private func point(_ place: UInt64, _ radius: Double) -> Point {
        Turn(place: place).point(from: center, radius: radius)
    }

    private func drawScale(into markup: inout Markup) {
        markup.circle(at: center, radius: radius, "panel")
        for mark in 0..<64 {
            let place = UInt64(mark) << 58
            let isDigit = mark.isMultiple(of: 4)
            markup.line(from: point(place, radius), to: point(place, radius - (isDigit ? 7 : 4)), "thin line")
            guard isDigit else { continue }
            let digit = String(mark / 4, radix: 16)
            markup.label(digit, at: point(place, radius - 15) + Point(x: 0, y: 3.6), "tiny dim", anchor: "middle")
        }
        markup.circle(at: center, radius: radius, "ring line")
    }

    // MARK: The way

    /// From one that was asked to the next one with a place; from the middle when we have none ourselves.
    private func drawWay(into markup: inout Markup) {
        var here = walk.origin?.place.map { point($0, radius) } ?? center
        for step in steps.map(\.step) {
            guard let place = step.node.place else { continue }
            let there = point(place, radius)
            // Who sits next to another is told apart by the approach.
            if (there - here).length > 14 { drawChord(from: here, to: there, step.verdict.style, into: &markup) }
            here = there
        }
    }

    /// Curved towards the middle, the more the longer it is, and short of the dot.
    private func drawChord(from here: Point, to there: Point, _ style: String, into markup: inout Markup) {
        let middle = (here + there) * 0.5
        let inward = center - middle
        let depth = min(inward.length * 0.6, (there - here).length * 0.35)
        let bend = inward.length > 1 ? middle + inward * (depth / inward.length) : middle
        let last = there - bend
        let tip = there - last * (min(6, last.length / 2) / max(last.length, 1))
        let shaft = there - last * (min(12, last.length / 2) / max(last.length, 1))
        markup.path("M\(here.data)Q\(bend.data) \(shaft.data)", "way \(style)-line")
        markup.arrowhead(at: tip, from: bend, style)
    }

    // MARK: The places

    /// A dot on the ring for everybody, and outside, where there is room, a sign for those who are in one spot.
    private func drawPlaces(into markup: inout Markup) {
        let spots = Spot.gathered(steps, own: walk.origin?.place, within: 14 / (2 * Double.pi * radius))
        let wishes = spots.map { Turn(place: $0.place).part }
        let gap = spots.contains { $0.steps.count > 1 } ? 46.0 : 25
        let places = spread(wishes, gap: gap / (2 * Double.pi * badgeRadius))
        for (spot, turn) in zip(spots, places.map(Turn.init)) {
            let foot = turn.point(from: center, radius: badgeRadius - 12)
            let corner = point(spot.place, radius + 10)
            markup.path("M\(point(spot.place, radius + 4).data)L\(corner.data)L\(foot.data)", "leader dim-line")
            draw(spot, at: turn.point(from: center, radius: badgeRadius), into: &markup)
        }
        for step in steps.map(\.step) {
            guard let place = step.node.place else { continue }
            markup.circle(at: point(place, radius), radius: 3.6, step.verdict.style)
        }
        if let own = walk.origin?.place {
            markup.circle(at: point(own, radius), radius: 3.6, "ink")
        } else {
            markup.house(at: center)
        }
        if let target = walk.target { markup.crosshair(at: point(target, radius), radius: 7.5) }
    }

    private func draw(_ spot: Spot, at place: Point, into markup: inout Markup) {
        guard let first = spot.steps.first else { return markup.house(at: place) }
        guard spot.steps.count > 1 else { return markup.badge(first.number, first.step.verdict, at: place) }
        let numbers = spot.numbers
        let width = Double(numbers.count) * 6.4 + 14
        let side = (place.x - center.x) / badgeRadius
        let middle = place + Point(x: side * (width / 2 - 11), y: 0)
        markup.box(
            at: middle - Point(x: width / 2, y: 10), width: width, height: 20, corner: 10, "paper outer dim-line")
        markup.label(numbers, at: middle + Point(x: 0, y: 3.8), "number ink", anchor: "middle")
    }
}

/// Those on the ring who are too near to each other for signs of their own.
struct Spot {
    var place: UInt64
    /// None for ourselves.
    var steps: [Walk.Numbered]

    /// - Parameter arc: how much of a turn makes one spot.
    static func gathered(_ steps: [Walk.Numbered], own: UInt64?, within arc: Double) -> [Spot] {
        let placed = steps.compactMap { step in step.step.node.place.map { (place: $0, step: step) } }
        var spots: [Spot] = []
        for (place, step) in placed.sorted(by: { ($0.place, $0.step.number) < ($1.place, $1.step.number) }) {
            if let start = spots.last?.place, Turn(place: place).part - Turn(place: start).part < arc {
                spots[spots.count - 1].steps.append(step)
            } else {
                spots.append(Spot(place: place, steps: [step]))
            }
        }
        for index in spots.indices {
            spots[index].place = spots[index].steps.compactMap(\.step.node.place).middle
            spots[index].steps.sort { $0.number < $1.number }
        }
        return spots + (own.map { [Spot(place: $0, steps: [])] } ?? [])
    }

    /// `3, 5–7`; of many only the first and the last.
    var numbers: String {
        var ranges: [ClosedRange<Int>] = []
        for number in steps.map(\.number) {
            if let last = ranges.last, last.upperBound + 1 == number {
                ranges[ranges.count - 1] = last.lowerBound...number
            } else {
                ranges.append(number...number)
            }
        }
        let text = ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)–\($0.upperBound)" }
        let whole = text.joined(separator: ", ")
        guard whole.count > 11, let first = ranges.first, let last = ranges.last else { return whole }
        return "\(first.lowerBound) … \(last.upperBound)"
    }
}

extension [UInt64] {
    /// The middle of places in ascending order that are near each other.
    fileprivate var middle: UInt64 {
        guard let first, let last else { return 0 }
        return first + (last - first) / 2
    }
}
