/// The high half of a PNRP ID: 128 bits computed from a peer name (wire 10.3).
package struct P2PID: Hashable, Sendable {
    package var high: UInt64
    package var low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }
}

/// The low half of a PNRP ID: 64 bits that hint at a place in the network and 64 that tell registrations of one
/// name apart (wire 10.4).
package struct ServiceLocation: Hashable, Sendable {
    package var prefix: UInt64
    package var suffix: UInt64

    package init(prefix: UInt64, suffix: UInt64) {
        self.prefix = prefix
        self.suffix = suffix
    }
}

/// A PNRP ID: an unsigned 256-bit integer on a ring of size 2^256 (wire 10.4, 10.5).
///
/// Four 64-bit words, most significant first, so that comparing and subtracting are a handful of machine
/// instructions and the value can key a dictionary.
package struct PeerID: Hashable, Sendable {
    /// The words, `word0` being the most significant.
    package var word0: UInt64
    package var word1: UInt64
    package var word2: UInt64
    package var word3: UInt64

    package init(_ word0: UInt64, _ word1: UInt64, _ word2: UInt64, _ word3: UInt64) {
        self.word0 = word0
        self.word1 = word1
        self.word2 = word2
        self.word3 = word3
    }

    package init(p2pID: P2PID, serviceLocation: ServiceLocation) {
        self.init(p2pID.high, p2pID.low, serviceLocation.prefix, serviceLocation.suffix)
    }

    package static let zero = PeerID(0, 0, 0, 0)

    package var isZero: Bool { word0 | word1 | word2 | word3 == 0 }

    package var p2pID: P2PID { P2PID(high: word0, low: word1) }

    package var serviceLocation: ServiceLocation { ServiceLocation(prefix: word2, suffix: word3) }
}

extension PeerID: Comparable {
    package static func < (left: PeerID, right: PeerID) -> Bool {
        if left.word0 != right.word0 { return left.word0 < right.word0 }
        if left.word1 != right.word1 { return left.word1 < right.word1 }
        if left.word2 != right.word2 { return left.word2 < right.word2 }
        return left.word3 < right.word3
    }
}

// MARK: The ring

extension PeerID {
    /// The sum modulo 2^256.
    package static func &+ (left: PeerID, right: PeerID) -> PeerID {
        let (word3, carry3) = left.word3.addingReportingOverflow(right.word3)
        let (word2, carry2) = add(left.word2, right.word2, carry3)
        let (word1, carry1) = add(left.word1, right.word1, carry2)
        let (word0, _) = add(left.word0, right.word0, carry1)
        return PeerID(word0, word1, word2, word3)
    }

    /// The difference modulo 2^256.
    package static func &- (left: PeerID, right: PeerID) -> PeerID {
        let (word3, borrow3) = left.word3.subtractingReportingOverflow(right.word3)
        let (word2, borrow2) = subtract(left.word2, right.word2, borrow3)
        let (word1, borrow1) = subtract(left.word1, right.word1, borrow2)
        let (word0, _) = subtract(left.word0, right.word0, borrow1)
        return PeerID(word0, word1, word2, word3)
    }

    /// The next identifier on the ring: the target of an announcement (wire 10.4).
    package var successor: PeerID { self &+ PeerID(0, 0, 0, 1) }

    /// The identifier before this one on the ring.
    package var predecessor: PeerID { self &- PeerID(0, 0, 0, 1) }

    /// How far `other` lies above this identifier: `cw(self, other)` of behaviour 1.
    package func clockwise(to other: PeerID) -> PeerID { other &- self }

    /// The shorter way round between two identifiers (wire 10.5). "Closer" compares these.
    package func distance(to other: PeerID) -> PeerID {
        let up = other &- self
        let down = self &- other
        return up < down ? up : down
    }

    /// The number of equal leading bits, 0...256: `common(a, b)` of behaviour 1.
    package func commonPrefixLength(with other: PeerID) -> Int {
        if word0 != other.word0 { return (word0 ^ other.word0).leadingZeroBitCount }
        if word1 != other.word1 { return 64 + (word1 ^ other.word1).leadingZeroBitCount }
        if word2 != other.word2 { return 128 + (word2 ^ other.word2).leadingZeroBitCount }
        return 192 + (word3 ^ other.word3).leadingZeroBitCount
    }

    private static func add(_ left: UInt64, _ right: UInt64, _ carry: Bool) -> (UInt64, Bool) {
        let (sum, over) = left.addingReportingOverflow(right)
        let (total, overAgain) = sum.addingReportingOverflow(carry ? 1 : 0)
        return (total, over || overAgain)
    }

    private static func subtract(_ left: UInt64, _ right: UInt64, _ borrow: Bool) -> (UInt64, Bool) {
        let (difference, under) = left.subtractingReportingOverflow(right)
        let (total, underAgain) = difference.subtractingReportingOverflow(borrow ? 1 : 0)
        return (total, under || underAgain)
    }
}

// MARK: Text

extension PeerID: CustomStringConvertible {
    /// Two halves of 32 lower-case hexadecimal digits joined by a dot, as `show names` prints them (netsh 2.4).
    package var description: String {
        "\(p2pID).\(serviceLocation)"
    }
}

extension P2PID: CustomStringConvertible {
    /// 32 lower-case hexadecimal digits, most significant first.
    package var description: String { high.paddedHex + low.paddedHex }
}

extension ServiceLocation: CustomStringConvertible {
    /// 32 lower-case hexadecimal digits, prefix first.
    package var description: String { prefix.paddedHex + suffix.paddedHex }
}

extension UInt64 {
    /// Sixteen lower-case hexadecimal digits.
    fileprivate var paddedHex: String {
        let digits = String(self, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
