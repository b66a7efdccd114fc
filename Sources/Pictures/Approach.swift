/// The scale of bits: from "the other side of the ring" to "the name itself".
///
/// Members that do not bear the name share about as many bits with it as the size of the cloud has; one that does shares
/// 128 at least. The scale is even as far as others came, and then has a gap.
struct Approach: Equatable {
    /// Where the even part ends, a multiple of four bits.
    let evenBits: Int
    /// The part of the whole that is even.
    static let evenPart = 0.84

    init(_ nodes: [Walk.Node], target: UInt64?) {
        let others = nodes.filter { !$0.hasName }
        let bits = others.compactMap { $0.bits.map(Double.init) }
        let nearness = others.compactMap { node in target.flatMap { node.nearness(to: $0) }?.bits }
        let most = Int((bits + nearness).max() ?? 0)
        evenBits = max(8, min(128, (most / 4 + 1) * 4))
    }

    /// 0 for no bit in common, 1 for the name itself.
    func part(_ bits: Double) -> Double {
        bits >= 128 ? 1 : min(bits, Double(evenBits)) / Double(evenBits) * Self.evenPart
    }

    func part(_ node: Walk.Node) -> Double? { node.bits.map { part(Double($0)) } }

    /// The bits to mark on an axis.
    var marks: [Int] {
        let step = evenBits <= 16 ? 4 : evenBits <= 32 ? 8 : 16
        return Array(stride(from: 0, through: evenBits, by: step))
    }
}

/// How near somebody is to the target, and on which side.
struct Nearness: Equatable {
    /// How often the ring was halved to come as near as this: 0 on the other side, one more for each halving.
    var bits: Double
    /// Whether it lies clockwise of the target.
    var isClockwise: Bool
}

extension Walk.Node {
    /// `nil` without a place. The distance is that of the ring (the shorter way round), not of common bits: a neighbour may
    /// differ in the first bit.
    func nearness(to target: UInt64) -> Nearness? {
        guard let place else { return nil }
        let up = place &- target
        let isClockwise = up < 1 << 63
        let distance = isClockwise ? up : 0 &- up
        if hasName || distance == 0 { return Nearness(bits: hasName ? 128 : 64, isClockwise: isClockwise) }
        let value = Double(distance)
        // The logarithm, straight between powers of two.
        return Nearness(bits: max(0, 63 - Double(value.exponent) - (value.significand - 1)), isClockwise: isClockwise)
    }
}
