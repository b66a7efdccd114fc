/// A number in the shape of its verdict: disc, diamond, square, broken circle, triangle, disc in a ring.
extension Markup {
    mutating func badge(_ number: Int?, _ verdict: Walk.Verdict, at center: Point, radius: Double = 10) {
        let style = verdict.style
        switch verdict {
        case .accepted: circle(at: center, radius: radius, style)
        case .suspicious: polygon([(0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)], center, radius, style)
        case .deadEnd:
            let side = radius * 1.8
            box(at: center - Point(x: side / 2, y: side / 2), width: side, height: side, corner: 2, style)
        case .unreachable: circle(at: center, radius: radius - 0.5, "paper hollow \(style)-line")
        case .busy: polygon([(0, -1.25), (1.3, 0.95), (-1.3, 0.95)], center, radius, style)
        case .final:
            circle(at: center, radius: radius - 0.5, style)
            circle(at: center, radius: radius + 2.2, "outer \(style)-line")
        }
        guard let number else { return }
        let drop = verdict == .busy ? 5.5 : 3.8
        label(
            "\(number)", at: center + Point(x: 0, y: drop), "number " + (verdict == .unreachable ? style : "on"),
            anchor: "middle")
    }

    /// Ourselves: a house.
    mutating func house(at center: Point, radius: Double = 10) {
        let outline: [(Double, Double)] = [
            (0, -1.05), (1.05, -0.1), (0.75, -0.1), (0.75, 0.9), (0.25, 0.9), (0.25, 0.25), (-0.25, 0.25), (-0.25, 0.9),
            (-0.75, 0.9), (-0.75, -0.1), (-1.05, -0.1),
        ]
        polygon(outline, center, radius, "ink")
    }

    /// What is looked for: a cross-hair.
    mutating func crosshair(at center: Point, radius: Double = 9) {
        circle(at: center, radius: radius, "mark target-line")
        circle(at: center, radius: 2, "target")
        for (x, y) in [(1.0, 0.0), (-1, 0), (0, 1), (0, -1)] {
            let arm = Point(x: x, y: y)
            line(from: center + arm * (radius - 3), to: center + arm * (radius + 3), "mark target-line")
        }
    }

    /// A head at `tip` for a line that comes from `origin`.
    mutating func arrowhead(at tip: Point, from origin: Point, _ style: String, size: Double = 8) {
        let way = tip - origin
        guard way.length > 0 else { return }
        let along = way * (1 / way.length)
        let side = Point(x: -along.y, y: along.x)
        let base = tip - along * size
        path("M\(tip.data)L\((base + side * (size * 0.4)).data)L\((base - side * (size * 0.4)).data)Z", style)
    }

    private mutating func polygon(_ corners: [(Double, Double)], _ center: Point, _ radius: Double, _ style: String) {
        let points = corners.map { (center + Point(x: $0.0, y: $0.1) * radius).data }
        path("M" + points.joined(separator: "L") + "Z", style)
    }
}
