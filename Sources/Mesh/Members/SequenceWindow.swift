/// Which of the last 1,024 sequence numbers of an opening were used (peer channel 20.6).
struct SequenceWindow: Hashable, Sendable {
    private(set) var highest: UInt64 = 0
    /// The bit of a number is its remainder; numbers that left the window have none.
    private var bits = [UInt64](repeating: 0, count: Limits.sequenceWindow / 64)

    /// Whether the number was used, or is too old to tell.
    func hasUsed(_ sequence: UInt64) -> Bool {
        guard sequence <= highest else { return false }
        return !isInside(sequence) || isMarked(sequence)
    }

    /// Whether the number is known to have been used.
    func contains(_ sequence: UInt64) -> Bool { sequence <= highest && isInside(sequence) && isMarked(sequence) }

    mutating func insert(_ sequence: UInt64) {
        if sequence > highest {
            advance(to: sequence)
        } else if !isInside(sequence) {
            return
        }
        bits[place(sequence)] |= mask(sequence)
    }

    private mutating func advance(to sequence: UInt64) {
        if sequence - highest >= UInt64(Limits.sequenceWindow) {
            bits = [UInt64](repeating: 0, count: bits.count)
        } else {
            for passed in highest + 1...sequence { bits[place(passed)] &= ~mask(passed) }
        }
        highest = sequence
    }

    private func isInside(_ sequence: UInt64) -> Bool { highest - sequence < UInt64(Limits.sequenceWindow) }
    private func isMarked(_ sequence: UInt64) -> Bool { bits[place(sequence)] & mask(sequence) != 0 }
    private func place(_ sequence: UInt64) -> Int { Int(sequence / 64 % UInt64(bits.count)) }
    private func mask(_ sequence: UInt64) -> UInt64 { 1 << (sequence % 64) }
}
