/// A point of the plane, x to the right and y downwards, in the units of the picture.
struct Point: Equatable {
    var x: Double
    var y: Double

    static func + (left: Point, right: Point) -> Point { Point(x: left.x + right.x, y: left.y + right.y) }
    static func - (left: Point, right: Point) -> Point { Point(x: left.x - right.x, y: left.y - right.y) }
    static func * (point: Point, factor: Double) -> Point { Point(x: point.x * factor, y: point.y * factor) }

    var length: Double { (x * x + y * y).squareRoot() }
}

/// A direction as a part of a whole turn: 0 is up, and it grows clockwise.
struct Turn: Equatable {
    /// 0..<1
    let part: Double

    init(_ part: Double) { self.part = part - part.rounded(.down) }

    /// Where on the ring an identifier lies, by its leading 64 bits. Zero is at the top.
    init(place: UInt64) { self.init(Double(place >> 11) / Double(UInt64(1) << 53)) }

    /// The point at this direction, `radius` from `center`.
    func point(from center: Point, radius: Double) -> Point {
        let angle = (part < 0.5 ? part : part - 1) * 2 * Double.pi
        let (sine, cosine) = Self.sineAndCosine(angle)
        return center + Point(x: sine * radius, y: -cosine * radius)
    }

    /// The series of both, far beyond the precision of a picture for angles of -π...π; the standard library has neither.
    private static func sineAndCosine(_ angle: Double) -> (Double, Double) {
        var (sine, cosine) = (0.0, 0.0)
        var term = 1.0
        for power in 0..<30 {
            let isNegative = power % 4 >= 2
            if power.isMultiple(of: 2) {
                cosine += isNegative ? -term : term
            } else {
                sine += isNegative ? -term : term
            }
            term *= angle / Double(power + 1)
        }
        return (sine, cosine)
    }
}
